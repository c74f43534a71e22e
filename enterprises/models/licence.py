"""Licences and approvals with their expiry."""

from django.db import models
from django.db.models import F, Q

from enterprises.choices import LicenceKind
from enterprises.models.bounds import PLAUSIBLE_DAY, plausible_days


class Licence(models.Model):
    """A licence or approval; ``expires_on`` empty for one without expiry, ``is_void`` once revoked or replaced."""

    enterprise = models.ForeignKey(
        "enterprises.Enterprise", models.RESTRICT, related_name="licences", verbose_name="企业"
    )
    kind = models.CharField("类别", max_length=16, choices=LicenceKind.choices)
    number = models.CharField("证照（批文）编号", max_length=80)
    issuer = models.CharField("发证机关", max_length=80, blank=True)
    issued_on = models.DateField("发证日期", null=True, blank=True, validators=PLAUSIBLE_DAY)
    expires_on = models.DateField("有效期至", null=True, blank=True, validators=PLAUSIBLE_DAY)
    is_void = models.BooleanField("已失效", default=False)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "证照手续"
        verbose_name_plural = "证照手续"
        indexes = [models.Index(fields=["expires_on", "enterprise"], name="licence_expiry")]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(issued_on=None) | Q(expires_on__gte=F("issued_on")),
                name="licence_expiry_not_before_issue",
                violation_error_message="有效期不能早于发证日期。",
            ),
            plausible_days("issued_on", "expires_on", name="licence_days_plausible"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number}"
