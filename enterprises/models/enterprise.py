"""The enterprise: one file each (一企一档), never deleted."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from capacity_portal.lib.code_field import CodeField
from enterprises.choices import (
    CoordinateSystem,
    Industry,
    IndustryEdition,
    KeyReason,
    RiskMark,
    Status,
    SupervisionClass,
)
from enterprises.models.bounds import PLAUSIBLE_DAY, at_most, plausible_days


def only_known_marks(marks: object) -> None:
    """Raise ValidationError unless ``marks`` is a list of different ``RiskMark`` values."""
    known = isinstance(marks, list) and all(isinstance(m, str) and m in RiskMark.values for m in marks)
    if not known or len(set(marks)) != len(marks):
        raise ValidationError("风险标记应从列表中选择。")


class EnterpriseQuerySet(models.QuerySet):
    def unmerged(self):
        """Files that stand for themselves (a merged duplicate lives on inside the file it was merged into)."""
        return self.filter(merged_into=None)


class Enterprise(models.Model):
    """``region_code`` and ``county_code`` repeat the region for index ranges; ``version`` is the optimistic lock.

    Units: ``transformer_kva`` in kVA, coordinates in degrees WGS-84 (``coordinate_system`` says what was typed).
    ``closed_on`` is the day of the first exit or ban and never goes away, whatever the status becomes. ``search_text``
    and the ``*_key`` columns are derived by ``operations`` (see ``rules.memory`` and ``lib.search_text``).
    """

    name = models.CharField("企业名称", max_length=120)
    credit_code = CodeField("统一社会信用代码", max_length=18, blank=True)
    no_code_reason = models.CharField("无码原因", max_length=200, blank=True)
    legal_representative = models.CharField("法定代表人", max_length=60, blank=True)
    contact_name = models.CharField("联系人", max_length=60, blank=True)
    contact_phone = models.CharField("联系电话", max_length=40, blank=True)
    registered_address = models.CharField("注册地址", max_length=200, blank=True)
    actual_address = models.CharField("实际地址", max_length=200, blank=True)
    region = models.ForeignKey(
        "organization.Region", models.RESTRICT, related_name="+", db_index=False, verbose_name="所在地区"
    )
    region_code = CodeField("地区代码", max_length=15)
    county_code = CodeField("县级代码", max_length=15, blank=True)
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6, null=True, blank=True)
    latitude = models.DecimalField("纬度", max_digits=9, decimal_places=6, null=True, blank=True)
    coordinate_system = models.CharField(
        "坐标来源", max_length=6, choices=CoordinateSystem.choices, default=CoordinateSystem.WGS84
    )

    industry = models.CharField("行业", max_length=12, choices=Industry.choices)
    industry_code = CodeField("行业代码", max_length=4, blank=True)
    industry_edition = models.CharField(
        "行业代码版本", max_length=4, choices=IndustryEdition.choices, blank=True
    )
    supervision_class = models.CharField("监管类别", max_length=20, choices=SupervisionClass.choices)
    process = models.CharField("工艺", max_length=200, blank=True)
    employees = models.PositiveIntegerField("职工人数", null=True, blank=True, validators=at_most(1_000_000))
    power_account = CodeField("用电户号", max_length=20, blank=True)
    transformer_kva = models.DecimalField(
        "变压器容量（kVA）", max_digits=10, decimal_places=1, null=True, blank=True
    )

    status = models.CharField("经营状态", max_length=20, choices=Status.choices)
    status_on = models.DateField("状态日期", null=True, blank=True, validators=PLAUSIBLE_DAY)
    status_document = models.CharField("状态依据文号", max_length=80, blank=True)
    closed_on = models.DateField("首次退出（取缔）日期", null=True, blank=True, validators=PLAUSIBLE_DAY)

    supervising_department = models.ForeignKey(
        "organization.Department",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="监管部门",
    )
    supervising_officer = models.ForeignKey(
        "organization.Officer",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="监管人员",
    )
    is_key = models.BooleanField("重点监管", default=False)
    key_reason = models.CharField("列入原因", max_length=20, choices=KeyReason.choices, blank=True)
    key_note = models.CharField("列入说明", max_length=200, blank=True)
    risk_marks = models.JSONField("风险标记", default=list, blank=True, validators=[only_known_marks])
    remarks = models.TextField("备注", max_length=2000, blank=True)

    confirmed_at = models.DateTimeField("最近确认时间")
    confirmed_by = models.ForeignKey(
        "organization.Officer",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="确认人",
    )
    created_at = models.DateTimeField("建档时间")
    created_by = models.ForeignKey(
        "organization.Officer",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="建档人",
    )
    updated_at = models.DateTimeField("更新时间")
    updated_by = models.ForeignKey(
        "organization.Officer",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="更新人",
    )
    version = models.PositiveIntegerField("版本", default=1)
    merged_into = models.ForeignKey(
        "self",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="merged_files",
        db_index=False,
        verbose_name="并入",
    )

    name_key = models.CharField(max_length=120, editable=False, blank=True)
    address_key = models.CharField(max_length=200, editable=False, blank=True)
    registered_address_key = models.CharField(max_length=200, editable=False, blank=True)
    representative_key = models.CharField(max_length=60, editable=False, blank=True)
    search_text = models.TextField(editable=False, blank=True)

    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        verbose_name = "企业"
        verbose_name_plural = "企业"
        # Foreign keys have no indexes of their own: "merged_into is null" holds for nearly every row, and SQLite, which
        # knows no frequencies, would prefer that index to those below.
        indexes = [
            models.Index(
                fields=["merged_into"], condition=Q(merged_into__isnull=False), name="enterprise_merged"
            ),
            models.Index(
                fields=["supervising_officer", "id"],
                condition=Q(supervising_officer__isnull=False),
                name="enterprise_supervised",
            ),
            models.Index(fields=["region_code", "id"], name="enterprise_region"),
            models.Index(fields=["status", "region_code", "id"], name="enterprise_status"),
            models.Index(fields=["supervision_class", "region_code", "id"], name="enterprise_class"),
            models.Index(fields=["industry", "region_code", "id"], name="enterprise_industry"),
            models.Index(fields=["region_code", "id"], condition=Q(is_key=True), name="enterprise_key"),
            models.Index(
                fields=["region_code", "id"],
                condition=Q(supervising_officer=None),
                name="enterprise_unsupervised",
            ),
            models.Index(fields=["updated_at", "id"], name="enterprise_updated"),
            models.Index(fields=["county_code", "updated_at", "id"], name="enterprise_county_updated"),
            models.Index(fields=["confirmed_at", "id"], name="enterprise_confirmed"),
            models.Index(fields=["county_code", "confirmed_at", "id"], name="enterprise_county_confirmed"),
            models.Index(fields=["name_key"], name="enterprise_name_key"),
            models.Index(fields=["address_key"], name="enterprise_address_key"),
            models.Index(fields=["registered_address_key"], name="enterprise_registered_key"),
            models.Index(fields=["representative_key"], name="enterprise_representative"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=~Q(credit_code="") & Q(merged_into=None),
                name="enterprise_credit_code_unique",
                violation_error_message="这个统一社会信用代码已有档案。",
            ),
            models.CheckConstraint(
                condition=~Q(credit_code="") | ~Q(no_code_reason=""),
                name="enterprise_code_or_reason",
                violation_error_message="没有统一社会信用代码的，必须写明原因。",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["exited", "banned"]) | ~Q(status_document=""),
                name="enterprise_closed_needs_document",
                violation_error_message="已退出、已取缔必须有依据文号。",
            ),
            models.CheckConstraint(
                condition=Q(is_key=False, key_reason="") | (Q(is_key=True) & ~Q(key_reason="")),
                name="enterprise_key_needs_reason",
                violation_error_message="列入重点监管必须写明原因；移出的不保留原因。",
            ),
            models.CheckConstraint(
                condition=Q(longitude=None, latitude=None)
                | Q(longitude__gte=73, longitude__lte=136, latitude__gte=3, latitude__lte=54),
                name="enterprise_coordinates_in_china",
                violation_error_message="经度应在 73 至 136、纬度应在 3 至 54 之间，并且同时填写。",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["exited", "banned", "revived"]) | Q(closed_on__isnull=False),
                name="enterprise_closed_has_closed_on",
                violation_error_message="已退出、已取缔、疑似复产的必须有首次退出（取缔）日期。",
            ),
            plausible_days("status_on", "closed_on", name="enterprise_days_plausible"),
            models.CheckConstraint(
                condition=Q(county_code="") | Q(region_code__startswith=F("county_code")),
                name="enterprise_region_in_county",
                violation_error_message="所在地区与县级代码不一致。",
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values),
                name="enterprise_status_known",
                violation_error_message="没有这个状态。",
            ),
        ]

    def __str__(self):
        return self.name
