"""The ledger: filtered, searched, sorted where an index carries it, in pages whose cost does not grow."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from capacity_portal.imports.queries import may_import
from capacity_portal.imports.registry import find
from capacity_portal.journal.once import once
from capacity_portal.lib.pages import KeysetPage, bounded_count, keyset_page, text_param
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from enterprises import operations, sheets
from enterprises.queries import Ledger, columns_of, filter_counts
from enterprises.queries import ledger as listed
from enterprises.rules.filters import LedgerFilters, as_parameters, parse
from enterprises.views import ledger_rows
from enterprises.views.batch_actions import offered
from enterprises.views.ledger_options import applied, count_facets, options
from enterprises.views.selection import MOST
from enterprises.views.tabs import pager

PAGE_SIZE = 50


@require_safe
@requires(Permission.VIEW_LEDGER)
def ledger(request: HttpRequest) -> HttpResponse:
    """One page of what the officer may see under the filters of the address; ``?counts=1`` adds the counts."""
    filters = parse(request.GET)
    found = listed(request.user, filters)
    columns = sheets.chosen(columns_of(request.user))
    cursor = text_param(request.GET, "cursor", longest=2_000)
    page = keyset_page(
        sheets.reading(found.rows, columns), found.order, cursor=cursor, size=PAGE_SIZE, scope=found.scope
    )
    context = {
        "order": found.order,
        "heads": ledger_rows.heads(columns, found, filters),
        "page": page,
        "rows": ledger_rows.rows(page.rows, columns),
        "columns": ledger_rows.column_choices(columns),
        "batch_actions": [(action.name, action.label) for action in offered(request.user)],
        "may": _may(request.user),
        **_filter_bar(request, filters, found),
        **_addresses(filters, page),
    }
    return render(request, "enterprises/ledger.html", context)


def _filter_bar(request: HttpRequest, filters: LedgerFilters, found: Ledger) -> dict:
    lists = options(request.user, filters)
    return {
        "filters": filters,
        "options": lists,
        "applied": applied(filters, lists),
        "counts": _counts(request, filters, found) if "counts" in request.GET else None,
    }


def _counts(request: HttpRequest, filters: LedgerFilters, found: Ledger) -> dict:
    """Counts are asked for by a click: some forty small queries, each bounded."""
    total = bounded_count(found.rows, 10_000)
    facets = count_facets(filter_counts(request.user, filters), filters)
    return {"total": total.label, "facets": facets}


def _may(officer) -> dict[str, bool]:
    return {
        "create": officer.may(Permission.EDIT_LEDGER),
        "export": officer.may(Permission.EXPORT_LEDGER),
        "take_in": may_import(officer, find("ledger")),
    }


def _addresses(filters: LedgerFilters, page: KeysetPage) -> dict:
    parameters = as_parameters(filters)
    query = f"?{urlencode(parameters)}"
    return {
        "query": query if parameters else "",
        "hidden": list(parameters.items()),
        "clear_url": reverse("enterprises:ledger"),
        "counts_url": f"?{urlencode(parameters | {'counts': '1'})}",
        "matching": bool(page.next_cursor or page.previous_cursor),
        "matching_text": f"不只本页，符合条件的全部（一次最多{MOST:,}家）",
        **pager(page, query, "家"),
    }


@require_POST
@requires(Permission.VIEW_LEDGER)
@once
def columns(request: HttpRequest) -> HttpResponse:
    """Remember which columns this officer wants to see."""
    keys = [] if request.POST.get("reset") else request.POST.getlist("column")[:100]
    known = [key for key in keys if key in sheets.COLUMNS]
    operations.remember_columns(officer=request.user, keys=known)
    filters = as_parameters(parse(QueryDict(text_param(request.POST, "back", longest=1_000).lstrip("?"))))
    return redirect(f"{reverse('enterprises:ledger')}?{urlencode(filters)}")
