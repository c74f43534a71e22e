"""Likely links between two files: how relocation (异地转移) and resumption (复产) are found."""

from django.db import models
from django.db.models import F, Q

from capacity_portal.lib.code_field import CodeField
from enterprises.choices import LinkDecision


class Link(models.Model):
    """``first`` has the lower id. ``reasons`` is a list of ``LinkReason`` values; both region codes are kept for the wall."""

    first = models.ForeignKey(
        "enterprises.Enterprise", models.RESTRICT, related_name="+", verbose_name="企业甲"
    )
    second = models.ForeignKey(
        "enterprises.Enterprise", models.RESTRICT, related_name="+", verbose_name="企业乙"
    )
    first_region_code = CodeField("企业甲地区", max_length=15)
    second_region_code = CodeField("企业乙地区", max_length=15)
    reasons = models.JSONField("依据", default=list)
    decision = models.CharField(
        "结论", max_length=12, choices=LinkDecision.choices, default=LinkDecision.PENDING
    )
    decision_note = models.CharField("结论说明", max_length=300, blank=True)
    found_at = models.DateTimeField("发现时间")
    found_by = models.ForeignKey(
        "organization.Officer",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="发现人",
    )
    decided_at = models.DateTimeField("核对时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        "organization.Officer",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="核对人",
    )

    class Meta:
        verbose_name = "疑似关联"
        verbose_name_plural = "疑似关联"
        indexes = [models.Index(fields=["decision", "id"], name="link_decision")]
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"], name="link_pair_once", violation_error_message="这一对已登记。"
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")),
                name="link_first_before_second",
                violation_error_message="不能与自己关联。",
            ),
            models.CheckConstraint(
                condition=Q(decision="pending", decided_at=None, decided_by=None)
                | (~Q(decision="pending") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="link_decided_iff_decided_at",
                violation_error_message="有结论的必须有核对人和时间。",
            ),
        ]

    def __str__(self):
        return f"{self.first_id}–{self.second_id}"
