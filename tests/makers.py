"""Plain builders of records: each saves one record with sensible values, and takes any field by name.

They write around the operations on purpose (no journal entry); a test of an operation calls the operation.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import uuid4

from capacity_portal.lib.credit_code import make_code
from capacity_portal.lib.months import first_day, last_day
from capacity_portal.lib.territory import Level, county_of, is_zone, level_of
from capacity_portal.organization.choices import RegionKind
from capacity_portal.organization.models import Department, GridCell, GridPost, Office, Officer, Region
from enterprises.models import (
    Capacity,
    Enterprise,
    Equipment,
    EquipmentKind,
    FormerName,
    Licence,
    Link,
    Product,
)
from enterprises.operations import derived, search_index
from inspections.models import Checklist, ChecklistItem, Duty, Finding, MonthlyReturn, Round, Visit
from inspections.operations import counting

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
"""A Monday, 12:00 in Beijing."""
PASSWORD = "qing-Shan-lv-Shui-88"

_numbers = count(1)
_KINDS = {
    Level.PREFECTURE: RegionKind.PREFECTURE,
    Level.COUNTY: RegionKind.COUNTY,
    Level.TOWN: RegionKind.TOWN,
    Level.VILLAGE: RegionKind.VILLAGE,
}
_NAMES = {
    "3608": "吉安市",
    "360802": "吉州区",
    "360803": "青原区",
    "360821": "吉安县",
    "3608K01": "井冈山经开区",
    "6207": "张掖市",
    "620702": "甘州区",
}


# --- organization -----------------------------------------------------------------------------------------------------
def make_region(code: str = "3608", **values) -> Region:
    """The region with this code, made when it is missing; its kind follows from the code."""
    kind = RegionKind.ZONE if is_zone(code) else _KINDS[level_of(code)]
    region, _ = Region.objects.get_or_create(
        code=code, defaults={"name": _NAMES.get(code, f"区划{code}"), "kind": kind, **values}
    )
    return region


def make_department(region: Region | None = None, **values) -> Department:
    values = {"name": f"演示单位{next(_numbers)}", **values}
    return Department.objects.create(region=region or make_region(), **values)


def make_office(region: Region | None = None, **values) -> Office:
    values = {
        "full_name": "吉安市化解过剩产能工作领导小组办公室",
        "document_code": "吉化解产能办字",
        **values,
    }
    return Office.objects.create(region=region or make_region(), **values)


def make_officer(role: str = "county_staff", region: str | Region | None = None, **values) -> Officer:
    """An account that may sign in with PASSWORD. ``region`` may be a code; without one it fits the role."""
    if not isinstance(region, Region):
        region = make_region(region or _home_of(role))
    number = next(_numbers)
    password = values.pop("password", PASSWORD)
    values = {
        "username": f"{role.replace('_', '-')}-{number}",
        "name": f"测试员{number}",
        "must_change_password": False,
        "password_changed_at": NOON,
        "created_at": NOON,
        **values,
    }
    officer = Officer(role=role, region=region, region_code=region.code, **values)
    officer.set_password(password)
    officer.save(force_insert=True)
    return officer


def _home_of(role: str) -> str:
    return {"county_leader": "360802", "county_staff": "360802", "grid_officer": "360802001"}.get(
        role, "3608"
    )


# --- enterprises ------------------------------------------------------------------------------------------------------
def credit_code_number(number: int) -> str:
    """A valid code; different numbers (below 100 million) give different codes."""
    return make_code("9", "1", "360800", f"{number:08d}")


def make_enterprise(region: str | Region = "360802", **values) -> Enterprise:
    """A file with keys and search index, as the operations would leave it."""
    region = region if isinstance(region, Region) else make_region(region)
    number = next(_numbers)
    values = {
        "name": f"演示铸造{number}有限公司",
        "credit_code": "" if "no_code_reason" in values else credit_code_number(number),
        "industry": "steel",
        "supervision_class": "foundry",
        "status": "in_production",
        "confirmed_at": NOON,
        "created_at": NOON,
        "updated_at": NOON,
        **values,
    }
    enterprise = Enterprise(region=region, **values)
    derived.place(enterprise)
    derived.keys(enterprise)
    enterprise.save(force_insert=True)
    search_index.index([enterprise])
    return enterprise


def make_former_name(enterprise: Enterprise, name: str, **values) -> FormerName:
    former = FormerName(enterprise=enterprise, name=name, **values)
    former.name_key = derived.memory.name_key(name)
    former.save(force_insert=True)
    derived.keys(enterprise)
    enterprise.save(update_fields=["search_text"])
    search_index.index([enterprise])
    return former


def make_kind(code: str = "medium_frequency_furnace", **values) -> EquipmentKind:
    values = {"name": "中频炉", "industry": "steel", "size_unit": "t", **values}
    kind, _ = EquipmentKind.objects.get_or_create(code=code, defaults=values)
    return kind


def make_product(code: str = "crude_steel", **values) -> Product:
    values = {"name": "粗钢", "industry": "steel", "unit": "万吨/年", **values}
    product, _ = Product.objects.get_or_create(code=code, defaults=values)
    return product


def make_equipment(enterprise: Enterprise | None = None, **values) -> Equipment:
    values = {"kind": values.get("kind") or make_kind(), "size": 5, **values}
    part = Equipment(enterprise=enterprise or make_enterprise(), **values)
    part.size_unit = part.size_unit or part.kind.size_unit
    derived.equipment(part)
    part.save(force_insert=True)
    return part


def make_capacity(enterprise: Enterprise | None = None, **values) -> Capacity:
    values = {"product": values.get("product") or make_product(), "filed": 60, **values}
    values.setdefault("unit", values["product"].unit)
    return Capacity.objects.create(enterprise=enterprise or make_enterprise(), **values)


def make_licence(enterprise: Enterprise | None = None, **values) -> Licence:
    values = {"kind": "business", "number": f"YZ{next(_numbers)}", **values}
    return Licence.objects.create(enterprise=enterprise or make_enterprise(), **values)


def make_link(one: Enterprise, other: Enterprise, **values) -> Link:
    first, second = sorted((one, other), key=lambda enterprise: enterprise.pk)
    values = {"reasons": ["same_name"], "found_at": NOON, **values}
    regions = {"first_region_code": first.region_code, "second_region_code": second.region_code}
    return Link.objects.create(first=first, second=second, **regions, **values)


# --- grid and inspections ---------------------------------------------------------------------------------------------
def make_cell(region: str | Region = "360802001", **values) -> GridCell:
    region = region if isinstance(region, Region) else make_region(region)
    values = {
        "region_code": region.code,
        "county_code": county_of(region.code),
        "name": f"{region.name}网格",
        "founded_on": date(2025, 1, 1),
        "created_at": NOON,
        **values,
    }
    return GridCell.objects.create(region=region, **values)


def make_post(cell: GridCell, officer: Officer | None = None, **values) -> GridPost:
    values = {"kind": "responsible", "from_on": date(2025, 1, 1), "appointed_at": NOON, **values}
    officer = officer or make_officer("grid_officer", cell.region)
    return GridPost.objects.create(cell=cell, officer=officer, **values)


def make_checklist(code: str = "foundry", items: int = 3, **values) -> Checklist:
    """The published first version of a template, with that many yes-or-no items."""
    values = {"title": f"检查表{code}", "version": 1, "published_at": NOON, **values}
    checklist, is_new = Checklist.objects.get_or_create(
        code=code, version=values.pop("version"), defaults=values
    )
    if is_new:
        ChecklistItem.objects.bulk_create(
            ChecklistItem(
                checklist=checklist, position=n, code=f"item-{n}", text=f"检查项{n}", good_answer="yes"
            )
            for n in range(1, items + 1)
        )
    return checklist


def make_round(period: int = 202603, **values) -> Round:
    due = last_day(period)
    values = {
        "visits_due_on": due,
        "return_due_on": due + timedelta(days=3),
        "list_digest": "0" * 64,
        "opened_at": NOON,
        **values,
    }
    round_, _ = Round.objects.get_or_create(period=period, defaults=values)
    return round_


def make_duty(round_: Round | None = None, enterprise: Enterprise | None = None, **values) -> Duty:
    """An enterprise's duty, or a cell's sweep with ``kind="sweep"``; counted in the tallies as the operations would."""
    round_ = round_ or make_round()
    cell = values.get("cell")
    if values.get("kind") == "sweep":
        cell = values["cell"] = cell or make_cell()
        about = {"region_code": cell.region_code, "county_code": cell.county_code, "title": cell.name}
    else:
        enterprise = enterprise or make_enterprise(cell.region if cell else "360802001")
        about = {
            "kind": "enterprise",
            "enterprise": enterprise,
            "region_code": enterprise.region_code,
            "county_code": enterprise.county_code,
            "title": enterprise.name,
            "supervision_class": enterprise.supervision_class,
            "status": enterprise.status,
            "is_key": enterprise.is_key,
        }
    values = about | {"entered_on": first_day(round_.period), "cell_name": cell.name if cell else ""} | values
    if "checklist" not in values:
        values["checklist"] = make_checklist("sweep" if values["kind"] == "sweep" else "foundry")
    duty = Duty.objects.create(round=round_, period=round_.period, **values)
    counting.enter(round_, [duty])
    return duty


def make_visit(duty: Duty | None = None, **values) -> Visit:
    """A valid visit of a duty, whose standing follows (``recount``)."""
    duty = duty or make_duty()
    values = {
        "client_id": uuid4(),
        "outcome": "normal",
        "answers": {},
        "visited_on": first_day(duty.period) + timedelta(days=1),
        "recorded_at": NOON,
        **values,
    }
    if "recorded_by" not in values:
        values["recorded_by"] = make_officer("county_staff", duty.county_code or "360802")
    copied = ("period", "enterprise", "cell", "region_code", "county_code", "checklist")
    visit = Visit.objects.create(duty=duty, **{name: getattr(duty, name) for name in copied}, **values)
    counting.recount(Duty.objects.select_related("round").get(pk=duty.pk))
    duty.refresh_from_db()
    return visit


def make_finding(visit: Visit | None = None, **values) -> Finding:
    visit = visit or make_visit(outcome="problem")
    number = next(_numbers)
    copied = ("period", "enterprise", "cell", "region_code", "county_code")
    values = {
        "number": f"F{visit.period // 100}-{number:04d}",
        "title": visit.duty.title,
        "kind": "other",
        "severity": "minor",
        "description": f"情况{number}",
        "found_on": visit.visited_on,
        "deadline_days": 10,
        "deadline_on": visit.visited_on + timedelta(days=14),
        "recorded_at": NOON,
        "recorded_by": visit.recorded_by,
        **values,
    }
    return Finding.objects.create(visit=visit, **{name: getattr(visit, name) for name in copied}, **values)


def make_return(county: str | Region = "360802", round_: Round | None = None, **values) -> MonthlyReturn:
    """A county's return of the month, a draft unless said otherwise."""
    county, round_ = county if isinstance(county, Region) else make_region(county), round_ or make_round()
    values = {
        "period": round_.period,
        "region_code": county.code,
        "begun_at": NOON,
        "text": "本月情况",
        **values,
    }
    return MonthlyReturn.objects.create(round=round_, county=county, **values)
