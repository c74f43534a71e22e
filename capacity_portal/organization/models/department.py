"""Member units (成员单位) of a region's leading group."""

from django.core.exceptions import ValidationError
from django.db import models

from capacity_portal.organization.choices import Dimension


def known_dimensions(codes) -> None:
    """Validator: a list of codes of ``Dimension``."""
    if not isinstance(codes, list) or not set(map(str, codes)) <= set(Dimension.values):
        raise ValidationError("联合核查维度里有系统不认识的代码。")


class DepartmentQuerySet(models.QuerySet):
    def get_by_natural_key(self, region_code, name):
        return self.get(region__code=region_code, name=name)


class Department(models.Model):
    """A member unit; ``dimensions`` are the codes of what it answers for in a joint check, none for most."""

    region = models.ForeignKey(
        "organization.Region", models.RESTRICT, related_name="departments", verbose_name="所在地区"
    )
    name = models.CharField("单位名称", max_length=80)
    short_name = models.CharField("简称", max_length=20, blank=True)
    dimensions = models.JSONField("联合核查维度", default=list, blank=True, validators=[known_dimensions])
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

    @property
    def dimension_labels(self) -> list[str]:
        """Chinese names of what the unit answers for."""
        return [Dimension(code).label for code in self.dimensions if code in Dimension.values]
