"""The three blocks of the visit form in which violations are put down."""

from django import forms

from capacity_portal.lib.form_fields import Text, Whole
from capacity_portal.lib.territory import ancestors
from capacity_portal.organization.models import Department
from inspections.choices import FindingKind, NewCapacityKind, Severity
from inspections.rules.findings import LONGEST_DAYS
from inspections.rules.reports import FindingDraft

BLOCKS = (1, 2, 3)
_TELLING = ("kind", "sub_kind", "severity", "description", "requirement", "responsible_name", "is_confirmed")


def finding_fields(number: int, units: list[tuple[str, str]]) -> dict[str, forms.Field]:
    """The fields of one block, by their names on the page."""
    fields = {
        "kind": _choice("类别", FindingKind.choices),
        "sub_kind": _choice("违规新增产能的细类", NewCapacityKind.choices),
        "severity": _choice("程度", Severity.choices, help_text="地条钢死灰复燃一律选“重大”"),
        "description": Text(label="情况", longest=2_000, lines=3, required=False),
        "is_confirmed": forms.BooleanField(label="现场查实正在生产“地条钢”", required=False),
        "requirement": Text(label="整改要求", longest=1_000, lines=2, required=False),
        "deadline_days": Whole(
            label="整改期限（工作日）",
            least=1,
            most=LONGEST_DAYS,
            required=False,
            help_text="留空按办公室规定的期限",
        ),
        "responsible_unit": _choice("责任单位", units),
        "responsible_name": Text(label="责任人", longest=60, required=False),
    }
    for field in fields.values():
        field.block = number
    return {f"finding_{number}_{name}": field for name, field in fields.items()}


def _choice(label: str, choices, help_text: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, choices=[("", "请选择"), *choices], help_text=help_text
    )


def units_for(region_code: str) -> list[tuple[str, str]]:
    """Member units that may answer for the region: its own and those above."""
    codes = [region_code, *ancestors(region_code)]
    units = Department.objects.filter(region__code__in=codes, is_active=True).select_related("region")
    return [
        (str(unit.pk), f"{unit.region.name} {unit.name}") for unit in units.order_by("-region__code", "id")
    ]


def drafts(cleaned: dict) -> tuple[FindingDraft, ...]:
    """The blocks in which something was put down."""
    return tuple(draft for number in BLOCKS if (draft := _draft(number, cleaned)) is not None)


def _draft(number: int, cleaned: dict) -> FindingDraft | None:
    values = {name: cleaned.get(f"finding_{number}_{name}") for name in _TELLING}
    if not any(values.values()):
        return None
    unit = cleaned.get(f"finding_{number}_responsible_unit")
    return FindingDraft(
        **{name: value or "" for name, value in values.items() if name != "is_confirmed"},
        is_confirmed=bool(values["is_confirmed"]),
        deadline_days=cleaned.get(f"finding_{number}_deadline_days"),
        responsible_unit_id=int(unit) if unit else None,
    )
