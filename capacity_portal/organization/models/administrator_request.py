"""What needs two people: resets and (re)activations of the three administrators' accounts (settled question 37)."""

from django.db import models
from django.db.models import F, Q

from capacity_portal.organization.choices import RequestKind, RequestState


class AdministratorRequest(models.Model):
    """One administrator asks, another one decides; neither of them is the holder of the account."""

    officer = models.ForeignKey(
        "organization.Officer", models.RESTRICT, related_name="requests", verbose_name="管理员账户"
    )
    kind = models.CharField("事项", max_length=16, choices=RequestKind.choices)
    reason = models.CharField("理由", max_length=200)
    state = models.CharField("状态", max_length=10, choices=RequestState.choices, default=RequestState.OPEN)
    requested_at = models.DateTimeField("申请时间")
    requested_by = models.ForeignKey(
        "organization.Officer", models.RESTRICT, related_name="+", verbose_name="申请人"
    )
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        "organization.Officer",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="决定人",
    )

    class Meta:
        verbose_name = "管理员账户申请"
        verbose_name_plural = "管理员账户申请"
        constraints = [
            models.CheckConstraint(
                condition=Q(state=RequestState.OPEN, decided_at=None, decided_by=None)
                | Q(
                    state__in=[RequestState.APPROVED, RequestState.REFUSED, RequestState.WITHDRAWN],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
                name="administrator_request_open_iff_undecided",
                violation_error_message="已决定的申请必须有决定人和决定时间。",
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.APPROVED) | ~Q(decided_by=F("requested_by")),
                name="administrator_request_two_people",
                violation_error_message="申请人不能批准自己的申请。",
            ),
            models.CheckConstraint(
                condition=~Q(requested_by=F("officer")) & (Q(decided_by=None) | ~Q(decided_by=F("officer"))),
                name="administrator_request_not_own_account",
                violation_error_message="不能申请或决定自己账户的事项。",
            ),
            models.UniqueConstraint(
                fields=["officer", "kind"],
                condition=Q(state=RequestState.OPEN),
                name="administrator_request_one_open",
                violation_error_message="这个账户已有同类申请等待决定。",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}：{self.officer}"
