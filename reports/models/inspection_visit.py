"""Inspections by superiors (迎检): the calendar, what each county has ready, and the evidence packs."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from capacity_portal.lib.code_field import CodeField
from capacity_portal.lib.day_bounds import plausible_days
from reports.choices import PackState

_MAYBE = {"null": True, "blank": True, "related_name": "+"}
_OFFICER = "organization.Officer"


class SuperiorInspection(models.Model):
    """An announced inspection (专项检查、督查). ``period_from``/``period_to``: what its evidence covers; ``checklist``: what the
    pack must hold, ``[{"code", "label", "kind"}]`` (kinds in ``rules.pack_checklist``)."""

    region_code = CodeField("地区代码", max_length=15)
    name = models.CharField("检查名称", max_length=120)
    organizer = models.CharField("组织单位", max_length=120)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    announced_on = models.DateField("通知日期", null=True, blank=True)
    incoming = models.ForeignKey(
        "reports.IncomingDocument", models.RESTRICT, verbose_name="依据收文", **_MAYBE
    )
    period_from = models.DateField("材料起始日期")
    period_to = models.DateField("材料截止日期")
    scope = models.CharField("检查内容", max_length=1000, blank=True)
    checklist = models.JSONField("材料清单", default=list, blank=True)
    result = models.CharField("检查结果", max_length=1000, blank=True)
    is_over = models.BooleanField("已结束", default=False)
    registered_at = models.DateTimeField("登记时间")
    registered_by = models.ForeignKey(_OFFICER, models.RESTRICT, related_name="+", verbose_name="登记人")
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "上级检查"
        verbose_name_plural = "上级检查"
        constraints = [
            plausible_days("starts_on", "ends_on", "announced_on", "period_from", "period_to", name="superior_days_plausible"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")) & Q(period_to__gte=F("period_from")),
                name="superior_days_in_order",
                violation_error_message="结束日期不能早于开始日期。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name


class Preparation(models.Model):
    """How far one county is for one inspection (迎检准备); ``percent`` 0 to 100."""

    inspection = models.ForeignKey(
        SuperiorInspection, models.RESTRICT, related_name="preparations", verbose_name="上级检查"
    )
    region = models.ForeignKey("organization.Region", models.RESTRICT, related_name="+", verbose_name="地区")
    region_code = CodeField("地区代码", max_length=15)
    percent = models.PositiveSmallIntegerField("完成（%）", default=0)
    text = models.CharField("准备情况", max_length=1000, blank=True)
    reported_at = models.DateTimeField("填报时间", null=True, blank=True)
    reported_by = models.ForeignKey(_OFFICER, models.RESTRICT, verbose_name="填报人", **_MAYBE)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "迎检准备"
        verbose_name_plural = "迎检准备"
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "region"],
                name="preparation_unique",
                violation_error_message="这个地区已经登记过准备情况。",
            ),
            models.CheckConstraint(
                condition=Q(percent__lte=100),
                name="preparation_percent_to_100",
                violation_error_message="完成比例在0到100之间。",
            ),
        ]

    def __str__(self):
        return f"{self.inspection} {self.region}"


class EvidencePack(models.Model):
    """One archive of a period (佐证材料包); ``counts`` by kind, ``gaps``: sentences about what the checklist misses.

    ``tips``: numbers of the tips it tells of; only who sees all of them opens it. ``job`` makes it; ``failure`` says why it could
    not. Removed: the bytes are gone, the row stays with its reason.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    inspection = models.ForeignKey(SuperiorInspection, models.RESTRICT, verbose_name="上级检查", **_MAYBE)
    region_code = CodeField("地区代码", max_length=15)
    period_from = models.DateField("起始日期")
    period_to = models.DateField("截止日期")
    state = models.CharField("状态", max_length=10, choices=PackState.choices, default=PackState.BUILDING)
    file = models.FileField("文件", upload_to="reports/packs/%Y/", max_length=200, blank=True)
    size = models.PositiveBigIntegerField("大小（字节）", default=0)
    sha256 = models.CharField("摘要", max_length=64, blank=True)
    counts = models.JSONField("数量", default=dict, blank=True)
    gaps = models.JSONField("缺项", default=list, blank=True)
    tips = models.JSONField("涉及举报", default=list, blank=True)
    pages = models.PositiveIntegerField("总页数", default=0)
    failure = models.CharField("未生成原因", max_length=300, blank=True)
    job = models.ForeignKey("jobs.Job", models.SET_NULL, verbose_name="后台任务", **_MAYBE)
    asked_at = models.DateTimeField("申请时间")
    asked_by = models.ForeignKey(_OFFICER, models.RESTRICT, related_name="+", verbose_name="申请人")
    built_at = models.DateTimeField("生成时间", null=True, blank=True)
    removed_at = models.DateTimeField("移除时间", null=True, blank=True)
    removed_by = models.ForeignKey(_OFFICER, models.RESTRICT, verbose_name="移除人", **_MAYBE)
    removed_reason = models.CharField("移除理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "佐证材料包"
        verbose_name_plural = "佐证材料包"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=PackState.READY) | (Q(built_at__isnull=False) & ~Q(sha256="")),
                name="evidence_pack_ready_has_file",
                violation_error_message="已生成的材料包必须有文件和摘要。",
            ),
            models.CheckConstraint(
                condition=Q(period_to__gte=F("period_from")),
                name="evidence_pack_days_in_order",
                violation_error_message="截止日期不能早于起始日期。",
            ),
            plausible_days("period_from", "period_to", name="evidence_pack_days_plausible"),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None, removed_reason="")
                | (Q(removed_at__isnull=False, removed_by__isnull=False) & ~Q(removed_reason="")),
                name="evidence_pack_removed_has_reason",
                violation_error_message="移除材料包必须写明理由。",
            ),
        ]

    def __str__(self):
        return f"{self.period_from} 至 {self.period_to}"
