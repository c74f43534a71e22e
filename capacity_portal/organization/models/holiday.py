"""Holidays and make-up working days, seeded from published calendars and editable afterwards."""

from django.db import models

from capacity_portal.lib.day_bounds import PLAUSIBLE_DAY, plausible_days


class Holiday(models.Model):
    """A day that differs from the plain Monday-to-Friday week."""

    day = models.DateField("日期", unique=True, validators=PLAUSIBLE_DAY)
    is_workday = models.BooleanField("上班", help_text="勾选：调休上班日；不勾选：放假日")
    name = models.CharField("名称", max_length=30)
    source = models.CharField("依据", max_length=120, blank=True)

    class Meta:
        verbose_name = "节假日"
        verbose_name_plural = "节假日"
        constraints = [plausible_days("day", name="holiday_day_plausible")]

    def __str__(self):
        return f"{self.day} {self.name}"
