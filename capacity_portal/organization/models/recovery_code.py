"""Recovery codes of the second factor: shown once, stored as password hashes, each good for one sign-in."""

from django.db import models


class RecoveryCode(models.Model):
    """``number`` is the digit a code begins with, so that checking one costs one hash, not eight."""

    officer = models.ForeignKey(
        "organization.Officer", models.CASCADE, related_name="recovery_codes", verbose_name="工作人员"
    )
    number = models.PositiveSmallIntegerField("序号")
    digest = models.CharField("摘要", max_length=128)
    used_at = models.DateTimeField("使用时间", null=True, blank=True)

    class Meta:
        verbose_name = "恢复码"
        verbose_name_plural = "恢复码"
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "number"],
                name="recovery_code_number_unique_for_officer",
                violation_error_message="恢复码序号重复。",
            )
        ]

    def __str__(self):
        return f"第 {self.number} 个恢复码"
