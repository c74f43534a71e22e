"""Parameters that the office may change without a programmer."""

from django.db import models


class ThresholdQuerySet(models.QuerySet):
    def get_by_natural_key(self, code):
        return self.get(code=code)

    def value_of(self, code: str, default: int) -> int:
        """Whole-number value of a parameter, ``default`` when the office has not set it."""
        value = self.filter(code=code).values_list("value", flat=True).first()
        return default if value is None else int(value)


class Threshold(models.Model):
    code = models.SlugField("编码", max_length=60, unique=True)
    name = models.CharField("名称", max_length=80)
    value = models.DecimalField("数值", max_digits=12, decimal_places=2)
    unit = models.CharField("单位", max_length=20, blank=True)
    source = models.CharField("依据", max_length=200, blank=True)

    objects = ThresholdQuerySet.as_manager()

    class Meta:
        verbose_name = "工作参数"
        verbose_name_plural = "工作参数"

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.code,)
