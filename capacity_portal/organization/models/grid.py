"""The grid: who answers for which leaf of the territory (网格化管理, 常化解办〔2018〕1号 三)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from capacity_portal.lib.code_field import CodeField
from capacity_portal.lib.day_bounds import PLAUSIBLE_DAY, plausible_days
from capacity_portal.lib.territory import next_prefix
from capacity_portal.organization.choices import PostKind, RegionRisk


def known_risks(codes: object) -> None:
    """Validator: a list of different codes of ``RegionRisk``."""
    known = isinstance(codes, list) and all(isinstance(c, str) and c in RegionRisk.values for c in codes)
    if not known or len(set(codes)) != len(codes):
        raise ValidationError("区域风险应从列表中选择。")


class GridCellQuerySet(models.QuerySet):
    def within(self, code: str):
        """Cells whose region lies in the region ``code`` (index range); all for ``""``."""
        return self.filter(region_code__gte=code, region_code__lt=next_prefix(code)) if code else self

    def current(self):
        """Cells that have not been dissolved."""
        return self.filter(dissolved_on=None)


class GridCell(models.Model):
    """A leaf of the grid: one region (town, zone, park or village) and what lies in it, less the cells below it.

    How deep the grid goes is decided region by region: where a village has a cell of its own, that one answers for it, and
    the town's cell for the rest (``rules.grid.cell_of``). A dissolved cell stays for the months it was in force.
    """

    region = models.ForeignKey(
        "organization.Region", models.RESTRICT, related_name="+", verbose_name="所在地区"
    )
    region_code = CodeField("地区代码", max_length=15)
    county_code = CodeField("县级代码", max_length=15)
    name = models.CharField("网格名称", max_length=60)
    supervising_department = models.ForeignKey(
        "organization.Department",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="监管部门",
    )
    risk_marks = models.JSONField("区域风险", default=list, blank=True, validators=[known_risks])
    remarks = models.CharField("备注", max_length=200, blank=True)
    founded_on = models.DateField("设立日期", validators=PLAUSIBLE_DAY)
    dissolved_on = models.DateField("撤销日期", null=True, blank=True, validators=PLAUSIBLE_DAY)
    version = models.PositiveIntegerField("版本", default=1)
    created_at = models.DateTimeField("登记时间")
    created_by = models.ForeignKey(
        "organization.Officer",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="登记人",
    )

    objects = GridCellQuerySet.as_manager()

    class Meta:
        verbose_name = "网格"
        verbose_name_plural = "网格"
        indexes = [models.Index(fields=["region_code", "id"], name="cell_region")]
        constraints = [
            plausible_days("founded_on", "dissolved_on", name="cell_days_plausible"),
            models.UniqueConstraint(
                fields=["region"],
                condition=Q(dissolved_on=None),
                name="cell_unique_in_region",
                violation_error_message="这个地区已有网格。",
            ),
            models.CheckConstraint(
                condition=Q(dissolved_on=None) | Q(dissolved_on__gte=F("founded_on")),
                name="cell_dissolved_after_founded",
                violation_error_message="撤销日期不能早于设立日期。",
            ),
            models.CheckConstraint(
                condition=Q(region_code__startswith=F("county_code")) & ~Q(county_code=""),
                name="cell_region_in_county",
                violation_error_message="网格应在县级地区之内。",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def risk_labels(self) -> list[str]:
        return [RegionRisk(code).label for code in self.risk_marks if code in RegionRisk.values]


class GridPost(models.Model):
    """Who answers for a cell from day to day; nothing is overwritten, a new person is a new row."""

    cell = models.ForeignKey(GridCell, models.RESTRICT, related_name="posts", verbose_name="网格")
    kind = models.CharField("职责", max_length=12, choices=PostKind.choices)
    officer = models.ForeignKey(
        "organization.Officer", models.RESTRICT, related_name="grid_posts", verbose_name="人员"
    )
    from_on = models.DateField("任职日期", validators=PLAUSIBLE_DAY)
    to_on = models.DateField("离任日期", null=True, blank=True, validators=PLAUSIBLE_DAY)
    appointed_at = models.DateTimeField("登记时间")
    appointed_by = models.ForeignKey(
        "organization.Officer",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="登记人",
    )
    ended_at = models.DateTimeField("离任登记时间", null=True, blank=True)
    ended_by = models.ForeignKey(
        "organization.Officer",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="离任登记人",
    )

    class Meta:
        verbose_name = "网格任职"
        verbose_name_plural = "网格任职"
        constraints = [
            plausible_days("from_on", "to_on", name="post_days_plausible"),
            models.UniqueConstraint(
                fields=["cell", "kind"],
                condition=Q(to_on=None),
                name="post_one_holder",
                violation_error_message="这个网格的这项职责已有在任人员，请先办理离任。",
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                name="post_ends_after_start",
                violation_error_message="离任日期不能早于任职日期。",
            ),
            models.CheckConstraint(
                condition=Q(to_on=None, ended_at=None) | Q(to_on__isnull=False, ended_at__isnull=False),
                name="post_ended_iff_ended_at",
                violation_error_message="离任必须有登记时间。",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=PostKind.values),
                name="post_kind_known",
                violation_error_message="没有这个职责。",
            ),
        ]

    def __str__(self):
        return f"{self.officer.name}（{self.get_kind_display()}）"
