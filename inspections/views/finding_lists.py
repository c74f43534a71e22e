"""The list of findings: filters, counts of each state, pages whose cost does not grow."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from capacity_portal.lib import months
from capacity_portal.lib.pager import pager
from capacity_portal.lib.pages import keyset_page, text_param
from capacity_portal.lib.territory import Level, level_of
from capacity_portal.organization.access import requires
from capacity_portal.organization.queries import counties_of, region_names
from capacity_portal.organization.roles import Permission
from inspections.choices import FindingKind, FindingState, Severity
from inspections.documents import finding_facts
from inspections.forms.findings import FindingFilterForm
from inspections.models import Finding
from inspections.queries.finding_list import ORDERS, finding_list, state_counts
from inspections.rules.finding_filters import (
    ENFORCEMENT_CHOICES,
    STATE_CHOICES,
    FindingFilters,
    as_parameters,
    parse,
)

PAGE_SIZE = 50
_ALL = ("", "全部")
_CHOICES = {
    "kind": [_ALL, *FindingKind.choices],
    "severity": [_ALL, *Severity.choices],
    "state": [_ALL, *STATE_CHOICES],
    "enforcement": [_ALL, *ENFORCEMENT_CHOICES],
    "order": [(name, order.label) for name, order in ORDERS.items()],
}
_BOXES = {"overdue": "逾期", "escalated": "已升级", "unconfirmed": "待查实", "look_back": "待回头看"}
_CHIPS = [
    *((label, {"state": value}) for value, label in FindingState.choices),
    ("逾期", {"overdue": "1"}),
    ("已升级", {"escalated": "1"}),
]


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    finding: Finding
    badges: list[finding_facts.Badge]
    due: str
    is_overdue: bool
    county: str


@require_safe
@requires(Permission.VIEW_INSPECTIONS)
def findings(request: HttpRequest) -> HttpResponse:
    """One page of the findings the officer may see under the filters of the address."""
    filters, today = parse(request.GET), timezone.localdate()
    found = finding_list(request.user, filters, today)
    rows = found.rows.select_related("responsible_unit", "enforcement_unit")
    cursor = text_param(request.GET, "cursor", longest=2_000)
    page = keyset_page(rows, found.order, cursor=cursor, size=PAGE_SIZE, scope=found.scope)
    parameters = as_parameters(filters)
    counties = _counties(request.user, today)
    query = urlencode(parameters)
    context = {
        "rows": _rows(page.rows, today),
        "counts": _counts(request, filters, today),
        "filters": filters,
        "form": FindingFilterForm(parameters, choices=_CHOICES | {"county": counties}, auto_id="filter-%s"),
        "applied": applied(filters, counties),
        "clear_url": reverse("inspections:findings"),
        "may": _may(request.user),
        "batch_actions": [("print", "打印整改单")] if request.user.may(Permission.PRINT_DOSSIERS) else [],
        "query": f"?{query}" if query else "",
        **pager(page, parameters, "个"),
    }
    return render(request, "inspections/findings.html", context)


def _rows(found: Iterable[Finding], today: date) -> list[Row]:
    found = list(found)
    names = region_names(row.county_code for row in found)
    return [
        Row(
            row,
            finding_facts.badges(row, today),
            _due(row, today),
            finding_facts.is_overdue(row, today),
            names.get(row.county_code, row.county_code),
        )
        for row in found
    ]


def _due(finding: Finding, today: date) -> str:
    return f"逾期{(today - finding.deadline_on).days}天" if finding_facts.is_overdue(finding, today) else ""


def _counts(request: HttpRequest, filters: FindingFilters, today: date) -> list[dict]:
    """Chips of _partials/counts.html: every state, the overdue and the escalated ones."""
    numbers = state_counts(request.user, filters, today)
    rest = as_parameters(filters.without("state", "overdue", "escalated"))
    parameters = as_parameters(filters)
    return [
        {
            "label": label,
            "count": f"{numbers[next(iter(change.values())) if 'state' in change else next(iter(change))]:,}",
            "url": f"?{urlencode(rest | change)}",
            "is_current": change.items() <= parameters.items(),
        }
        for label, change in _CHIPS
    ]


def _counties(officer, today: date) -> list[tuple[str, str]]:
    """Counties to choose from; none for whoever has only one."""
    if level_of(officer.region_code) >= Level.COUNTY:
        return []
    return [_ALL, *counties_of(officer.region_code, today).values_list("code", "name")]


def applied(filters: FindingFilters, counties: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """(text, address without it) of each filter in force."""
    labels = {name: dict(pairs) for name, pairs in (_CHOICES | {"county": counties}).items()}
    lines = []
    for name, value in as_parameters(filters).items():
        if name != "order":
            rest = as_parameters(filters.without(name))
            lines.append((_in_words(name, value, labels), f"?{urlencode(rest)}"))
    return lines


def _in_words(name: str, value: str, labels: dict) -> str:
    if name == "text":
        return f"含“{value}”"
    if name == "period":
        return months.label(months.parse(value))
    return _BOXES.get(name) or labels[name].get(value, value)


def _may(officer) -> dict[str, bool]:
    return {
        "export": officer.may(Permission.EXPORT_LEDGER),
        "remind": officer.may(Permission.RECHECK_FINDINGS),
    }
