"""A violation found, its rectification, re-inspection and end (排查—整改—复查—销号)."""

from django.db import models
from django.db.models import F, Q

from capacity_portal.lib.code_field import CodeField
from inspections.choices import EnforcementState, FindingKind, FindingState, NewCapacityKind, Severity

_MAYBE = {"null": True, "blank": True, "related_name": "+"}


class Finding(models.Model):
    """``number`` is unique in its year, ``F2026-0001``. ``deadline_on`` is ``deadline_days`` working days after ``found_on``.

    ``is_confirmed`` says that 地条钢 production was confirmed: then nothing closes it without the complete clearing
    (``Clearing``); ``is_ruled_out`` that the suspicion of it was examined and is unfounded: one of the two comes before the end
    of any 地条钢死灰复燃. ``escalated_at``: handed up to the prefecture because it was overdue, empty again
    when more time was given.
    """

    number = models.CharField("编号", max_length=20, unique=True)
    visit = models.ForeignKey(
        "inspections.Visit", models.RESTRICT, related_name="findings", verbose_name="排查记录"
    )
    period = models.PositiveIntegerField("月份")
    enterprise = models.ForeignKey(
        "enterprises.Enterprise",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name="企业",
    )
    cell = models.ForeignKey(
        "organization.GridCell", models.RESTRICT, null=True, blank=True, related_name="+", verbose_name="网格"
    )
    region_code = CodeField("地区代码", max_length=15)
    county_code = CodeField("县级代码", max_length=15, blank=True)
    title = models.CharField("对象", max_length=120)
    kind = models.CharField("类别", max_length=20, choices=FindingKind.choices)
    sub_kind = models.CharField("细类", max_length=30, choices=NewCapacityKind.choices, blank=True)
    severity = models.CharField("程度", max_length=10, choices=Severity.choices)
    description = models.TextField("情况", max_length=2000)
    item_code = models.SlugField("检查项", max_length=40, blank=True)
    is_confirmed = models.BooleanField("查实地条钢生产", default=False)
    is_ruled_out = models.BooleanField("经查不实", default=False)
    responsible_unit = models.ForeignKey(
        "organization.Department", models.RESTRICT, verbose_name="责任单位", **_MAYBE
    )
    responsible_name = models.CharField("责任人", max_length=60, blank=True)
    requirement = models.TextField("整改要求", max_length=1000, blank=True)
    found_on = models.DateField("发现日期")
    deadline_days = models.PositiveSmallIntegerField("期限（工作日）")
    deadline_on = models.DateField("整改期限")

    state = models.CharField("状态", max_length=12, choices=FindingState.choices, default=FindingState.OPEN)
    percent = models.PositiveSmallIntegerField("进度（%）", default=0)
    claimed_at = models.DateTimeField("报请复查时间", null=True, blank=True)
    claimed_by = models.ForeignKey("organization.Officer", models.RESTRICT, verbose_name="报请人", **_MAYBE)
    recheck_on = models.DateField("复查日期", null=True, blank=True)
    recheck_note = models.CharField("复查意见", max_length=500, blank=True)
    closed_at = models.DateTimeField("销号时间", null=True, blank=True)
    closed_by = models.ForeignKey(
        "organization.Officer", models.RESTRICT, verbose_name="复查销号人", **_MAYBE
    )
    escalated_at = models.DateTimeField("升级时间", null=True, blank=True)

    enforcement_state = models.CharField(
        "执法移交", max_length=12, choices=EnforcementState.choices, default=EnforcementState.NONE
    )
    enforcement_unit = models.ForeignKey(
        "organization.Department", models.RESTRICT, verbose_name="执法单位", **_MAYBE
    )
    enforcement_on = models.DateField("移交（立案、结案）日期", null=True, blank=True)
    enforcement_note = models.CharField("移交情况与结果", max_length=500, blank=True)

    version = models.PositiveIntegerField("版本", default=1)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(
        "organization.Officer", models.RESTRICT, related_name="+", verbose_name="登记人"
    )

    class Meta:
        verbose_name = "问题"
        verbose_name_plural = "问题"
        indexes = [
            models.Index(fields=["state", "region_code", "id"], name="finding_state"),
            models.Index(fields=["period", "county_code", "id"], name="finding_period"),
            models.Index(fields=["region_code", "id"], name="finding_region"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="new_capacity") & ~Q(sub_kind=""))
                | (~Q(kind="new_capacity") & Q(sub_kind="")),
                name="finding_sub_kind_of_new_capacity",
                violation_error_message="违规新增产能必须选择细类，其他类别没有细类。",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="closed", closed_at__isnull=False, closed_by__isnull=False, recheck_on__isnull=False
                )
                | (~Q(state="closed") & Q(closed_at=None, closed_by=None)),
                name="finding_closed_iff_rechecked",
                violation_error_message="销号必须有复查日期、复查人和时间。",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | ~Q(closed_by=F("claimed_by")),
                name="finding_rechecked_by_another",
                violation_error_message="复查销号不能由报请复查的人自己办理。",
            ),
            models.CheckConstraint(
                condition=~Q(state="to_recheck") | Q(claimed_at__isnull=False, percent=100),
                name="finding_claimed_when_complete",
                violation_error_message="报请复查时进度应为 100%。",
            ),
            models.CheckConstraint(
                condition=Q(percent__lte=100),
                name="finding_percent",
                violation_error_message="进度应在 0 至 100 之间。",
            ),
            models.CheckConstraint(
                condition=Q(deadline_on__gte=F("found_on")),
                name="finding_deadline_after_found",
                violation_error_message="整改期限不能早于发现日期。",
            ),
            models.CheckConstraint(
                condition=Q(enforcement_state="none", enforcement_unit=None)
                | (~Q(enforcement_state="none") & Q(enforcement_unit__isnull=False)),
                name="finding_enforcement_has_unit",
                violation_error_message="移交执法必须有执法单位。",
            ),
            models.CheckConstraint(
                condition=Q(is_confirmed=False) | Q(kind="revival"),
                name="finding_confirmed_is_revival",
                violation_error_message="只有地条钢死灰复燃可以标记查实。",
            ),
            models.CheckConstraint(
                condition=Q(is_ruled_out=False) | Q(kind="revival", is_confirmed=False),
                name="finding_ruled_out_is_unconfirmed_revival",
                violation_error_message="只有没有查实的地条钢死灰复燃可以认定经查不实。",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"


class FindingProgress(models.Model):
    """One report of progress, or one step of the finding with its words; the finding's own timeline."""

    finding = models.ForeignKey(Finding, models.RESTRICT, related_name="progress", verbose_name="问题")
    step = models.CharField("事项", max_length=20)
    percent = models.PositiveSmallIntegerField("进度（%）")
    text = models.CharField("说明", max_length=1000, blank=True)
    reported_at = models.DateTimeField("时间")
    reported_by = models.ForeignKey("organization.Officer", models.RESTRICT, verbose_name="经办人", **_MAYBE)

    class Meta:
        verbose_name = "整改进展"
        verbose_name_plural = "整改进展"
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__lte=100),
                name="progress_percent",
                violation_error_message="进度应在 0 至 100 之间。",
            )
        ]

    def __str__(self):
        return f"{self.percent}% {self.text}"


