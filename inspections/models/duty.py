"""What must be inspected in a month: one enterprise, or one cell's own sweep of its territory."""

from django.db import models
from django.db.models import F, Q

from capacity_portal.lib.code_field import CodeField
from inspections.choices import Coverage, DutyEntry, DutyKind


class DutyQuerySet(models.QuerySet):
    def in_force(self):
        """Duties that have not been removed from the month's list."""
        return self.filter(removed_on=None)


class Duty(models.Model):
    """A frozen line of the month's list: what it says of the enterprise and the cell is what was true when it was entered.

    ``entered_reason`` for additions, ``removed_*`` for removals (both dated: the stock equation); ``visits_needed`` times in
    the month, ``visits_done`` so far; ``gap_reason`` is the county's word why nobody has been there, ``excuse_note`` the
    prefecture's written acceptance; ``reminded_at`` the last time it was pressed for (催报). Not followed by the
    journal line by line: the round's ``list_digest``, each addition, removal, excuse, reminder and visit are.
    """

    round = models.ForeignKey(
        "inspections.Round", models.RESTRICT, db_index=False, related_name="duties", verbose_name="月排查"
    )
    period = models.PositiveIntegerField("月份")
    kind = models.CharField("类别", max_length=12, choices=DutyKind.choices)
    enterprise = models.ForeignKey(
        "enterprises.Enterprise",
        models.RESTRICT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name="企业",
    )
    cell = models.ForeignKey(
        "organization.GridCell",
        models.RESTRICT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name="网格",
    )
    region_code = CodeField("地区代码", max_length=15)
    county_code = CodeField("县级代码", max_length=15, blank=True)
    title = models.CharField("名称", max_length=120)
    cell_name = models.CharField("网格名称", max_length=60, blank=True)
    supervision_class = models.CharField("监管类别", max_length=20, blank=True)
    status = models.CharField("经营状态", max_length=20, blank=True)
    is_key = models.BooleanField("重点监管", default=False)
    is_lookback = models.BooleanField("回头看", default=False)
    needs_night = models.BooleanField("须夜查", default=False)
    risk_marks = models.JSONField("区域风险", default=list, blank=True)
    responsible_officer = models.ForeignKey(
        "organization.Officer",
        models.RESTRICT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name="责任人",
    )
    responsible_name = models.CharField("责任人姓名", max_length=60, blank=True)
    checklist = models.ForeignKey(
        "inspections.Checklist", models.RESTRICT, db_index=False, related_name="+", verbose_name="检查表"
    )
    visits_needed = models.PositiveSmallIntegerField("应查次数", default=1)
    visits_done = models.PositiveSmallIntegerField("已查次数", default=0)
    coverage = models.CharField("排查情况", max_length=10, choices=Coverage.choices, default=Coverage.PENDING)
    covered_on = models.DateField("查清日期", null=True, blank=True)
    is_late = models.BooleanField("逾期完成", default=False)

    entry = models.CharField("列入方式", max_length=10, choices=DutyEntry.choices, default=DutyEntry.OPENING)
    entered_on = models.DateField("列入日期")
    entered_reason = models.CharField("列入原因", max_length=200, blank=True)
    removed_on = models.DateField("移出日期", null=True, blank=True)
    removed_reason = models.CharField("移出原因", max_length=200, blank=True)
    gap_reason = models.CharField("未排查原因", max_length=300, blank=True)
    excuse_note = models.CharField("批准意见", max_length=300, blank=True)
    excused_at = models.DateTimeField("批准时间", null=True, blank=True)
    excused_by = models.ForeignKey(
        "organization.Officer",
        models.RESTRICT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name="批准人",
    )
    reminded_at = models.DateTimeField("催报时间", null=True, blank=True)
    reminded_by = models.ForeignKey(
        "organization.Officer",
        models.RESTRICT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name="催报人",
    )

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = "排查任务"
        verbose_name_plural = "排查任务"
        indexes = [
            models.Index(fields=["period", "county_code", "kind", "coverage", "id"], name="duty_county"),
            models.Index(fields=["period", "region_code", "id"], name="duty_region"),
            models.Index(fields=["cell", "period", "id"], name="duty_cell"),
            models.Index(fields=["enterprise", "period"], name="duty_enterprise"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "enterprise"],
                condition=Q(removed_on=None, enterprise__isnull=False),
                name="duty_enterprise_once",
                violation_error_message="这家企业已在本月清单上。",
            ),
            models.UniqueConstraint(
                fields=["round", "cell"],
                condition=Q(removed_on=None, kind="sweep"),
                name="duty_sweep_once",
                violation_error_message="这个网格的拉网排查已在本月清单上。",
            ),
            models.CheckConstraint(
                condition=Q(kind="enterprise", enterprise__isnull=False)
                | Q(kind="sweep", enterprise=None, cell__isnull=False),
                name="duty_about_enterprise_or_cell",
                violation_error_message="排查任务应是一家企业或一个网格。",
            ),
            models.CheckConstraint(
                condition=Q(entry="opening") | ~Q(entered_reason=""),
                name="duty_added_needs_reason",
                violation_error_message="新增必须写明原因。",
            ),
            models.CheckConstraint(
                condition=Q(removed_on=None) | ~Q(removed_reason=""),
                name="duty_removed_needs_reason",
                violation_error_message="移出必须写明原因。",
            ),
            models.CheckConstraint(
                condition=Q(removed_on=None) | Q(removed_on__gte=F("entered_on")),
                name="duty_removed_after_entered",
                violation_error_message="移出日期不能早于列入日期。",
            ),
            models.CheckConstraint(
                condition=(Q(coverage="excused", excused_at__isnull=False) & ~Q(excuse_note=""))
                | (~Q(coverage="excused") & Q(excused_at=None)),
                name="duty_excused_iff_noted",
                violation_error_message="经批准不计的必须有批准意见和时间。",
            ),
            models.CheckConstraint(
                condition=Q(coverage="covered", covered_on__isnull=False)
                | (~Q(coverage="covered") & Q(covered_on=None, is_late=False)),
                name="duty_covered_iff_covered_on",
                violation_error_message="已排查的必须有查清日期。",
            ),
            models.CheckConstraint(
                condition=Q(visits_needed__gte=1),
                name="duty_visits_needed_positive",
                violation_error_message="应查次数至少为 1。",
            ),
        ]

    def __str__(self):
        return self.title
