"""One entry for each write: what was done to which record, by whom, when, before and after."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from capacity_portal.journal.choices import EntryKind
from capacity_portal.lib.code_field import CodeField


class Entry(models.Model):
    """Append-only: triggers on both databases refuse UPDATE and DELETE (see ``triggers`` and ``checks``).

    ``subject`` names the kind of record, ``subject_id`` its key; ``file_key`` the file it belongs to
    (``enterprise:17`` for the enterprise's equipment too). ``changes`` is ``{field: [before, after]}`` in JSON
    values (decimals and dates as text, foreign keys as ids). Every column is part of the digest that
    ``rules.sealing`` takes: a new column needs a new version there.
    """

    at = models.DateTimeField("时间")
    subject = CodeField("对象类别", max_length=40)
    subject_id = models.BigIntegerField("对象编号")
    file_key = CodeField("所属档案", max_length=60)
    region_code = CodeField("地区代码", max_length=15, blank=True)
    kind = models.CharField("性质", max_length=8, choices=EntryKind.choices)
    step = CodeField("步骤", max_length=40)
    changes = models.JSONField("变更", default=dict, encoder=DjangoJSONEncoder)
    note = models.TextField("说明", blank=True)
    by = models.ForeignKey(
        "organization.Officer",
        models.RESTRICT,
        null=True,
        blank=True,
        db_index=False,  # entry_by_at serves it
        related_name="+",
        verbose_name="经办人",
    )
    by_name = models.CharField("经办人姓名", max_length=90, blank=True)

    class Meta:
        verbose_name = "日志条目"
        verbose_name_plural = "日志条目"
        indexes = [
            models.Index(fields=["file_key", "id"], name="entry_file_id"),
            models.Index(fields=["subject", "subject_id", "id"], name="entry_subject_id"),
            models.Index(fields=["subject", "at", "id"], name="entry_subject_at"),
            models.Index(fields=["by", "at", "id"], name="entry_by_at"),
            models.Index(fields=["at", "id"], name="entry_at"),
        ]

    def __str__(self):
        return f"{self.pk} {self.subject}:{self.subject_id} {self.step}"
