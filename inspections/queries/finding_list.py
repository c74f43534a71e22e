"""The list of findings: what an officer sees under his filters, how many of each state, and what is overdue for whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet

from capacity_portal.lib.pages import Order, Orders
from capacity_portal.lib.territory import ancestors, next_prefix
from capacity_portal.organization.models import Department
from inspections.choices import EnforcementState, FindingKind, FindingState
from inspections.models import Finding
from inspections.queries.scope import findings_visible_to
from inspections.rules.finding_filters import ANY_ENFORCEMENT, UNCLOSED, FindingFilters, as_parameters

ORDERS = Orders(
    Order("newest", "最近登记的在前", ("-id",)),
    Order("deadline", "期限先到的在前", ("deadline_on", "id")),
)
_EXACT = {"kind": "kind", "severity": "severity", "period": "period"}


@dataclass(frozen=True)
class FindingList:
    """``rows`` unordered, for ``lib.pages.keyset_page`` with ``order`` and ``scope``."""

    rows: QuerySet[Finding]
    order: Order
    scope: str


def finding_list(officer, filters: FindingFilters, today: date) -> FindingList:
    """What the officer may see under the filters; ``today`` decides what is overdue."""
    order = ORDERS.named(filters.order)
    scope = urlencode({**as_parameters(filters), "within": officer.region_code, "who": officer.pk})
    return FindingList(narrowed(findings_visible_to(officer), filters, today), order, scope)


def narrowed(rows: QuerySet[Finding], filters: FindingFilters, today: date) -> QuerySet[Finding]:
    exact = {column: getattr(filters, name) for name, column in _EXACT.items() if getattr(filters, name)}
    rows = _by_state(rows.filter(**exact), filters, today)
    if filters.county:
        rows = rows.filter(region_code__gte=filters.county, region_code__lt=next_prefix(filters.county))
    if filters.enforcement == ANY_ENFORCEMENT:
        rows = rows.exclude(enforcement_state=EnforcementState.NONE)
    elif filters.enforcement:
        rows = rows.filter(enforcement_state=filters.enforcement)
    if filters.text:
        named = ("number", "title", "responsible_name")
        wanted = [Q(**{f"{name}__icontains": filters.text}) for name in named]
        rows = rows.filter(wanted[0] | wanted[1] | wanted[2])
    return rows


def overdue(rows: QuerySet[Finding], today: date) -> QuerySet[Finding]:
    """Those not closed whose deadline has passed."""
    return unclosed(rows).filter(deadline_on__lt=today)


def unclosed(rows: QuerySet[Finding]) -> QuerySet[Finding]:
    return rows.exclude(state=FindingState.CLOSED)


def unconfirmed(rows: QuerySet[Finding]) -> QuerySet[Finding]:
    """Suspected 地条钢 production that is open and that nobody has confirmed or ruled out."""
    return unclosed(rows).filter(kind=FindingKind.REVIVAL, is_confirmed=False, is_ruled_out=False)


def awaiting_look_back(rows: QuerySet[Finding]) -> QuerySet[Finding]:
    """Closed ones with a complete clearing whose look-back (回头看) has not been recorded."""
    return rows.filter(state=FindingState.CLOSED, clearing__recheck_on__isnull=False)


def state_counts(officer, filters: FindingFilters, today: date) -> Mapping[str, int]:
    """How many under the filters (that of the state left out) are in each state, overdue and escalated; one query."""
    rows = narrowed(findings_visible_to(officer), filters.without("state", "overdue", "escalated"), today)
    is_open = ~Q(state=FindingState.CLOSED)
    return rows.order_by().aggregate(
        **{state: Count("id", filter=Q(state=state)) for state in FindingState.values},
        overdue=Count("id", filter=is_open & Q(deadline_on__lt=today)),
        escalated=Count("id", filter=is_open & Q(escalated_at__isnull=False)),
    )


def units_over(region_code: str) -> QuerySet[Department]:
    """Member units in use of the region and of those above it: who may answer for, or enforce in, it."""
    codes = [region_code, *ancestors(region_code)]
    found = Department.objects.filter(is_active=True, region__code__in=codes)
    return found.select_related("region").order_by("-region__code", "id")


def _by_state(rows: QuerySet[Finding], filters: FindingFilters, today: date) -> QuerySet[Finding]:
    if filters.state == UNCLOSED:
        rows = unclosed(rows)
    elif filters.state:
        rows = rows.filter(state=filters.state)
    if filters.overdue:
        rows = overdue(rows, today)
    if filters.escalated:
        rows = unclosed(rows).exclude(escalated_at=None)
    if filters.look_back:
        rows = awaiting_look_back(rows)
    return unconfirmed(rows) if filters.unconfirmed else rows
