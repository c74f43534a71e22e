"""What findings put on the desk: to mend, to re-inspect, to confirm; what is overdue first; for the office what was handed up."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.urls import reverse
from django.utils.http import urlencode

from capacity_portal.lib.pages import BoundedCount, bounded_count
from capacity_portal.organization.roles import Permission
from enterprises import registries
from enterprises.registries import Duty
from inspections.choices import EnforcementState, FindingState, Severity
from inspections.documents.finding_facts import due_label
from inspections.queries.finding_list import narrowed
from inspections.queries.scope import findings_visible_to
from inspections.rules.finding_filters import FindingFilters, as_parameters

_AHEAD = timedelta(days=30)


def register() -> None:
    """Called from AppConfig.ready."""
    for source in (overdue, to_mend, to_recheck, escalated, to_confirm, to_hand_over, to_look_back):
        registries.register_duty(source)


def overdue(officer, today: date) -> Iterable[Duty]:
    """Whoever mends or judges sees first what is late."""
    if officer.may(Permission.RECTIFY_FINDINGS) and not _is_office(officer):
        filters = FindingFilters(overdue=True, order="deadline")
        rows = _rows(officer, filters, today)
        found = bounded_count(rows)
        if found.n:
            oldest = rows.order_by("deadline_on").values_list("deadline_on", flat=True)[0]
            yield _duty(
                "整改逾期的问题", filters, found, "已逾期", "bad", is_overdue=True, due=oldest, today=today
            )


def to_mend(officer, today: date) -> Iterable[Duty]:
    """Open findings in time, with the nearest deadline."""
    if not officer.may(Permission.RECTIFY_FINDINGS) or _is_office(officer):
        return
    filters = FindingFilters(state="unclosed", order="deadline")
    rows = (
        _rows(officer, filters, today).filter(deadline_on__gte=today).exclude(state=FindingState.TO_RECHECK)
    )
    found = bounded_count(rows)
    if found.n:
        nearest = rows.order_by("deadline_on").values_list("deadline_on", flat=True)[0]
        yield _duty("正在整改的问题", filters, found, "整改中", "running", due=nearest, today=today)


def to_recheck(officer, today: date) -> Iterable[Duty]:
    """Claims that wait for somebody else to look; his own wait for others."""
    if not officer.may(Permission.RECHECK_FINDINGS) or _is_office(officer):
        return
    filters = FindingFilters(state=FindingState.TO_RECHECK, order="deadline")
    found = bounded_count(_rows(officer, filters, today).exclude(claimed_by=officer))
    if found.n:
        yield _duty("待复查的问题", filters, found, "待复查", "warn", detail="须由报请复查以外的人员到场复查")


def escalated(officer, today: date) -> Iterable[Duty]:
    """For the office: what counties let pass."""
    if _is_office(officer):
        filters = FindingFilters(escalated=True, order="deadline")
        found = bounded_count(_rows(officer, filters, today))
        if found.n:
            yield _duty(
                "逾期升级到市级的问题",
                filters,
                found,
                "已升级",
                "bad",
                detail="可催办、延长期限或直接复查",
                is_overdue=True,
            )


def to_confirm(officer, today: date) -> Iterable[Duty]:
    """Suspected 地条钢 production that somebody must confirm or rule out."""
    if officer.may(Permission.RECHECK_FINDINGS):
        filters = FindingFilters(unconfirmed=True)
        found = bounded_count(_rows(officer, filters, today))
        if found.n:
            yield _duty("疑似地条钢死灰复燃，待查实的问题", filters, found, "待查实", "bad")


def to_hand_over(officer, today: date) -> Iterable[Duty]:
    """Serious findings for which no unit is named that may enforce."""
    if officer.may(Permission.RECHECK_FINDINGS):
        filters = FindingFilters(severity=Severity.SERIOUS, state="unclosed")
        rows = _rows(officer, filters, today).filter(
            enforcement_state=EnforcementState.NONE, is_ruled_out=False
        )
        found = bounded_count(rows)
        if found.n:
            yield _duty("没有明确执法单位的重大问题", filters, found, "待明确", "bad")


def to_look_back(officer, today: date) -> Iterable[Duty]:
    """Cleared 地条钢 that the county looks at again; for the office what the county let pass."""
    if not officer.may(Permission.RECHECK_FINDINGS):
        return
    filters = FindingFilters(look_back=True)
    until = today - timedelta(days=1) if _is_office(officer) else today + _AHEAD
    rows = _rows(officer, filters, today).filter(clearing__recheck_on__lte=until)
    found = bounded_count(rows)
    if found.n:
        first = rows.order_by("clearing__recheck_on").values_list("clearing__recheck_on", flat=True)[0]
        late = first < today
        yield _duty(
            "彻底取缔后待回头看的问题", filters, found, "已逾期" if late else "待回头看", "bad" if late else "warn",
            detail="到场核查是否反弹，登记情况和证据", is_overdue=late, due=first, today=today,
        )  # fmt: skip


def _is_office(officer) -> bool:
    return officer.may(Permission.MANAGE_ROUNDS)


def _rows(officer, filters: FindingFilters, today: date):
    return narrowed(findings_visible_to(officer), filters, today)


def _duty(
    title: str, filters: FindingFilters, found: BoundedCount, label: str, kind: str,
    *, detail: str = "", is_overdue: bool = False, due: date | None = None, today: date | None = None,
) -> Duty:  # fmt: skip
    return Duty(
        title=title,
        url=f"{reverse('inspections:findings')}?{urlencode(as_parameters(filters))}",
        count=found.label,
        unit="个",
        detail=detail,
        state_label=label,
        state_kind=kind,
        due_on=due,
        due_label=due_label(due, today) if due else "",
        is_overdue=is_overdue,
    )
