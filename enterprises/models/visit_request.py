"""Somebody asks for a look at an enterprise: who asks and who looks need not know each other (settled question 1)."""

from django.db import models
from django.db.models import F, Q

from capacity_portal.lib.code_field import CodeField

_MAYBE = {"null": True, "blank": True, "related_name": "+"}


class VisitRequest(models.Model):
    """``receipt_number`` is text (举报〔2026〕000123号): the request outlives nothing it was made for.

    ``answer`` says in words what the look found and where that is recorded.
    """

    enterprise = models.ForeignKey(
        "enterprises.Enterprise", models.RESTRICT, related_name="visit_requests", verbose_name="企业"
    )
    region_code = CodeField("地区代码", max_length=15)
    reason = models.CharField("理由", max_length=500)
    receipt_number = models.CharField("来由编号", max_length=80, blank=True)
    due_on = models.DateField("期限")
    requested_at = models.DateTimeField("提出时间")
    requested_by = models.ForeignKey(
        "organization.Officer", models.RESTRICT, related_name="+", verbose_name="提出人"
    )
    answered_at = models.DateTimeField("办理时间", null=True, blank=True)
    answered_by = models.ForeignKey("organization.Officer", models.RESTRICT, verbose_name="办理人", **_MAYBE)
    answer = models.CharField("办理情况", max_length=500, blank=True)
    visit_number = models.CharField("排查记录", max_length=80, blank=True)

    class Meta:
        verbose_name = "检查请求"
        verbose_name_plural = "检查请求"
        indexes = [models.Index(fields=["region_code", "due_on", "id"], name="visit_request_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="visit_request_answered_in_words",
                violation_error_message="办理检查请求须写明情况。",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(answered_at__gte=F("requested_at")),
                name="visit_request_answered_after_asked",
                violation_error_message="办理时间不能早于提出时间。",
            ),
        ]

    def __str__(self):
        return f"{self.enterprise} {self.due_on}"
