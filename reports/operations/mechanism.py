"""The mechanism on record: basis documents, the leading group from day to day, duties of member units by year."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.organization.roles import Permission
from reports.models import BasisDocument, GroupMember, UnitDuty
from reports.operations.door import worded
from reports.operations.keeping import at_version, created, fill, insist_own, removed
from reports.operations.links import insist_on_links
from reports.rules.contacts import personal_number, telephone_problem

Part = BasisDocument | GroupMember | UnitDuty
EDITABLE: dict[type, frozenset[str]] = {
    BasisDocument: frozenset({"year", "title", "printed_number", "role", "position", "incoming", "notice"}),
    GroupMember: frozenset({"role", "post", "department", "position", "since", "until"}),
    UnitDuty: frozenset({"year", "department", "duty", "measures", "contact_post", "telephone"}),
}
_MAY = Permission.COMPILE_REPORTS


@refused_in_chinese
@transaction.atomic
def add_part(*, model: type[Part], region_code: str, values: Mapping[str, Any], by, at: datetime) -> Part:
    """Add a basis document, a post of the leading group or a unit's duty. Raises PermissionDenied, ValidationError, ConstraintRefused."""
    insist_own(by, _MAY, region_code)
    record = model(region_code=region_code)
    _insist_on_documents(record, values, by)
    fill(record, _lawful(model, values))
    _insist_on_no_person(record)
    _insist_on_place(record)
    return created(record, by=by, at=at)


@refused_in_chinese
@transaction.atomic
def edit_part(*, part: Part, values: Mapping[str, Any], version: int | None = None, by, at: datetime) -> Part:
    """Correct one; a unit's duty that stands at ``version``. Raises as ``add_part``, StepRefused."""
    insist_own(by, _MAY, part.region_code)
    current = _locked(part, version)
    _insist_on_documents(current, values, by)
    with journal.recording(current, step="edit", by=by, at=at):
        fill(current, _lawful(type(part), values))
        _insist_on_no_person(current)
        _insist_on_place(current)
        if isinstance(current, UnitDuty):
            current.version += 1
        current.save()
    return current


@transaction.atomic
def remove_part(*, part: Part, note: str, by, at: datetime) -> None:
    """Take out what was entered by mistake; who leaves the leading group gets his last day instead (``end_member``)."""
    insist_own(by, _MAY, part.region_code)
    note = worded(note, "note", 200, wanted="请写明移除理由。")
    current = type(part).objects.select_for_update(of=("self",)).filter(pk=part.pk).first()
    if current is not None:
        removed(current, by=by, at=at, note=note)


@refused_in_chinese
@transaction.atomic
def end_member(*, member: GroupMember, until: date, by, at: datetime) -> GroupMember:
    """The last day of a post in the leading group; the line stays in the history."""
    insist_own(by, _MAY, member.region_code)
    current = GroupMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if until < current.since:
        raise ValidationError({"until": f"截止日期不能早于起始日期{current.since:%Y-%m-%d}。"})
    with journal.recording(current, step="edit", by=by, at=at):
        fill(current, {"until": until}).save()
    return current


@refused_in_chinese
@transaction.atomic
def copy_duties(*, region_code: str, year: int, by, at: datetime) -> int:
    """Take over last year's duties of the member units; what this year has stays as it is. Returns how many came."""
    insist_own(by, _MAY, region_code)
    own = UnitDuty.objects.filter(region_code=region_code).select_for_update(of=("self",))
    known = set(own.filter(year=year).values_list("department_id", "duty"))
    copied = 0
    for row in own.filter(year=year - 1, department__is_active=True).order_by("id"):
        if (row.department_id, row.duty) not in known:
            row.pk, row.year, row.version = None, year, 1
            row._state.adding = True
            created(row, step="copy", by=by, at=at)
            copied += 1
    return copied


@refused_in_chinese
@transaction.atomic
def copy_basis(*, region_code: str, year: int, by, at: datetime) -> int:
    """Take over last year's basis documents; returns how many came."""
    insist_own(by, _MAY, region_code)
    own = BasisDocument.objects.filter(region_code=region_code).select_for_update(of=("self",))
    known = set(own.filter(year=year).values_list("title", flat=True))
    rows = [row for row in own.filter(year=year - 1).order_by("position", "id") if row.title not in known]
    for row in rows:
        row.pk, row.year = None, year
        row._state.adding = True
        created(row, step="copy", by=by, at=at)
    return len(rows)


def _locked(part: Part, version: int | None) -> Part:
    if isinstance(part, UnitDuty):
        return at_version(UnitDuty, part.pk, part.version if version is None else version)
    return type(part).objects.select_for_update(of=("self",)).get(pk=part.pk)


def _lawful(model: type[Part], values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(values) - EDITABLE[model]
    if unknown:
        raise ValueError(f"not editable: {sorted(unknown)}")
    return dict(values)


def _insist_on_documents(record: Part, values: Mapping[str, Any], by) -> None:
    if isinstance(record, BasisDocument):
        insist_on_links(record, notice=values.get("notice"), incoming=values.get("incoming"), by=by)


def _insist_on_no_person(record: Part) -> None:
    """The chart of duties is printed: it names offices and landlines (T23)."""
    if not isinstance(record, UnitDuty):
        return
    found = {name: personal_number(getattr(record, name)) for name in ("duty", "measures", "contact_post")}
    found["telephone"] = telephone_problem(record.telephone)
    if wrong := {name: sentence for name, sentence in found.items() if sentence}:
        raise ValidationError(wrong)


def _insist_on_place(record: Part) -> None:
    """A member unit belongs to the region whose leading group it is in."""
    department = getattr(record, "department", None)
    if department is not None and department.region.code != record.region_code:
        raise ValidationError({"department": "所选单位不是本地区的成员单位，请从列表中选择。"})
