"""The edit forms of the dossier, one a section; values are keyed by the model's field names."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError

from capacity_portal.lib import credit_code
from capacity_portal.lib.coordinates import PositionError
from capacity_portal.lib.form_fields import PortalForm, Whole, amount_of, choice_of, text_of
from capacity_portal.lib.territory import next_prefix
from capacity_portal.organization.models import Department, Officer
from capacity_portal.organization.roles import Permission
from enterprises.choices import CoordinateSystem, RiskMark
from enterprises.forms.places import RegionFields
from enterprises.models import Enterprise, IndustryCode
from enterprises.rules import position


class SectionForm(PortalForm):
    """A part of the enterprise's fields. ``officer`` and ``today`` limit the lists; ``enterprise`` gives the initial values."""

    def __init__(self, *args, officer, today, enterprise: Enterprise | None = None, **kwargs):
        self.officer, self.today, self.enterprise = officer, today, enterprise
        if enterprise is not None:
            kwargs["initial"] = self.values_of(enterprise) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.prepare()

    @classmethod
    def values_of(cls, enterprise: Enterprise) -> dict:
        """Initial values of the fields of this form."""
        names = (name for name in cls.base_fields if name != "village")
        return {name: getattr(enterprise, name) for name in names}

    def prepare(self) -> None:
        """Fill lists that depend on the officer."""


class BasicsForm(SectionForm):
    name = text_of(Enterprise, "name", help_text="营业执照上的全称")
    credit_code = text_of(
        Enterprise, "credit_code", longest=60, help_text="18 位；没有的留空，并在下一项写明原因"
    )
    no_code_reason = text_of(Enterprise, "no_code_reason", help_text="例如：未办理登记的小作坊")
    legal_representative = text_of(Enterprise, "legal_representative")
    contact_name = text_of(Enterprise, "contact_name")
    contact_phone = text_of(Enterprise, "contact_phone")
    employees = Whole(label="职工人数", most=1_000_000, required=False)
    remarks = text_of(Enterprise, "remarks", lines=5)

    def clean_credit_code(self) -> str:
        typed = self.cleaned_data["credit_code"]
        if not typed:
            return ""
        try:
            return credit_code.clean(typed)
        except credit_code.CreditCodeError as error:
            raise ValidationError(str(error), code="invalid") from error

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("credit_code") == "" and not cleaned.get("no_code_reason"):
            self.add_error("no_code_reason", "没有填写统一社会信用代码，请写明无码原因。")
        if cleaned.get("credit_code") and "no_code_reason" in cleaned:
            cleaned["no_code_reason"] = ""
        return cleaned


class AddressForm(SectionForm, RegionFields):
    registered_address = text_of(Enterprise, "registered_address")
    actual_address = text_of(Enterprise, "actual_address", help_text="与注册地址不同的，填生产设备所在地")
    longitude = amount_of(Enterprise, "longitude", least=-180, most=180, help_text="例如 114.986373")
    latitude = amount_of(Enterprise, "latitude", least=-180, most=180, help_text="例如 27.111699")
    coordinate_system = choice_of(
        Enterprise,
        "coordinate_system",
        label="坐标取自",
        choices=CoordinateSystem.choices,
        widget=forms.RadioSelect,
        help_text="从国内地图（高德、腾讯等）抄来的选 GCJ-02，保存时换算成 WGS-84",
    )

    @classmethod
    def values_of(cls, enterprise: Enterprise) -> dict:
        # What is stored is WGS-84 whatever it was typed as; offering GCJ-02 would convert it a second time.
        return super().values_of(enterprise) | {
            "region": enterprise.region_code,
            "coordinate_system": CoordinateSystem.WGS84.value,
        }

    def prepare(self) -> None:
        self.initial.setdefault("coordinate_system", CoordinateSystem.WGS84.value)
        self.offer_regions(self.officer, self.today)

    def clean(self):
        cleaned = super().clean()
        if not self.errors.keys() & {"longitude", "latitude", "coordinate_system"}:
            self._clean_position(cleaned)
        return cleaned

    def _clean_position(self, cleaned: dict) -> None:
        longitude, latitude = cleaned["longitude"], cleaned["latitude"]
        if (longitude is None) != (latitude is None):
            empty = "longitude" if longitude is None else "latitude"
            self.add_error(empty, "经度和纬度要同时填写，或者都留空。")
        elif self.enterprise and not {"longitude", "latitude"} & set(self.changed_data):
            for name in ("longitude", "latitude", "coordinate_system"):
                del cleaned[name]
        elif longitude is not None:
            try:
                cleaned["longitude"], cleaned["latitude"] = position.stored(
                    longitude, latitude, cleaned["coordinate_system"]
                )
            except PositionError as error:
                self.add_error("longitude", str(error))


