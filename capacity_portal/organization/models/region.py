"""Regions: a tree by code prefix, prefecture to village, functional zones beside counties."""

from django.db import models

from capacity_portal.lib.code_field import CodeField
from capacity_portal.lib.day_bounds import PLAUSIBLE_DAY, plausible_days
from capacity_portal.lib.territory import next_prefix
from capacity_portal.organization.choices import RegionKind


class RegionQuerySet(models.QuerySet):
    def within(self, code: str):
        """Regions whose code starts with ``code``, itself included (index range, not LIKE)."""
        return self.filter(code__gte=code, code__lt=next_prefix(code)) if code else self

    def current(self, on):
        """Regions in force on the date ``on``."""
        return self.filter(models.Q(valid_from=None) | models.Q(valid_from__lte=on)).filter(
            models.Q(valid_to=None) | models.Q(valid_to__gte=on)
        )

    def get_by_natural_key(self, code):
        return self.get(code=code)


class Region(models.Model):
    """``code`` is the portal's own (see ``lib.territory``); ``national_code`` the published one when there is one."""

    code = CodeField("代码", max_length=15, unique=True)
    name = models.CharField("名称", max_length=60)
    kind = models.CharField("类别", max_length=12, choices=RegionKind.choices)
    national_code = models.CharField("国家代码", max_length=12, blank=True)
    is_statistics_only = models.BooleanField("仅统计用代码", default=False)
    valid_from = models.DateField("启用日期", null=True, blank=True, validators=PLAUSIBLE_DAY)
    valid_to = models.DateField("停用日期", null=True, blank=True, validators=PLAUSIBLE_DAY)
    successor = models.ForeignKey(
        "self", models.RESTRICT, null=True, blank=True, related_name="predecessors", verbose_name="继任区划"
    )

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = "行政区划"
        verbose_name_plural = "行政区划"
        indexes = [models.Index(fields=["kind", "code"], name="region_kind_code")]
        constraints = [
            plausible_days("valid_from", "valid_to", name="region_days_plausible"),
            models.CheckConstraint(
                condition=models.Q(valid_to=None)
                | models.Q(valid_from=None)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="region_valid_to_not_before_valid_from",
                violation_error_message="停用日期不能早于启用日期。",
            ),
        ]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.code,)
