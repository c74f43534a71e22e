"""Capacity as filed, as stated, and by conversion table: side by side, never summed across units."""

from django.db import models
from django.db.models import Q

from enterprises.choices import Industry


class ProductQuerySet(models.QuerySet):
    def get_by_natural_key(self, code):
        return self.get(code=code)


class Product(models.Model):
    """Dictionary of products with the unit their capacity is counted in."""

    code = models.SlugField("编码", max_length=30, unique=True)
    name = models.CharField("名称", max_length=30)
    industry = models.CharField("行业", max_length=12, choices=Industry.choices)
    unit = models.CharField("产能单位", max_length=16)
    position = models.PositiveSmallIntegerField("排序", default=0)
    is_active = models.BooleanField("在用", default=True)

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = "产品"
        verbose_name_plural = "产品"

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.code,)


class ConversionRowQuerySet(models.QuerySet):
    def get_by_natural_key(self, kind, product, size, edition):
        return self.get(kind__code=kind, product__code=product, size=size, edition=edition)


class ConversionRow(models.Model):
    """One line of a published conversion table: an item of this size counts for this capacity a year.

    ``capacity`` is in the product's unit, ``size`` in the kind's. Single published conversions that belong to no table
    (``may_interpolate`` False) count for exactly their size.
    """

    kind = models.ForeignKey(
        "enterprises.EquipmentKind", models.RESTRICT, related_name="+", verbose_name="设备种类"
    )
    product = models.ForeignKey(Product, models.RESTRICT, related_name="+", verbose_name="产品")
    size = models.DecimalField("规格", max_digits=12, decimal_places=3)
    capacity = models.DecimalField("产能", max_digits=14, decimal_places=4)
    edition = models.CharField("版本", max_length=40)
    source = models.CharField("依据", max_length=200)
    may_interpolate = models.BooleanField("可内插", default=True)
    is_active = models.BooleanField("在用", default=True)

    objects = ConversionRowQuerySet.as_manager()

    class Meta:
        verbose_name = "产能换算表"
        verbose_name_plural = "产能换算表"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "product", "size", "edition"],
                name="conversion_row_unique",
                violation_error_message="这个版本已有同种类、同规格的换算行。",
            ),
            models.CheckConstraint(
                condition=Q(size__gt=0, capacity__gte=0),
                name="conversion_row_positive",
                violation_error_message="规格应大于 0，产能不能为负数。",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.size} → {self.capacity}{self.product.unit}"

    def natural_key(self):
        return (self.kind.code, self.product.code, self.size, self.edition)


class Capacity(models.Model):
    """Capacity of one product. ``by_table`` is computed on request and kept with its note, never overwriting ``filed``."""

    enterprise = models.ForeignKey(
        "enterprises.Enterprise", models.RESTRICT, related_name="capacities", verbose_name="企业"
    )
    product = models.ForeignKey(Product, models.RESTRICT, related_name="+", verbose_name="产品")
    unit = models.CharField("单位", max_length=16)
    filed = models.DecimalField("备案产能", max_digits=14, decimal_places=4, null=True, blank=True)
    stated = models.DecimalField("企业申报产能", max_digits=14, decimal_places=4, null=True, blank=True)
    by_table = models.DecimalField("按表换算产能", max_digits=14, decimal_places=4, null=True, blank=True)
    by_table_note = models.CharField("换算说明", max_length=300, blank=True)
    document = models.CharField("备案文号", max_length=80, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "产能"
        verbose_name_plural = "产能"
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "product"],
                name="capacity_once_per_product",
                violation_error_message="这个产品的产能已登记，请直接修改。",
            ),
            models.CheckConstraint(
                condition=(Q(filed=None) | Q(filed__gte=0))
                & (Q(stated=None) | Q(stated__gte=0))
                & (Q(by_table=None) | Q(by_table__gte=0)),
                name="capacity_not_negative",
                violation_error_message="产能不能为负数。",
            ),
        ]

    def __str__(self):
        return f"{self.product}（{self.unit}）"
