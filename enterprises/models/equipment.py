"""Equipment: furnaces, converters, mills, shafts, kilns, cells, berths."""

from django.db import models

from capacity_portal.lib.code_field import CodeField
from enterprises.choices import EquipmentState, Industry
from enterprises.models.bounds import at_most


class EquipmentKindQuerySet(models.QuerySet):
    def get_by_natural_key(self, code):
        return self.get(code=code)


class EquipmentKind(models.Model):
    """Dictionary of kinds; ``size_unit`` is the unit of an item's size (m³, t, mm, 万吨/年 ...)."""

    code = models.SlugField("编码", max_length=30, unique=True)
    name = models.CharField("名称", max_length=30)
    industry = models.CharField("行业", max_length=12, choices=Industry.choices)
    size_unit = models.CharField("规格单位", max_length=12, blank=True)
    is_induction_furnace = models.BooleanField("中（工）频炉", default=False)
    position = models.PositiveSmallIntegerField("排序", default=0)
    is_active = models.BooleanField("在用", default=True)

    objects = EquipmentKindQuerySet.as_manager()

    class Meta:
        verbose_name = "设备种类"
        verbose_name_plural = "设备种类"

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.code,)


class Equipment(models.Model):
    """One row of identical items: ``size`` in the kind's unit at the time of entry (``size_unit``), ``count`` items."""

    enterprise = models.ForeignKey(
        "enterprises.Enterprise", models.RESTRICT, related_name="equipment", verbose_name="企业"
    )
    region_code = CodeField("地区代码", max_length=15)
    kind = models.ForeignKey(
        EquipmentKind, models.RESTRICT, related_name="+", db_index=False, verbose_name="种类"
    )
    size = models.DecimalField("规格", max_digits=12, decimal_places=3, null=True, blank=True)
    size_unit = models.CharField("规格单位", max_length=12, blank=True)
    count = models.PositiveSmallIntegerField("数量", default=1, validators=at_most(9_999))
    serial = models.CharField("编号（出厂编号）", max_length=80, blank=True)
    serial_key = models.CharField(max_length=80, editable=False, blank=True)
    built_year = models.PositiveSmallIntegerField("投产年份", null=True, blank=True)
    state = models.CharField(
        "状态", max_length=12, choices=EquipmentState.choices, default=EquipmentState.IN_USE
    )
    location = models.CharField("位置", max_length=120, blank=True)
    use = models.CharField("工序用途", max_length=120, blank=True)
    is_withdrawn = models.BooleanField("已撤下（登记有误）", default=False)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "设备"
        verbose_name_plural = "设备"
        indexes = [
            models.Index(
                fields=["kind", "region_code", "enterprise"],
                condition=models.Q(is_withdrawn=False),
                name="equipment_kind_region",
            ),
            models.Index(fields=["serial_key"], name="equipment_serial_key"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(count__gte=1),
                name="equipment_count_at_least_1",
                violation_error_message="数量至少为 1。",
            ),
            models.CheckConstraint(
                condition=models.Q(size=None) | models.Q(size__gt=0),
                name="equipment_size_positive",
                violation_error_message="规格必须大于 0。",
            ),
            models.CheckConstraint(
                condition=models.Q(built_year=None) | models.Q(built_year__gte=1949, built_year__lte=2100),
                name="equipment_year_plausible",
                violation_error_message="投产年份应在 1949 至 2100 之间。",
            ),
        ]

    def __str__(self):
        return f"{self.kind} × {self.count}"
