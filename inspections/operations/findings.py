"""A finding comes into being: inside the transaction of the visit that saw it, or not at all."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models.functions import Length

from capacity_portal.journal import operations as journal
from capacity_portal.lib import territory
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.workdays import deadline
from capacity_portal.organization.models import Department, Threshold
from capacity_portal.organization.queries import work_calendar
from capacity_portal.organization.roles import Permission
from inspections import access
from inspections.choices import EnforcementState, Severity
from inspections.models import Finding, Visit
from inspections.operations.finding_parts import begin_clearing, note_step
from inspections.operations.zero_watch import send_back_false_zeros
from inspections.rules.findings import next_number, problems, tidy, usual_days, within_limits
from inspections.rules.reports import FindingDraft

# Any number will do that no other advisory lock of this database uses.
_NUMBERING = 7_204_001


@refused_in_chinese
@transaction.atomic
def open_finding(*, visit: Visit, draft: FindingDraft, by, at: datetime) -> Finding:
    """Put down what a visit found, numbered in the year of its month, with a deadline counted from the day of the visit.

    Confirmed 地条钢 production begins its clearing at once; a grid officer's word that it is confirmed is noted and waits for
    the county. A serious finding with a responsible unit is marked for enforcement by it; without one the page asks for it.
    Raises ValidationError keyed by field of ``FindingDraft``, StepRefused.
    """
    access.insist_on_place(by, Permission.RECORD_VISITS, region_code=visit.region_code, cell_id=visit.cell_id)
    draft = tidy(draft)
    if found := problems(draft):
        raise ValidationError(found)
    may_confirm = by is None or by.may(Permission.RECHECK_FINDINGS)
    finding = Finding(**_of_visit(visit), **_of_draft(draft), recorded_at=at, recorded_by=by)
    finding.is_confirmed = draft.is_confirmed and may_confirm
    _give_unit(finding, draft.responsible_unit_id)
    _give_deadline(finding, draft.deadline_days)
    finding.number = _number(visit.period // 100)
    finding.save(force_insert=True)
    journal.record_created(finding, step="create", by=by, at=at)
    note_step(finding, "create", text=_first_words(draft, finding), by=by, at=at)
    if finding.is_confirmed:
        begin_clearing(finding, by=by, at=at)
    send_back_false_zeros(round_id=visit.duty.round_id, county_codes=[finding.county_code])
    return finding


def due_on(start: date, days: int) -> date:
    """The day that lies ``days`` working days after ``start``, by the holidays that have been entered."""
    return deadline(start, days, work_calendar()).due


def unit_for(region_code: str, unit_id: int | None) -> Department | None:
    """The member unit with this id if it may answer for the region: its own, or one above it. Raises ValidationError."""
    if unit_id is None:
        return None
    unit = Department.objects.select_related("region").filter(pk=unit_id, is_active=True).first()
    if unit is None or not territory.contains(unit.region.code, region_code):
        raise ValidationError(
            {"responsible_unit_id": "所选责任单位不是本地区或上级在用的成员单位，请重新选择。"}
        )
    return unit


def _of_visit(visit: Visit) -> dict:
    copied = ("period", "enterprise_id", "cell_id", "region_code", "county_code")
    values = {name: getattr(visit, name) for name in copied}
    return values | {"visit": visit, "title": visit.duty.title, "found_on": visit.visited_on}


def _of_draft(draft: FindingDraft) -> dict:
    names = ("kind", "sub_kind", "severity", "description", "item_code", "requirement", "responsible_name")
    return {name: getattr(draft, name) for name in names}


def _give_unit(finding: Finding, unit_id: int | None) -> None:
    finding.responsible_unit = unit = unit_for(finding.region_code, unit_id)
    if finding.severity == Severity.SERIOUS and unit is not None:
        finding.enforcement_state, finding.enforcement_unit = EnforcementState.MARKED, unit
        finding.enforcement_on = finding.found_on


def _give_deadline(finding: Finding, days: int | None) -> None:
    if days is None:
        usual = usual_days(finding.severity)
        days = within_limits(Threshold.objects.value_of(usual.threshold, usual.days))
    finding.deadline_days, finding.deadline_on = days, due_on(finding.found_on, days)


def _first_words(draft: FindingDraft, finding: Finding) -> str:
    if draft.is_confirmed and not finding.is_confirmed:
        return "网格员报告查实地条钢生产，待县市区或办公室认定。"
    return ""


def _number(year: int) -> str:
    """The next number of the year; whoever asks for one waits for those who asked before to end."""
    if connection.vendor == "postgresql":  # elsewhere whoever writes holds the whole database
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_NUMBERING, year])
    taken = Finding.objects.filter(number__startswith=f"F{year}-").order_by(
        Length("number").desc(), "-number"
    )
    return next_number(year, taken.values_list("number", flat=True)[:1])
