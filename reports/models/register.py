"""Numbers of outgoing documents (发文登记), incoming documents (收文登记), their links and tasks."""

from django.db import models
from django.db.models import Q

from capacity_portal.lib.code_field import CodeField
from capacity_portal.lib.day_bounds import plausible_days
from reports.choices import IncomingState, Relation, TaskState, Urgency
from reports.models.notice import Notice
from reports.rules.numbers import labelled

_MAYBE = {"null": True, "blank": True, "related_name": "+"}
_OFFICER = "organization.Officer"


class NumberSeries(models.Model):
    """The numbers of one code (发文机关代字) in one year; its row is locked while a number is given. Those of orders and minutes run on
    through the years (``rules.numbers.RUNNING``): a row holds what was given in its year.

    ``first``: the number the portal began with (a register may begin in mid-year); ``last``: the one given last, ``first - 1``
    when none was.
    """

    code = models.CharField("机关代字", max_length=30)
    year = models.PositiveSmallIntegerField("年份")
    first = models.PositiveIntegerField("起始顺序号", default=1)
    last = models.PositiveIntegerField("最后顺序号", default=0)

    class Meta:
        verbose_name = "发文字号"
        verbose_name_plural = "发文字号"
        constraints = [
            models.UniqueConstraint(
                fields=["code", "year"],
                name="number_series_unique",
                violation_error_message="这个代字本年度已有登记簿。",
            ),
            models.CheckConstraint(
                condition=Q(first__gte=1) & Q(last__gte=models.F("first") - 1),
                name="number_series_last_not_before_first",
                violation_error_message="最后顺序号不能小于起始顺序号减一。",
            ),
        ]

    def __str__(self):
        return f"{self.code}〔{self.year}〕"


