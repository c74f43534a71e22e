"""A month of inspections (月排查): its list is frozen at opening, its figures at closing."""

from django.db import models
from django.db.models import Q

from capacity_portal.lib.code_field import CodeField
from inspections.choices import DutyKind, RoundState


class Round(models.Model):
    """``period`` is yyyymm; ``list_digest`` the SHA-256 of the duties frozen at opening (see ``operations.opening``)."""

    period = models.PositiveIntegerField("月份", unique=True)
    visits_due_on = models.DateField("排查截止")
    return_due_on = models.DateField("月报截止")
    state = models.CharField("状态", max_length=10, choices=RoundState.choices, default=RoundState.OPEN)
    list_digest = models.CharField("清单校验值", max_length=64)
    opened_at = models.DateTimeField("开启时间")
    opened_by = models.ForeignKey(
        "organization.Officer",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="开启人",
    )
    closed_at = models.DateTimeField("关账时间", null=True, blank=True)
    closed_by = models.ForeignKey(
        "organization.Officer",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="关账人",
    )

    class Meta:
        verbose_name = "月排查"
        verbose_name_plural = "月排查"
        constraints = [
            models.CheckConstraint(
                condition=Q(period__gte=201001, period__lte=210012),
                name="round_period_plausible",
                violation_error_message="月份应在 2010 年至 2100 年之间。",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at=None)),
                name="round_closed_iff_closed_at",
                violation_error_message="已关账的月份必须有关账时间。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=RoundState.values),
                name="round_state_known",
                violation_error_message="没有这个状态。",
            ),
        ]

    def __str__(self):
        return f"{self.period // 100}年{self.period % 100}月排查"

    @property
    def slug(self) -> str:
        """``2026-11``, as in addresses."""
        return f"{self.period // 100:04d}-{self.period % 100:02d}"

    @property
    def is_closed(self) -> bool:
        return self.state == RoundState.CLOSED


class Closing(models.Model):
    """One closing of a month, kept for ever: ``figures`` as shown then, ``digest`` the SHA-256 that the journal carries too.

    A reopening is noted on the closing it undoes.
    """

    round = models.ForeignKey(Round, models.RESTRICT, related_name="closings", verbose_name="月排查")
    number = models.PositiveSmallIntegerField("次数")
    figures = models.JSONField("数据")
    digest = models.CharField("校验值", max_length=64)
    closed_at = models.DateTimeField("关账时间")
    closed_by = models.ForeignKey(
        "organization.Officer",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="关账人",
    )
    reopened_at = models.DateTimeField("重新开账时间", null=True, blank=True)
    reopened_by = models.ForeignKey(
        "organization.Officer",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="重新开账人",
    )
    reopen_reason = models.CharField("重新开账理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "关账记录"
        verbose_name_plural = "关账记录"
        constraints = [
            models.UniqueConstraint(
                fields=["round", "number"],
                name="closing_number_unique",
                violation_error_message="这个月已有这一次关账。",
            ),
            models.CheckConstraint(
                condition=Q(reopened_at=None) | ~Q(reopen_reason=""),
                name="closing_reopened_needs_reason",
                violation_error_message="重新开账必须写明理由。",
            ),
        ]

    def __str__(self):
        return f"{self.round}第{self.number}次关账"


class Tally(models.Model):
    """The month's figures per county, kind and class, kept up by the operations that change a duty; see ``queries.tallies``.

    ``opening + added - removed`` duties are in force; of these ``covered``, ``attempted`` and ``excused``, the rest is
    pending; ``late`` of the covered were recorded after the day the visits were due.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="tallies", verbose_name="月排查")
    county_code = CodeField("县级代码", max_length=15, blank=True)
    kind = models.CharField("类别", max_length=12, choices=DutyKind.choices)
    supervision_class = models.CharField("监管类别", max_length=20, blank=True)
    opening = models.IntegerField("月初在册", default=0)
    added = models.IntegerField("本月新增", default=0)
    removed = models.IntegerField("本月移出", default=0)
    covered = models.IntegerField("已排查", default=0)
    attempted = models.IntegerField("到场未查成", default=0)
    excused = models.IntegerField("经批准不计", default=0)
    late = models.IntegerField("逾期完成", default=0)

    class Meta:
        verbose_name = "排查汇总"
        verbose_name_plural = "排查汇总"
        constraints = [
            models.UniqueConstraint(
                fields=["round", "county_code", "kind", "supervision_class"],
                name="tally_unique",
                violation_error_message="这一组已有汇总。",
            )
        ]

    def __str__(self):
        return f"{self.round} {self.county_code} {self.kind}"
