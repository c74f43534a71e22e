"""Member units (成员单位) of a region's leading group."""

from django.db import models

from capacity_portal.organization.choices import Dimension


class DepartmentQuerySet(models.QuerySet):
    def get_by_natural_key(self, region_code, name):
        return self.get(region__code=region_code, name=name)


class Department(models.Model):
    """A member unit; ``dimension`` is what it answers for in a joint check."""

    region = models.ForeignKey(
        "organization.Region", models.RESTRICT, related_name="departments", verbose_name="所在地区"
    )
    name = models.CharField("单位名称", max_length=80)
    short_name = models.CharField("简称", max_length=20, blank=True)
    dimension = models.CharField("联合核查维度", max_length=16, choices=Dimension.choices, blank=True)
    is_active = models.BooleanField("在用", default=True)

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = "成员单位"
        verbose_name_plural = "成员单位"
        constraints = [
            models.UniqueConstraint(
                fields=["region", "name"],
                name="department_name_unique_in_region",
                violation_error_message="这个地区已有同名单位。",
            )
        ]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.region.code, self.name)
