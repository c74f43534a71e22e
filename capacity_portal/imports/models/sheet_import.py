"""One uploaded spreadsheet and what became of it."""

from django.db import models

from capacity_portal.imports.choices import ImportState, RowAction
from capacity_portal.lib.code_field import CodeField
from capacity_portal.lib.spreadsheets.findings import LEVEL_LABELS


class SheetImport(models.Model):
    """``kind`` names an entry of ``imports.registry``; ``region_code`` is where rows without a place belong.

    ``stored_file`` and ``marked_file`` are paths relative to MEDIA_ROOT (empty when removed). JSON columns:
    ``sheets`` names of the sheets that may be read, those neither hidden nor empty; ``headings`` [{place, label, unit, is_sheet_unit, samples}]; ``mapping`` [{place, label, key, unit}];
    ``choices`` {place: field}, what a person chose on the mapping page; ``answers`` {"row|key": text}, decided cells;
    ``explanations`` {code: text}; ``counts`` {rows, new, changed, unchanged, to_confirm, to_explain, errors}; ``totals``
    [{product, unit, stated, rows}]; ``left_out`` [{sheet, row, reason}], the first thousand of them.
    """

    kind = models.CharField("类别", max_length=20)
    owner = models.ForeignKey(
        "organization.Officer", models.RESTRICT, db_index=False, related_name="+", verbose_name="导入人"
    )
    region_code = CodeField("归属地区", max_length=15)
    file_name = models.CharField("文件名", max_length=200)
    stored_file = models.CharField("文件", max_length=200, blank=True)
    marked_file = models.CharField("批注文件", max_length=200, blank=True)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField("校验值", max_length=64)
    sheet = models.CharField("工作表", max_length=200, blank=True)
    sheets = models.JSONField("工作表目录", default=list, blank=True)
    headings = models.JSONField("表头", default=list, blank=True)
    mapping = models.JSONField("列对应", default=list, blank=True)
    choices = models.JSONField("人工列对应", default=dict, blank=True)
    answers = models.JSONField("单元格答复", default=dict, blank=True)
    explanations = models.JSONField("说明", default=dict, blank=True)
    counts = models.JSONField("计数", default=dict, blank=True)
    totals = models.JSONField("合计", default=list, blank=True)
    left_out = models.JSONField("未计入的行", default=list, blank=True)
    state = models.CharField("状态", max_length=10, choices=ImportState.choices, default=ImportState.READING)
    message = models.CharField("说明", max_length=300, blank=True)
    job = models.ForeignKey(
        "jobs.Job",
        models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name="任务",
    )
    created_at = models.DateTimeField("上传时间")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    ended_by = models.ForeignKey(
        "organization.Officer",
        models.RESTRICT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name="结束人",
    )

    class Meta:
        verbose_name = "表格导入"
        verbose_name_plural = "表格导入"
        indexes = [
            models.Index(fields=["owner", "kind", "-id"], name="import_owner_kind"),
            models.Index(fields=["created_at"], name="import_created"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ImportState.values),
                name="import_state_known",
                violation_error_message="没有这个状态。",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["stored", "refused", "discarded"], ended_at__isnull=False)
                | models.Q(state__in=["reading", "mapping", "ready", "storing"], ended_at=None),
                name="import_ended_iff_ended_at",
                violation_error_message="结束的导入必须有结束时间。",
            ),
        ]

    def __str__(self):
        return self.file_name


class ImportRow(models.Model):
    """A staged row: what confirming would do. ``values`` and ``changes`` are JSON the kind understands and the page shows.

    ``changes`` [[heading, before, after]] for a changed row; ``target_id`` and ``target_version`` name the record on file.
    """

    sheet_import = models.ForeignKey(SheetImport, models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField("行号")
    action = models.CharField("处理", max_length=10, choices=RowAction.choices)
    title = models.CharField("名称", max_length=200, blank=True)
    target_id = models.BigIntegerField("对应记录", null=True, blank=True)
    target_version = models.PositiveIntegerField("对应版本", null=True, blank=True)
    values = models.JSONField("内容", default=dict)
    changes = models.JSONField("变更", default=list)

    class Meta:
        verbose_name = "导入行"
        verbose_name_plural = "导入行"
        constraints = [
            models.UniqueConstraint(
                fields=["sheet_import", "number"],
                name="import_row_once",
                violation_error_message="这一行已经读入。",
            )
        ]
        indexes = [models.Index(fields=["sheet_import", "action", "number"], name="import_row_action")]

    def __str__(self):
        return f"第{self.number}行"


class ImportFinding(models.Model):
    """A doubt, as ``lib.spreadsheets.findings.Finding``. ``row`` None: about the whole file; ``key``: the column's."""

    sheet_import = models.ForeignKey(SheetImport, models.CASCADE, related_name="findings", db_index=False)
    level = models.CharField("级别", max_length=10, choices=[(str(k), v) for k, v in LEVEL_LABELS.items()])
    code = models.CharField("种类", max_length=40)
    row = models.PositiveIntegerField("行号", null=True, blank=True)
    place = models.PositiveIntegerField("列号", null=True, blank=True)
    key = models.CharField("列", max_length=60, blank=True)
    column = models.CharField("表头", max_length=200, blank=True)
    value = models.CharField("内容", max_length=200, blank=True)
    message = models.CharField("问题", max_length=500)
    suggestion = models.CharField("建议", max_length=200, blank=True)

    class Meta:
        verbose_name = "导入问题"
        verbose_name_plural = "导入问题"
        indexes = [models.Index(fields=["sheet_import", "level", "row", "id"], name="import_finding_level")]

    def __str__(self):
        return self.message
