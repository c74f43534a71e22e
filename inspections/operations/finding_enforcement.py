"""The course of a finding at the unit that may enforce: its state, unit, days and outcome (the case file comes later)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.organization.roles import Permission
from inspections import access
from inspections.models import Finding
from inspections.operations.finding_parts import note_step
from inspections.operations.finding_steps import locked, tidy
from inspections.operations.findings import unit_for
from inspections.queries.finding_case import person_of
from inspections.rules.finding_workflow import Given, checked_enforcement

_LONGEST = 500


@refused_in_chinese
@transaction.atomic
def enforce(*, finding: Finding, step: str, version: int, given: Given, by, at: datetime) -> Finding:
    """Take a step of ``rules.finding_workflow.ENFORCEMENT``; it goes on when the finding itself is closed.

    Raises FindingChanged, StepRefused, ValidationError by field of ``Given``, PermissionDenied.
    """
    current = locked(finding, version)
    access.insist_on_place(
        by, Permission.RECHECK_FINDINGS, region_code=current.region_code, cell_id=current.cell_id
    )
    given, today = tidy(given), localdate(at)
    since = current.enforcement_on or current.found_on
    taken = checked_enforcement(
        step, current.enforcement_state, given, person_of(by), since=since, today=today
    )
    with journal.recording(current, step="enforce", by=by, at=at, note=given.text):
        current.enforcement_state = taken.target
        if taken.name == "mark":
            current.enforcement_unit = _unit(current, given.unit)
        current.enforcement_on = given.on or today
        current.enforcement_note = given.text[:_LONGEST] or current.enforcement_note
        current.version += 1
        current.save()
    note_step(current, "enforce", text=_words(current, taken.label, given), by=by, at=at)
    return current


def _unit(finding: Finding, unit_id: int):
    try:
        return unit_for(finding.region_code, unit_id)
    except ValidationError as refused:
        raise ValidationError(
            {"unit": "所选执法单位不是本地区或上级在用的成员单位，请重新选择。"}
        ) from refused


def _words(finding: Finding, label: str, given: Given) -> str:
    parts = [f"{label}：{finding.enforcement_unit.name}，{finding.enforcement_on}。", given.text]
    return "".join(parts)[:1000]
