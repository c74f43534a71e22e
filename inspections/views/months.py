"""Where the inspections begin, and the list of months."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from capacity_portal.lib import months as labels
from capacity_portal.lib.pager import pager
from capacity_portal.lib.pages import keyset_page, text_param
from capacity_portal.lib.tables import per_cent
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from inspections.choices import RoundState
from inspections.models import Round
from inspections.queries.areas import home_county, sees_areas
from inspections.queries.months import NEWEST_FIRST, accounts
from inspections.queries.rounds import newest_round, rounds_listed

STATE_KINDS = {RoundState.OPEN: "running", RoundState.CLOSED: "closed", RoundState.REOPENED: "warn"}


@require_safe
@requires(Permission.VIEW_INSPECTIONS)
def home(request: HttpRequest) -> HttpResponse:
    """The page of the newest month that is this officer's: his list, his county, or the prefecture."""
    if not sees_areas(request.user):
        return redirect("inspections:mine")
    newest = newest_round()
    if newest is None:
        return redirect("inspections:rounds")
    if county := home_county(request.user):
        return redirect("inspections:round-county", newest.period, county)
    return redirect("inspections:round", newest.period)


@require_safe
@requires(Permission.VIEW_INSPECTIONS)
def months(request: HttpRequest) -> HttpResponse:
    """All months, the newest first, with what was due and done in the officer's region; not for grid officers."""
    if not sees_areas(request.user):
        raise Http404
    cursor = text_param(request.GET, "cursor", longest=2_000)
    page = keyset_page(rounds_listed(), NEWEST_FIRST, cursor=cursor, size=24)
    found = accounts(request.user, page.rows)
    context = {
        "rows": [_line(one, found[one.pk]) for one in page.rows],
        "county": home_county(request.user),
        "open_url": reverse("inspections:round-open") if request.user.may(Permission.MANAGE_ROUNDS) else "",
        **pager(page, unit="个月"),
    }
    return render(request, "inspections/months.html", context)


def _line(one: Round, account: dict) -> dict:
    return {
        "round": one,
        "label": labels.label(one.period),
        "account": account,
        "rate": per_cent(account["per_mille"]).text,
        "uncovered": account["pending"] + account["attempted"],
        "kind": STATE_KINDS[RoundState(one.state)],
    }
