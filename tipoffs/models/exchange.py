"""What goes with a tip: its timeline, its files, the words between office and reporter."""

from django.db import models
from django.db.models import Q

from capacity_portal.lib.code_field import CodeField
from tipoffs.choices import FileKind
from tipoffs.models.tip import Tip

_MAYBE = {"null": True, "blank": True, "related_name": "+"}


class TipEvent(models.Model):
    """A line of the timeline. ``happened_at`` is empty for what the reporter did: of him only the day is kept.

    ``public_text`` is what the reporter reads on his page; "" for steps he is not told of. ``region_code`` is the unit's whose
    officers see it besides the office ("" for everyone who sees the tip, the office's own code for the office alone).
    """

    tip = models.ForeignKey(Tip, models.RESTRICT, related_name="events", verbose_name="举报")
    step = models.CharField("事项", max_length=24)
    label = models.CharField("名称", max_length=40)
    text = models.CharField("说明", max_length=1000, blank=True)
    public_text = models.CharField("对举报人说明", max_length=500, blank=True)
    region_code = CodeField("可见地区", max_length=15, blank=True)
    on = models.DateField("日期")
    happened_at = models.DateTimeField("时间", null=True, blank=True)
    happened_by = models.ForeignKey("organization.Officer", models.RESTRICT, verbose_name="经办人", **_MAYBE)

    class Meta:
        verbose_name = "办理记录"
        verbose_name_plural = "办理记录"

    def __str__(self):
        return f"{self.on} {self.label}"


class TipFile(models.Model):
    """A file the reporter (or whoever entered his tip) gave. ``clean``: rebuilt copy for handlers, "" for what stays sealed alone.

    ``sealed``: the original, encrypted with a key of its own, which ``sealed_key`` holds for the custodians; both end with the
    identity. ``uuid`` names it before it has a tip. ``message``: sent later with an answer of the reporter.
    """

    uuid = models.UUIDField("文件编号", unique=True)
    tip = models.ForeignKey(Tip, models.RESTRICT, related_name="files", verbose_name="举报")
    message = models.ForeignKey(
        "tipoffs.TipMessage",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="files",
        verbose_name="留言",
    )
    position = models.PositiveSmallIntegerField("顺序", default=0)
    kind = models.CharField("种类", max_length=10, choices=FileKind.choices)
    is_scan = models.BooleanField("来信来文扫描件", default=False)
    clean = models.FileField("净化副本", upload_to="tipoffs/clean/", max_length=200, blank=True)
    content_type = models.CharField("类型", max_length=80)
    pages = models.PositiveSmallIntegerField("页数", default=1)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField("SHA-256", max_length=64)
    sealed_path = models.CharField("封存原件", max_length=200, blank=True)
    sealed_key = models.BinaryField("封存密钥", null=True)
    custody = models.ForeignKey("tipoffs.CustodyKey", models.RESTRICT, verbose_name="保管密钥", **_MAYBE)

    class Meta:
        verbose_name = "举报材料"
        verbose_name_plural = "举报材料"

    def __str__(self):
        return f"材料{self.position}"


class TipMessage(models.Model):
    """A word between office and reporter on the tracking page; only the day is kept of the reporter's."""

    tip = models.ForeignKey(Tip, models.RESTRICT, related_name="messages", verbose_name="举报")
    is_from_office = models.BooleanField("办公室发出")
    text = models.TextField("内容", max_length=1000)
    posted_on = models.DateField("日期")
    posted_at = models.DateTimeField("发出时间", null=True, blank=True)
    posted_by = models.ForeignKey("organization.Officer", models.RESTRICT, verbose_name="发出人", **_MAYBE)
    digest = models.CharField("提交摘要", max_length=64, null=True, blank=True, unique=True)

    class Meta:
        verbose_name = "往来留言"
        verbose_name_plural = "往来留言"
        constraints = [
            models.CheckConstraint(
                condition=Q(is_from_office=True, posted_at__isnull=False, posted_by__isnull=False)
                | Q(is_from_office=False, posted_at=None, posted_by=None),
                name="tip_message_of_reporter_has_no_time",
                violation_error_message="举报人的留言只记日期。",
            )
        ]

    def __str__(self):
        return f"{self.posted_on} {'办公室' if self.is_from_office else '举报人'}"