class FindingEvidence(models.Model):
    """A photo or document that proves something of a finding; ``item_code`` names the point of the clearing it belongs to."""

    finding = models.ForeignKey(Finding, models.RESTRICT, related_name="evidence", verbose_name="问题")
    progress = models.ForeignKey(
        FindingProgress,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name="整改进展",
    )
    item_code = models.SlugField("彻底项", max_length=40, blank=True)
    file = models.FileField("文件", upload_to="inspections/%Y/%m/", max_length=200)
    caption = models.CharField("说明", max_length=120, blank=True)
    original_name = models.CharField("原文件名", max_length=200)
    content_type = models.CharField("类型", max_length=40)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField("SHA-256", max_length=64)
    uploaded_at = models.DateTimeField("上传时间")
    uploaded_by = models.ForeignKey(
        "organization.Officer", models.RESTRICT, related_name="+", verbose_name="上传人"
    )

    class Meta:
        verbose_name = "整改证据"
        verbose_name_plural = "整改证据"

    def __str__(self):
        return self.caption or self.original_name


class Clearing(models.Model):
    """The 五个彻底 (or 四个彻底) of a confirmed finding. ``done``: ``{item code: "yyyy-mm-dd"}`` of the points carried out.

    Evidence per point stands in ``FindingEvidence.item_code``; ``recheck_on`` is the day on which somebody must look again.
    """

    finding = models.OneToOneField(Finding, models.RESTRICT, related_name="clearing", verbose_name="问题")
    checklist = models.ForeignKey(
        "inspections.Checklist", models.RESTRICT, related_name="+", verbose_name="模板"
    )
    done = models.JSONField("完成情况", default=dict, blank=True)
    recheck_on = models.DateField("回头看日期", null=True, blank=True)
    begun_at = models.DateTimeField("建立时间")
    begun_by = models.ForeignKey(
        "organization.Officer", models.RESTRICT, related_name="+", verbose_name="建立人"
    )

    class Meta:
        verbose_name = "彻底取缔清单"
        verbose_name_plural = "彻底取缔清单"

    def __str__(self):
        return f"{self.finding.number} {self.checklist.title}"