class NumberEntry(models.Model):
    """One line of the register. A voided number stays with its reason and is never given again."""

    series = models.ForeignKey(NumberSeries, models.RESTRICT, related_name="entries", verbose_name="登记簿")
    number = models.PositiveIntegerField("顺序号")
    notice = models.OneToOneField(
        Notice, models.RESTRICT, related_name="entry", null=True, blank=True, verbose_name="发文"
    )
    title = models.CharField("标题", max_length=200)
    given_at = models.DateTimeField("编号时间")
    given_by = models.ForeignKey(_OFFICER, models.RESTRICT, related_name="+", verbose_name="编号人")
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)
    voided_by = models.ForeignKey(_OFFICER, models.RESTRICT, verbose_name="作废人", **_MAYBE)
    void_reason = models.CharField("作废原因", max_length=300, blank=True)

    class Meta:
        verbose_name = "发文登记"
        verbose_name_plural = "发文登记"
        constraints = [
            models.UniqueConstraint(
                fields=["series", "number"], name="number_entry_unique", violation_error_message="这个顺序号已经用过。"
            ),
            models.CheckConstraint(
                condition=Q(voided_at=None, voided_by=None, void_reason="")
                | (Q(voided_at__isnull=False, voided_by__isnull=False) & ~Q(void_reason="")),
                name="number_entry_void_has_reason",
                violation_error_message="作废的字号必须写明原因。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        """As printed: 吉化解产能办字〔2026〕6号; a running number with its kind: 令第6号."""
        return labelled(self.series.code, self.series.year, self.number)


class IncomingDocument(models.Model):
    """A document that came (收文). ``printed_number`` as it stands on the paper; ``number_code``, ``number_year`` and
    ``number`` as read by ``rules.document_numbers``, empty where they cannot be told.
    """

    region_code = CodeField("地区代码", max_length=15)
    year = models.PositiveSmallIntegerField("收文年份")
    sequence = models.PositiveIntegerField("收文顺序号")
    printed_number = models.CharField("来文字号", max_length=80, blank=True)
    number_code = models.CharField("机关代字", max_length=30, blank=True)
    number_year = models.PositiveSmallIntegerField("字号年份", null=True, blank=True)
    number = models.PositiveIntegerField("字号顺序号", null=True, blank=True)
    title = models.CharField("标题", max_length=200)
    sender = models.CharField("来文单位", max_length=120)
    dated = models.DateField("成文日期", null=True, blank=True)
    received_on = models.DateField("收文日期")
    due_on = models.DateField("办理期限", null=True, blank=True)
    urgency = models.CharField("紧急程度", max_length=4, choices=Urgency.choices, blank=True)
    summary = models.TextField("内容摘要", max_length=4000, blank=True)
    text = models.TextField("正文", blank=True)
    search_text = models.TextField("检索文本", blank=True, editable=False)
    scan = models.FileField("扫描件", upload_to="reports/incoming/%Y/", max_length=200, blank=True)
    scan_name = models.CharField("扫描件文件名", max_length=200, blank=True)
    scan_type = models.CharField("扫描件类型", max_length=60, blank=True)
    scan_sha256 = models.CharField("扫描件摘要", max_length=64, blank=True)
    state = models.CharField(
        "状态", max_length=12, choices=IncomingState.choices, default=IncomingState.REGISTERED
    )
    result = models.CharField("办理结果", max_length=1000, blank=True)
    registered_at = models.DateTimeField("登记时间")
    registered_by = models.ForeignKey(_OFFICER, models.RESTRICT, related_name="+", verbose_name="登记人")
    done_at = models.DateTimeField("办结时间", null=True, blank=True)
    done_by = models.ForeignKey(_OFFICER, models.RESTRICT, verbose_name="办结人", **_MAYBE)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "收文"
        verbose_name_plural = "收文"
        indexes = [models.Index(fields=["region_code", "state", "due_on"], name="incoming_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["region_code", "year", "sequence"],
                name="incoming_sequence_unique",
                violation_error_message="这个收文顺序号已经用过。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[IncomingState.DONE, IncomingState.FILED], done_at__isnull=False, done_by__isnull=False)
                | (~Q(state__in=[IncomingState.DONE, IncomingState.FILED]) & Q(done_at=None, done_by=None)),
                name="incoming_done_by_somebody",
                violation_error_message="办结的收文必须有办结人和时间。",
            ),
            plausible_days("dated", "received_on", "due_on", name="incoming_days_plausible"),
        ]  # fmt: skip

    def __str__(self):
        return self.printed_number or self.title


class DocumentLink(models.Model):
    """``notice`` does ``relation`` to an incoming document, to an earlier one of ours, or to one known by its number only."""

    notice = models.ForeignKey(Notice, models.RESTRICT, related_name="links", verbose_name="发文")
    relation = models.CharField("关系", max_length=12, choices=Relation.choices)
    incoming = models.ForeignKey(
        IncomingDocument, models.RESTRICT, null=True, blank=True, related_name="links", verbose_name="收文"
    )
    other = models.ForeignKey(
        Notice, models.RESTRICT, null=True, blank=True, related_name="linked_from", verbose_name="本机关发文"
    )
    linked_at = models.DateTimeField("关联时间")
    linked_by = models.ForeignKey(_OFFICER, models.RESTRICT, related_name="+", verbose_name="关联人")

    class Meta:
        verbose_name = "文件关联"
        verbose_name_plural = "文件关联"
        constraints = [
            models.CheckConstraint(
                condition=Q(incoming__isnull=False, other=None) | Q(incoming=None, other__isnull=False),
                name="document_link_one_target",
                violation_error_message="一条关联只指向一份文件。",
            ),
            models.UniqueConstraint(
                fields=["notice", "relation", "incoming"], condition=Q(incoming__isnull=False),
                name="document_link_incoming_unique", violation_error_message="这条关联已经登记过。",
            ),
            models.UniqueConstraint(
                fields=["notice", "relation", "other"], condition=Q(other__isnull=False),
                name="document_link_other_unique", violation_error_message="这条关联已经登记过。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.notice} {self.get_relation_display()} {self.incoming or self.other}"


class DocumentTask(models.Model):
    """What somebody has to do because of an incoming document (拟办、交办任务). ``department`` None: the region's own office."""

    incoming = models.ForeignKey(IncomingDocument, models.RESTRICT, related_name="tasks", verbose_name="收文")
    region_code = CodeField("承办地区代码", max_length=15)
    department = models.ForeignKey(
        "organization.Department", models.RESTRICT, verbose_name="承办单位", **_MAYBE
    )
    text = models.CharField("任务", max_length=500)
    due_on = models.DateField("期限", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=TaskState.choices, default=TaskState.OPEN)
    result = models.CharField("完成情况", max_length=1000, blank=True)
    assigned_at = models.DateTimeField("交办时间")
    assigned_by = models.ForeignKey(_OFFICER, models.RESTRICT, related_name="+", verbose_name="交办人")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    ended_by = models.ForeignKey(_OFFICER, models.RESTRICT, verbose_name="结束人", **_MAYBE)

    class Meta:
        verbose_name = "收文任务"
        verbose_name_plural = "收文任务"
        constraints = [
            models.CheckConstraint(
                condition=Q(state=TaskState.OPEN, ended_at=None, ended_by=None)
                | (
                    ~Q(state=TaskState.OPEN)
                    & Q(ended_at__isnull=False, ended_by__isnull=False)
                    & ~Q(result="")
                ),
                name="document_task_ended_has_result",
                violation_error_message="结束的任务必须写明完成情况。",
            ),
            plausible_days("due_on", name="document_task_days_plausible"),
        ]

    def __str__(self):
        return self.text[:40]
