"""Reduction tasks as a superior document states them: totals, parts (其中) and the difference (差额)."""

from django.db import models
from django.db.models import Q

from capacity_portal.lib.code_field import CodeField
from enterprises.choices import Industry
from enterprises.models.bounds import PLAUSIBLE_DAY, plausible_days


class ReductionTask(models.Model):
    """A year's task of a region (or "none"). Totals and parts are kept as stated; a difference is shown, not repaired.

    ``year`` is empty where the source does not tell it reliably.
    """

    region = models.ForeignKey("organization.Region", models.RESTRICT, related_name="+", verbose_name="地区")
    region_code = CodeField("地区代码", max_length=15)
    year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    industry = models.CharField("行业", max_length=12, choices=Industry.choices)
    title = models.CharField("名称", max_length=120)
    document = models.CharField("依据", max_length=200)
    note = models.TextField("说明", blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "压减任务"
        verbose_name_plural = "压减任务"
        constraints = [
            models.UniqueConstraint(
                fields=["region", "year", "industry", "title"],
                name="reduction_task_once",
                violation_error_message="这个地区本年度已有同名任务。",
            ),
            models.UniqueConstraint(
                fields=["region", "industry", "title"],
                condition=Q(year=None),
                name="reduction_task_once_without_year",
                violation_error_message="这个地区已有同名任务。",
            ),
            models.CheckConstraint(
                condition=Q(year=None) | Q(year__gte=1949, year__lte=2100),
                name="reduction_year_plausible",
                violation_error_message="年度应在 1949 至 2100 之间。",
            ),
        ]

    def __str__(self):
        return f"{self.year} {self.title}" if self.year else self.title


class ReductionTotal(models.Model):
    """A stated total of one measure: ``product`` None stands for the number of units (处、户、座)."""

    task = models.ForeignKey(ReductionTask, models.RESTRICT, related_name="totals", verbose_name="任务")
    product = models.ForeignKey(
        "enterprises.Product", models.RESTRICT, null=True, blank=True, related_name="+", verbose_name="产品"
    )
    unit = models.CharField("单位", max_length=16)
    stated = models.DecimalField("合计（原文）", max_digits=14, decimal_places=4)
    is_withdrawn = models.BooleanField("已撤下", default=False)

    class Meta:
        verbose_name = "任务合计"
        verbose_name_plural = "任务合计"
        constraints = [
            models.UniqueConstraint(
                fields=["task", "product", "unit"],
                condition=Q(is_withdrawn=False),
                name="reduction_total_once",
                violation_error_message="这项合计已登记。",
            ),
            models.UniqueConstraint(
                fields=["task", "unit"],
                condition=Q(is_withdrawn=False, product=None),
                name="reduction_total_once_of_units",
                violation_error_message="这项合计已登记。",
            ),
            models.CheckConstraint(
                condition=Q(stated__gte=0),
                name="reduction_total_not_negative",
                violation_error_message="合计不能为负数。",
            ),
        ]

    def __str__(self):
        return f"{self.stated}{self.unit}"


class ReductionItem(models.Model):
    """One part (其中): a county's share or an enterprise's equipment."""

    task = models.ForeignKey(ReductionTask, models.RESTRICT, related_name="items", verbose_name="任务")
    position = models.PositiveSmallIntegerField("序号")
    label = models.CharField("名称", max_length=120)
    enterprise = models.ForeignKey(
        "enterprises.Enterprise",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="企业",
    )
    equipment = models.CharField("设备", max_length=200, blank=True)
    product = models.ForeignKey(
        "enterprises.Product", models.RESTRICT, null=True, blank=True, related_name="+", verbose_name="产品"
    )
    unit = models.CharField("单位", max_length=16)
    amount = models.DecimalField("数量", max_digits=14, decimal_places=4)
    completed_on = models.DateField("完成日期", null=True, blank=True, validators=PLAUSIBLE_DAY)
    is_withdrawn = models.BooleanField("已撤下", default=False)

    class Meta:
        verbose_name = "任务分项"
        verbose_name_plural = "任务分项"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="reduction_item_not_negative",
                violation_error_message="数量不能为负数。",
            ),
            plausible_days("completed_on", name="reduction_item_day_plausible"),
        ]

    def __str__(self):
        return f"{self.label} {self.amount}{self.unit}"
