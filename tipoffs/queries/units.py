"""A tip as seen from the units it was handed to: whose part is which, who may be named as having been there."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from capacity_portal.lib import territory
from capacity_portal.organization.models import Department, Officer
from capacity_portal.organization.roles import ROLES, Permission, RoleCode
from tipoffs.choices import AssignmentState, RequestState
from tipoffs.models import Assignment, Extension, Tip
from tipoffs.queries.clock_rules import clock_of
from tipoffs.queries.objections import keeps_off
from tipoffs.queries.scope import assignments_of, exclusions_in_force

_ENDED_ELSEWHERE = (AssignmentState.RETURNED, AssignmentState.TRANSFERRED)
_VERIFIERS = [role for role, entry in ROLES.items() if Permission.VERIFY_TIPOFFS in entry.permissions]


def parts_of(tip: Tip) -> QuerySet[Assignment]:
    """The parts of this turn that were not ended elsewhere, the leading one first."""
    rows = tip.assignments.filter(turn=tip.turn).exclude(state__in=_ENDED_ELSEWHERE)
    return rows.select_related("region", "department").order_by("-is_lead", "id")


def lead_of(tip: Tip) -> Assignment | None:
    """The leading unit's part in this turn, open or delivered."""
    return parts_of(tip).filter(is_lead=True).last()


def part_for(tip: Tip, officer) -> Assignment | None:
    """The officer's unit's own part in this turn."""
    return parts_of(tip).filter(pk__in=assignments_of(officer).filter(tip=tip).values("pk")).first()


def accounts_of(part: Assignment) -> QuerySet[Officer]:
    """Accounts of the very unit whose part it is: of a county its own, of a member unit those of its department."""
    rows = Officer.objects.filter(region_code=part.region_code, role__in=_VERIFIERS)
    if part.department_id:
        return rows.filter(role=RoleCode.MEMBER_UNIT, department=part.department_id)
    return rows.exclude(role=RoleCode.MEMBER_UNIT)


def may_be_named(tip: Tip) -> QuerySet[Officer]:
    """Open accounts of the units of this turn that verify, without those who keep out of the tip (回避)."""
    unit = Q(pk=None)
    for part in parts_of(tip):
        own = Q(region_code=part.region_code)
        unit |= own & (Q(department=part.department_id) if part.department_id else Q())
    rows = Officer.objects.filter(unit, is_active=True, role__in=_VERIFIERS)
    return without_kept_out(rows, tip).select_related("department").order_by("-region_code", "id")


def without_kept_out(rows: QuerySet[Officer], tip: Tip) -> QuerySet[Officer]:
    """``rows`` but for those who keep out of the tip in person, with their unit or with their region."""
    for party in exclusions_in_force(tip):
        keeps_out = Q(pk=party.officer_id) if party.officer_id else Q(department=party.department_id)
        keeps_out = Q(region_code=party.region_code) if party.region_id else keeps_out
        rows = rows.exclude(keeps_out)
    return rows


def units_over(region_code: str) -> QuerySet[Department]:
    """Member units in use of the region and of those above it: who may punish there."""
    codes = [region_code, *territory.ancestors(region_code)]
    found = Department.objects.filter(is_active=True, region__code__in=codes)
    return found.select_related("region").order_by("-region__code", "id")


def days_left_to_ask(part: Assignment) -> int:
    """How many working days an extension of ``part`` may still have: the kind's longest, less what was granted.

    The leading unit takes over the deadline of the one before it (改派), so what the tip's leading units had counts together.
    """
    rows = Extension.objects.filter(state=RequestState.APPROVED, assignment__tip=part.tip_id)
    if part.is_lead:
        rows = rows.filter(assignment__turn=part.turn, assignment__is_lead=True)
    else:
        rows = rows.filter(assignment=part)
    granted = rows.values_list("days", flat=True)
    return max(0, clock_of(part.tip.kind).extension_days - sum(granted))


def was_returned(tip: Tip) -> bool:
    """Whether some unit has already returned the tip: it may be done once."""
    return tip.assignments.filter(state=AssignmentState.RETURNED).exists()


def waiting_extensions(tip: Tip) -> QuerySet[Extension]:
    """Those that wait for the leader."""
    return Extension.objects.filter(assignment__tip=tip, state=RequestState.ASKED).select_related(
        "assignment__tip", "asked_by"
    )


def is_before_expiry(part: Assignment, today: date) -> bool:
    """Whether more time may still be asked for: the last day counts."""
    return today <= part.due_on


def against_granting(part: Assignment, today: date) -> str:
    """Why more time can no longer be granted for a part, and what to do; "" when it can."""
    if part.state != AssignmentState.OPEN:
        return "交办已经结束，不能再批准延期；请选择“不批准”并写明原因。"
    if not is_before_expiry(part, today):
        return f"反馈期限 {part.due_on} 已过，不能批准，请选“不批准”并写明原因。"
    return ""


def may_lead(tip: Tip, officer, *, office_too: bool) -> bool:
    """Whether the officer's unit leads the tip (``office_too``: or he handles it): what pages ask before the operation does."""
    lead = lead_of(tip)
    if lead is None:
        return False
    is_office = office_too and officer.may(Permission.HANDLE_TIPOFFS) and not keeps_off(tip, officer)
    return is_office or assignments_of(officer).filter(pk=lead.pk).exists()


def units_holding(tips: Iterable[Tip]) -> dict[int, list[Assignment]]:
    """The parts of the present turn of each tip, the leading one first; one query."""
    turns = {tip.pk: tip.turn for tip in tips}
    rows = Assignment.objects.filter(tip__in=list(turns)).exclude(state__in=_ENDED_ELSEWHERE)
    found: dict[int, list[Assignment]] = {}
    for part in rows.select_related("region", "department").order_by("-is_lead", "id"):
        if part.turn == turns[part.tip_id]:
            found.setdefault(part.tip_id, []).append(part)
    return found