class IndustryForm(SectionForm):
    industry = choice_of(Enterprise, "industry")
    supervision_class = choice_of(Enterprise, "supervision_class")
    industry_code = text_of(
        Enterprise,
        "industry_code",
        longest=20,
        help_text="GB/T 4754 四位代码，例如 3391（黑色金属铸造，2017 版）",
    )
    industry_edition = choice_of(Enterprise, "industry_edition")
    process = text_of(Enterprise, "process", help_text="例如：中频炉熔炼—砂型铸造")

    def clean(self):
        cleaned = super().clean()
        code, edition = cleaned.get("industry_code"), cleaned.get("industry_edition")
        if code and not edition and "industry_edition" not in self.errors:
            self.add_error("industry_edition", "请选择行业代码取自哪一版。")
        elif code and edition and not IndustryCode.objects.filter(code=code, edition=edition).exists():
            self.add_error(
                "industry_code", f"字典中没有 {edition} 版代码“{code}”，请核对，或请系统管理员补充字典。"
            )
        elif edition and code == "":
            cleaned["industry_edition"] = ""
        return cleaned


class SupervisionForm(SectionForm):
    supervising_department = forms.ModelChoiceField(
        Department.objects.none(), label="监管部门", required=False, empty_label="（不填）"
    )
    supervising_officer = forms.ModelChoiceField(
        Officer.objects.none(), label="监管人员", required=False, empty_label="（不填）"
    )

    def prepare(self) -> None:
        offer_supervisors(self, self.officer)


def offer_supervisors(form: forms.Form, officer) -> None:
    """Departments and active officers of the officer's own area."""
    code = officer.region_code
    departments = Department.objects.filter(
        is_active=True, region__code__gte=code, region__code__lt=next_prefix(code)
    )
    people = Officer.objects.within(officer.region_code).filter(is_active=True)
    form.fields["supervising_department"].queryset = departments.select_related("region").order_by(
        "region__code", "id"
    )
    form.fields["supervising_officer"].queryset = people.filter(role__in=BUSINESS_ROLES).order_by(
        "region_code", "id"
    )


class PowerForm(SectionForm):
    power_account = text_of(Enterprise, "power_account", help_text="供电企业的户号")
    transformer_kva = amount_of(Enterprise, "transformer_kva", least=0)


class RiskForm(SectionForm):
    risk_marks = forms.MultipleChoiceField(
        label="风险标记", choices=RiskMark.choices, required=False, widget=forms.CheckboxSelectMultiple
    )


BUSINESS_ROLES = [
    "office_leader",
    "office_staff",
    "tipoff_handler",
    "county_leader",
    "county_staff",
    "grid_officer",
    "member_unit",
]


@dataclass(frozen=True)
class Section:
    """One editable part of the dossier."""

    name: str
    title: str
    form: type[SectionForm]
    permission: Permission


SECTIONS: dict[str, Section] = {
    section.name: section
    for section in [
        Section("basics", "基本信息", BasicsForm, Permission.EDIT_LEDGER),
        Section("address", "地址和坐标", AddressForm, Permission.EDIT_LEDGER),
        Section("industry", "行业和监管类别", IndustryForm, Permission.EDIT_LEDGER),
        Section("power", "用电", PowerForm, Permission.EDIT_LEDGER),
        Section("risk", "风险标记", RiskForm, Permission.EDIT_LEDGER),
        Section("supervision", "监管责任", SupervisionForm, Permission.ASSIGN_SUPERVISION),
    ]
}
