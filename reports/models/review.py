"""What others say of a draft: comments, and the decisions of its review (核稿、会签、签发)."""

from django.db import models
from django.db.models import F, Q

from reports.choices import ReviewDecision, ReviewStage
from reports.models.notice import Notice

_MAYBE = {"null": True, "blank": True, "related_name": "+"}
_OFFICER = "organization.Officer"


class NoticeComment(models.Model):
    """A remark on a draft; ``place`` names the block it is about (正文第3段), "" the whole."""

    notice = models.ForeignKey(Notice, models.RESTRICT, related_name="comments", verbose_name="发文")
    number = models.PositiveIntegerField("所评版本")
    place = models.CharField("位置", max_length=60, blank=True)
    text = models.CharField("意见", max_length=1000)
    written_at = models.DateTimeField("时间")
    written_by = models.ForeignKey(_OFFICER, models.RESTRICT, related_name="+", verbose_name="提出人")
    settled_at = models.DateTimeField("处理时间", null=True, blank=True)
    settled_by = models.ForeignKey(_OFFICER, models.RESTRICT, verbose_name="处理人", **_MAYBE)
    settled_text = models.CharField("处理情况", max_length=500, blank=True)

    class Meta:
        verbose_name = "修改意见"
        verbose_name_plural = "修改意见"
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None) | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="comment_settled_by_somebody",
                violation_error_message="处理过的意见必须有处理人。",
            )
        ]  # fmt: skip

    def __str__(self):
        return self.text[:30]


class NoticeReview(models.Model):
    """One person's part in one round of review. ``department``: who countersigns (its officers at the prefecture may)."""

    notice = models.ForeignKey(Notice, models.RESTRICT, related_name="reviews", verbose_name="发文")
    round = models.PositiveSmallIntegerField("送审次数")
    stage = models.CharField("环节", max_length=12, choices=ReviewStage.choices)
    department = models.ForeignKey(
        "organization.Department", models.RESTRICT, verbose_name="会签单位", **_MAYBE
    )
    decision = models.CharField(
        "意见", max_length=10, choices=ReviewDecision.choices, default=ReviewDecision.WAITING
    )
    text = models.CharField("意见说明", max_length=1000, blank=True)
    asked_at = models.DateTimeField("送审时间")
    asked_by = models.ForeignKey(_OFFICER, models.RESTRICT, related_name="+", verbose_name="送审人")
    decided_at = models.DateTimeField("办理时间", null=True, blank=True)
    decided_by = models.ForeignKey(_OFFICER, models.RESTRICT, verbose_name="办理人", **_MAYBE)

    class Meta:
        verbose_name = "审核"
        verbose_name_plural = "审核"
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__in=[ReviewDecision.AGREED, ReviewDecision.RETURNED], decided_at__isnull=False,
                            decided_by__isnull=False)
                | Q(decision__in=[ReviewDecision.WAITING, ReviewDecision.DROPPED], decided_by=None),
                name="review_decided_by_somebody",
                violation_error_message="已办理的审核必须有办理人和时间。",
            ),
            models.CheckConstraint(
                condition=~Q(decision=ReviewDecision.RETURNED) | ~Q(text=""),
                name="review_return_has_reason",
                violation_error_message="退回必须写明理由。",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="review_by_another_person",
                violation_error_message="送审人不能审核自己送审的文件。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.notice} {self.get_stage_display()}"
