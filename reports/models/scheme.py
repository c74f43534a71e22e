"""What a year's report asks for (考核方案): indicators with marks, and the outline of its words."""

from django.db import models
from django.db.models import F, Q

from capacity_portal.lib.code_field import CodeField
from reports.choices import MarkMethod, ReportKind


class Scheme(models.Model):
    """``outline``: ``[{"key", "heading", "level", "text"}]``, texts with ``{figure keys}`` of ``rules.figures`` and
    ``{?key:words}`` left out when the figure is 0 (see ``rules.narrative``). ``level``: whose reports it is for.

    A scheme that has reports is not changed any more; next year's is made from it.
    """

    year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("报告种类", max_length=16, choices=ReportKind.choices)
    level = models.CharField(
        "填报层级", max_length=10, choices=[("prefecture", "市（州）"), ("county", "县（市、区）")]
    )
    region_code = CodeField("地区代码", max_length=15)
    name = models.CharField("名称", max_length=120)
    industry = models.CharField("行业", max_length=60, default="钢铁煤炭")
    basis = models.CharField("依据", max_length=300, blank=True)
    addressee = models.CharField("报送单位", max_length=120, blank=True)
    outline = models.JSONField("提纲", default=list)
    due_on = models.DateField("报送期限")
    is_active = models.BooleanField("启用", default=False)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = "报告方案"
        verbose_name_plural = "报告方案"
        constraints = [
            models.UniqueConstraint(
                fields=["region_code", "year", "kind", "level"],
                name="scheme_unique",
                violation_error_message="本年度这一层级的这种报告已有方案。",
            )
        ]

    def __str__(self):
        return f"{self.year}年{self.name}"


class Indicator(models.Model):
    """One thing that is marked. ``figure`` and ``target``: keys of ``rules.figures`` ("" marks by hand);
    ``unit_mark``: taken off for each one counted (DEDUCT_EACH).
    """

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="indicators", verbose_name="方案")
    position = models.PositiveSmallIntegerField("次序")
    group = models.CharField("类别", max_length=40, blank=True)
    name = models.CharField("指标", max_length=120)
    full_mark = models.DecimalField("满分", max_digits=6, decimal_places=2)
    rule = models.CharField("评分标准", max_length=500)
    is_veto = models.BooleanField("一票否决", default=False)
    needs_evidence = models.BooleanField("须有佐证", default=False)
    evidence_hint = models.CharField("佐证要求", max_length=200, blank=True)
    method = models.CharField(
        "计分方式", max_length=16, choices=MarkMethod.choices, default=MarkMethod.MANUAL
    )
    figure = models.CharField("取数", max_length=40, blank=True)
    target = models.CharField("目标取数", max_length=40, blank=True)
    unit_mark = models.DecimalField("每项扣分", max_digits=6, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = "指标"
        verbose_name_plural = "指标"
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "position"], name="indicator_position_unique", violation_error_message="次序重复。"
            ),
            models.CheckConstraint(
                condition=Q(full_mark__gte=0), name="indicator_mark_not_negative", violation_error_message="满分不能是负数。"
            ),
            models.CheckConstraint(
                condition=Q(method=MarkMethod.MANUAL) | ~Q(figure=""),
                name="indicator_computed_has_figure",
                violation_error_message="自动计分的指标必须选取数来源。",
            ),
            models.CheckConstraint(
                condition=~Q(method=MarkMethod.RATIO) | ~Q(target=F("figure")),
                name="indicator_ratio_has_other_target",
                violation_error_message="完成比例的目标不能与取数相同。",
            ),
            models.CheckConstraint(
                condition=~Q(method=MarkMethod.DEDUCT_EACH) | Q(unit_mark__gt=0),
                name="indicator_deduction_has_mark",
                violation_error_message="按项扣分必须写明每项扣几分。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name
