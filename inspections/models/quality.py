"""What the quality test found (走过场), and the re-check list nobody can steer."""

from django.db import models
from django.db.models import Q

from capacity_portal.lib.code_field import CodeField
from inspections.choices import RecheckResult


class QualityScore(models.Model):
    """A county's score for a month, 0 to 100, with ``reasons`` [{code, sentence, count, weight, visits: [id]}]; never a penalty."""

    round = models.ForeignKey(
        "inspections.Round", models.CASCADE, related_name="scores", verbose_name="月排查"
    )
    county_code = CodeField("县级代码", max_length=15)
    score = models.PositiveSmallIntegerField("得分")
    visits = models.PositiveIntegerField("记录数", default=0)
    reasons = models.JSONField("依据", default=list, blank=True)
    computed_at = models.DateTimeField("计算时间")

    class Meta:
        verbose_name = "排查质量"
        verbose_name_plural = "排查质量"
        constraints = [
            models.UniqueConstraint(
                fields=["round", "county_code"],
                name="score_once_a_county",
                violation_error_message="这个县这个月已有得分。",
            ),
            models.CheckConstraint(
                condition=Q(score__lte=100),
                name="score_at_most_100",
                violation_error_message="得分应在 0 至 100 之间。",
            ),
        ]

    def __str__(self):
        return f"{self.round} {self.county_code} {self.score}"


class RecheckDraw(models.Model):
    """One drawing of the month's re-check list: ``seed`` is the head of the sealed journal of the month before."""

    round = models.OneToOneField(
        "inspections.Round", models.RESTRICT, related_name="draw", verbose_name="月排查"
    )
    seed = models.CharField("种子", max_length=64)
    block_number = models.PositiveBigIntegerField("封存块号")
    share = models.PositiveSmallIntegerField("比例（%）")
    candidates = models.PositiveIntegerField("候选数")
    drawn_at = models.DateTimeField("抽取时间")
    drawn_by = models.ForeignKey(
        "organization.Officer",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="抽取人",
    )

    class Meta:
        verbose_name = "抽查抽取"
        verbose_name_plural = "抽查抽取"

    def __str__(self):
        return f"{self.round}抽查"


class Recheck(models.Model):
    """One duty drawn for re-checking, and what came of it."""

    draw = models.ForeignKey(RecheckDraw, models.RESTRICT, related_name="rechecks", verbose_name="抽取")
    duty = models.ForeignKey("inspections.Duty", models.RESTRICT, related_name="+", verbose_name="排查任务")
    rank = models.PositiveIntegerField("顺序")
    result = models.CharField(
        "结果", max_length=12, choices=RecheckResult.choices, default=RecheckResult.PENDING
    )
    note = models.CharField("抽查情况", max_length=500, blank=True)
    checked_on = models.DateField("抽查日期", null=True, blank=True)
    checked_at = models.DateTimeField("登记时间", null=True, blank=True)
    checked_by = models.ForeignKey(
        "organization.Officer",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="抽查人",
    )

    class Meta:
        verbose_name = "抽查"
        verbose_name_plural = "抽查"
        constraints = [
            models.UniqueConstraint(
                fields=["draw", "duty"],
                name="recheck_once",
                violation_error_message="这项任务已在抽查名单上。",
            ),
            models.CheckConstraint(
                condition=Q(result="pending", checked_at=None)
                | (~Q(result="pending") & Q(checked_at__isnull=False, checked_on__isnull=False)),
                name="recheck_result_has_moment",
                violation_error_message="抽查结果必须有日期和登记时间。",
            ),
        ]

    def __str__(self):
        return f"{self.draw}第{self.rank}项"
