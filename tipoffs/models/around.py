"""What stands around a tip: enterprises it is about, tips on the same matter, who keeps out of it (回避); channels and clocks."""

from django.db import models
from django.db.models import F, Q

from capacity_portal.lib.code_field import CodeField
from tipoffs.choices import TipKind
from tipoffs.models.tip import Tip

_MAYBE = {"null": True, "blank": True, "related_name": "+"}


def _officer(label: str, **options) -> models.ForeignKey:
    return models.ForeignKey("organization.Officer", models.RESTRICT, verbose_name=label, **_MAYBE | options)


class TipEnterprise(models.Model):
    """A file of the ledger the tip is about. ``settled_*``: what a confirmed tip did to its standing, decided once by whoever may."""

    tip = models.ForeignKey(Tip, models.RESTRICT, related_name="links", verbose_name="举报")
    enterprise = models.ForeignKey(
        "enterprises.Enterprise", models.RESTRICT, related_name="+", verbose_name="企业"
    )
    linked_at = models.DateTimeField("关联时间")
    linked_by = _officer("关联人", null=False, blank=False)
    settled_at = models.DateTimeField("企业监管更新时间", null=True, blank=True)
    settled_by = _officer("企业监管更新人")
    settled_text = models.CharField("企业监管更新情况", max_length=200, blank=True)

    class Meta:
        verbose_name = "涉及企业"
        verbose_name_plural = "涉及企业"
        constraints = [
            models.UniqueConstraint(
                fields=["tip", "enterprise"],
                name="tip_enterprise_once",
                violation_error_message="这件举报已关联这家企业。",
            )
        ]

    def __str__(self):
        return f"{self.tip.label} {self.enterprise}"


class SameMatter(models.Model):
    """Two tips compared by a handler: the same matter or not. ``first`` was received before ``later`` and stays the first."""

    first = models.ForeignKey(Tip, models.RESTRICT, related_name="later_ones", verbose_name="在先举报")
    later = models.ForeignKey(Tip, models.RESTRICT, related_name="earlier_ones", verbose_name="在后举报")
    is_same = models.BooleanField("同一事项")
    note = models.CharField("说明", max_length=300, blank=True)
    decided_at = models.DateTimeField("认定时间")
    decided_by = _officer("认定人", null=False, blank=False)

    class Meta:
        verbose_name = "同一事项认定"
        verbose_name_plural = "同一事项认定"
        constraints = [
            models.UniqueConstraint(
                fields=["first", "later"],
                name="same_matter_once",
                violation_error_message="这两件举报已经认定过。",
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("later")),
                name="same_matter_in_order",
                violation_error_message="在先举报应早于在后举报。",
            ),
        ]

    def __str__(self):
        return f"{self.first.label} {self.later.label}"


class Exclusion(models.Model):
    """Somebody, or a unit, keeps out of a tip or of everything about an enterprise (回避)."""

    tip = models.ForeignKey(
        Tip, models.RESTRICT, null=True, blank=True, related_name="exclusions", verbose_name="举报"
    )
    enterprise = models.ForeignKey("enterprises.Enterprise", models.RESTRICT, verbose_name="企业", **_MAYBE)
    officer = _officer("回避人员")
    department = models.ForeignKey(
        "organization.Department", models.RESTRICT, verbose_name="回避单位", **_MAYBE
    )
    region = models.ForeignKey("organization.Region", models.RESTRICT, verbose_name="回避地区", **_MAYBE)
    region_code = CodeField("回避地区代码", max_length=15, blank=True)
    reason = models.CharField("理由", max_length=300)
    set_at = models.DateTimeField("设定时间")
    set_by = _officer("设定人", null=False, blank=False)
    lifted_at = models.DateTimeField("解除时间", null=True, blank=True)
    lifted_by = _officer("解除人")

    class Meta:
        verbose_name = "回避"
        verbose_name_plural = "回避"
        constraints = [
            models.CheckConstraint(
                condition=Q(tip__isnull=False, enterprise=None) | Q(tip=None, enterprise__isnull=False),
                name="exclusion_of_one_matter",
                violation_error_message="回避应针对一件举报或一家企业。",
            ),
            models.CheckConstraint(
                condition=Q(officer__isnull=False, department=None, region=None)
                | Q(officer=None, department__isnull=False, region=None)
                | Q(officer=None, department=None, region__isnull=False),
                name="exclusion_of_one_party",
                violation_error_message="回避应选择一名人员、一个单位或一个地区。",
            ),
        ]

    def __str__(self):
        return f"回避 {self.officer or self.department or self.region}"


class ClockRule(models.Model):
    """How many working days a kind of tip may take (editable); kinds without a row have the usual 1, 10 and 10."""

    kind = models.CharField("举报类型", max_length=16, choices=TipKind.choices, unique=True)
    handover_days = models.PositiveSmallIntegerField("交办（工作日）", default=1)
    result_days = models.PositiveSmallIntegerField("反馈（工作日）", default=10)
    extension_days = models.PositiveSmallIntegerField(
        "最长延期（工作日）", default=10, help_text="各次延期合计，0 为不能延期"
    )
    warning_days = models.PositiveSmallIntegerField("提前预警（工作日）", default=2)
    source = models.CharField("依据", max_length=200, blank=True)

    class Meta:
        verbose_name = "举报时限"
        verbose_name_plural = "举报时限"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    handover_days__gte=1, handover_days__lte=30, result_days__gte=1, result_days__lte=365
                ),
                name="clock_rule_days_plausible",
                violation_error_message="交办期限应为 1 至 30 个工作日，反馈期限应为 1 至 365 个工作日。",
            ),
            models.CheckConstraint(
                condition=Q(extension_days__lte=365, warning_days__lte=30),
                name="clock_rule_allowances_plausible",
                violation_error_message="最长延期不超过 365 个工作日，提前预警不超过 30 个工作日。",
            ),
        ]

    def __str__(self):
        return self.get_kind_display()


class ReportChannel(models.Model):
    """A department's telephone, letter and visit address for the public pages; what is empty is not shown."""

    department = models.CharField("受理单位", max_length=80, unique=True)
    telephone = models.CharField("工作时间电话", max_length=60, blank=True)
    telephone_off_hours = models.CharField("其他时间电话", max_length=60, blank=True)
    hours = models.CharField("工作时间", max_length=80, blank=True)
    letter_address = models.CharField("来信地址", max_length=200, blank=True)
    visit_address = models.CharField("来访地址", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("顺序", default=0)
    is_shown = models.BooleanField("对外公布", default=True)

    class Meta:
        verbose_name = "举报渠道"
        verbose_name_plural = "举报渠道"

    def __str__(self):
        return self.department
