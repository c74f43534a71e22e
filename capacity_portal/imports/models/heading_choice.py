"""Headings an office has matched with columns by hand: remembered for its next file."""

from django.db import models

from capacity_portal.lib.code_field import CodeField


class HeadingChoice(models.Model):
    """``region_code`` is that of the officer's office; ``heading`` is normalised; ``field`` as in ``--map`` (empty: ignore)."""

    region_code = CodeField("地区代码", max_length=15)
    kind = models.CharField("类别", max_length=20)
    heading = models.CharField("表头", max_length=200)
    field = models.CharField("对应列", max_length=80, blank=True)

    class Meta:
        verbose_name = "列对应记忆"
        verbose_name_plural = "列对应记忆"
        constraints = [
            models.UniqueConstraint(
                fields=["region_code", "kind", "heading"],
                name="heading_choice_once",
                violation_error_message="这个表头已有对应。",
            )
        ]

    def __str__(self):
        return f"{self.heading} → {self.field}"
