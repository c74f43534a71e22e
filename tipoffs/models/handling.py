"""Handling (接到一起、核实一起、查处一起): hand-over, disposition, answer, and what is asked of another person."""

from django.db import models
from django.db.models import F, Q

from capacity_portal.lib.code_field import CodeField
from tipoffs.choices import (
    AssignmentState,
    DispositionKind,
    EnforcementState,
    RequestState,
)
from tipoffs.models.tip import Tip

_MAYBE = {"null": True, "blank": True, "related_name": "+"}


class Assignment(models.Model):
    """The part of a county or member unit in a tip. One of several leads (``is_lead``); it delivers the result.

    ``start_on`` and ``days`` say how ``due_on`` was counted (extensions are added to ``days``). ``department`` None: the
    county itself. ``region_code``: whose officers see the tip because of it.
    """

    tip = models.ForeignKey(Tip, models.RESTRICT, related_name="assignments", verbose_name="举报")
    turn = models.PositiveSmallIntegerField("办理轮次", default=1)
    region = models.ForeignKey(
        "organization.Region", models.RESTRICT, related_name="+", verbose_name="承办地区"
    )
    region_code = CodeField("承办地区代码", max_length=15)
    department = models.ForeignKey(
        "organization.Department", models.RESTRICT, verbose_name="承办单位", **_MAYBE
    )
    is_lead = models.BooleanField("牵头", default=True)
    instruction = models.CharField("交办要求", max_length=1000, blank=True)
    start_on = models.DateField("起算日期")
    days = models.PositiveSmallIntegerField("期限（工作日）")
    due_on = models.DateField("反馈期限")
    state = models.CharField(
        "状态", max_length=12, choices=AssignmentState.choices, default=AssignmentState.OPEN
    )
    assigned_at = models.DateTimeField("交办时间")
    assigned_by = models.ForeignKey(
        "organization.Officer", models.RESTRICT, related_name="+", verbose_name="交办人"
    )
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    ended_by = models.ForeignKey("organization.Officer", models.RESTRICT, verbose_name="结束人", **_MAYBE)
    ended_text = models.CharField("退回（改派）理由", max_length=500, blank=True)

    class Meta:
        verbose_name = "交办"
        verbose_name_plural = "交办"
        indexes = [models.Index(fields=["region_code", "state", "due_on"], name="assignment_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["tip"],
                condition=Q(is_lead=True, state=AssignmentState.OPEN),
                name="assignment_one_lead",
                violation_error_message="一件举报同时只有一个牵头单位。",
            ),
            models.CheckConstraint(
                condition=Q(state=AssignmentState.OPEN, ended_at=None, ended_by=None)
                | (~Q(state=AssignmentState.OPEN) & Q(ended_at__isnull=False)),
                name="assignment_ended_iff_not_open",
                violation_error_message="结束的交办必须有结束时间，办理中的不能有。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[AssignmentState.RETURNED, AssignmentState.TRANSFERRED])
                | ~Q(ended_text=""),
                name="assignment_return_has_reason",
                violation_error_message="退回或改派必须写明理由。",
            ),
        ]

    def __str__(self):
        return f"{self.tip.label} {self.department or self.region}"


class Disposition(models.Model):
    """What was done about it (处置). ``enforcement_*``: handed to a unit that may punish (full case files come later)."""

    tip = models.ForeignKey(Tip, models.RESTRICT, related_name="measures", verbose_name="举报")
    turn = models.PositiveSmallIntegerField("办理轮次", default=1)
    kind = models.CharField("处置方式", max_length=16, choices=DispositionKind.choices)
    text = models.TextField("处置情况", max_length=2000)
    on = models.DateField("处置日期")
    enforcement_state = models.CharField(
        "执法移交", max_length=12, choices=EnforcementState.choices, default=EnforcementState.NONE
    )
    enforcement_unit = models.ForeignKey(
        "organization.Department", models.RESTRICT, verbose_name="执法单位", **_MAYBE
    )
    enforcement_on = models.DateField("移交（立案、结案）日期", null=True, blank=True)
    enforcement_note = models.CharField("移交情况与结果", max_length=500, blank=True)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(
        "organization.Officer", models.RESTRICT, related_name="+", verbose_name="登记人"
    )

    class Meta:
        verbose_name = "处置"
        verbose_name_plural = "处置"
        constraints = [
            models.CheckConstraint(
                condition=Q(enforcement_state=EnforcementState.NONE, enforcement_unit=None)
                | (~Q(enforcement_state=EnforcementState.NONE) & Q(enforcement_unit__isnull=False)),
                name="disposition_enforcement_has_unit",
                violation_error_message="移交执法必须有执法单位。",
            )
        ]

    def __str__(self):
        return f"{self.tip.label} {self.get_kind_display()}"


class Answer(models.Model):
    """What the office tells the reporter of the outcome, in its own words (答复)."""

    tip = models.ForeignKey(Tip, models.RESTRICT, related_name="replies", verbose_name="举报")
    turn = models.PositiveSmallIntegerField("办理轮次", default=1)
    text = models.TextField("答复内容", max_length=2000)
    answered_at = models.DateTimeField("答复时间")
    answered_by = models.ForeignKey(
        "organization.Officer", models.RESTRICT, related_name="+", verbose_name="答复人"
    )

    class Meta:
        verbose_name = "答复"
        verbose_name_plural = "答复"

    def __str__(self):
        return f"{self.tip.label} 答复"


class Extension(models.Model):
    """More time, asked for in writing before the deadline and decided by another person."""

    assignment = models.ForeignKey(
        Assignment, models.RESTRICT, related_name="extensions", verbose_name="交办"
    )
    days = models.PositiveSmallIntegerField("延长（工作日）")
    reason = models.CharField("理由", max_length=500)
    state = models.CharField("状态", max_length=10, choices=RequestState.choices, default=RequestState.ASKED)
    asked_at = models.DateTimeField("申请时间")
    asked_by = models.ForeignKey(
        "organization.Officer", models.RESTRICT, related_name="+", verbose_name="申请人"
    )
    decided_at = models.DateTimeField("审批时间", null=True, blank=True)
    decided_by = models.ForeignKey("organization.Officer", models.RESTRICT, verbose_name="审批人", **_MAYBE)
    decision = models.CharField("审批意见", max_length=500, blank=True)

    class Meta:
        verbose_name = "延期申请"
        verbose_name_plural = "延期申请"
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(state=RequestState.ASKED),
                name="extension_one_at_a_time",
                violation_error_message="已有一份延期申请等待审批。",
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.ASKED, decided_at=None, decided_by=None)
                | (~Q(state=RequestState.ASKED) & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="extension_decided_iff_not_asked",
                violation_error_message="审批过的申请必须有审批人和时间。",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="extension_decided_by_another",
                violation_error_message="延期申请不能由申请人自己审批。",
            ),
        ]

    def __str__(self):
        return f"{self.assignment} 延期{self.days}个工作日"
