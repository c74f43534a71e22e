"""Rewards for the office: the year's list with totals, and one page each to propose, decide and pay."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from capacity_portal.lib.pages import choice_param, int_param
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from tipoffs.choices import RewardSplit, RewardState
from tipoffs.models import Reward, RewardScheme
from tipoffs.queries.rewards import Total, paid_in, rewards_visible_to, totals_of
from tipoffs.queries.scope import is_office
from tipoffs.rules.rewards import yuan

SHOWN = 500
KINDS = {"proposed": "warn", "granted": "running", "denied": "neutral", "paid": "good", "lapsed": "neutral"}


@require_safe
@requires(Permission.VIEW_TIPOFFS)
def rewards(request: HttpRequest) -> HttpResponse:
    """Rewards proposed in a year, with the totals by state; ``?state=`` alone: all that wait, of whatever year."""
    office_or_404(request)
    today = timezone.localdate()
    state = choice_param(request.GET, "state", RewardState.values)
    asked = int_param(request.GET, "year", least=2000, most=2100)
    year = asked or today.year
    count, fen = paid_in(request.user, year)
    context = {
        "year": year,
        "years": range(today.year, today.year - 5, -1),
        "state": RewardState(state).label if state else "",
        "totals": [_line(total, year) for total in totals_of(request.user, year)],
        "paid": (count, yuan(fen)),
        "rows": _rows(request, state, None if state and not asked else year),
        "is_of_year": bool(asked or not state),
        "all_url": _url(year, ""),
        "schemes": _schemes(request),
    }
    return render(request, "tipoffs/rewards.html", context)


def _line(total: Total, year: int) -> tuple[Total, str, str]:
    return total, yuan(total.fen), _url(year, total.state)


def _rows(request: HttpRequest, state: str, year: int | None) -> list[tuple[Reward, str, str]]:
    rows = rewards_visible_to(request.user).select_related("tip", "scheme", "proposed_by", "decided_by")
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(proposed_at__year=year) if year else rows
    return [(row, yuan(row.fen), KINDS[row.state]) for row in rows.order_by("-proposed_at", "-id")[:SHOWN]]


def office_or_404(request: HttpRequest) -> None:
    """Rewards are the office's business alone."""
    if not is_office(request.user):
        raise Http404


def _schemes(request: HttpRequest) -> list[tuple[RewardScheme, str]]:
    code = request.user.region_code
    rows = (
        RewardScheme.objects.filter(region__code__startswith=code)
        .select_related("region")
        .prefetch_related("amounts")
    )
    return [
        (scheme, RewardSplit(scheme.split).label)
        for scheme in rows.order_by("region__code", "-valid_from", "id")[:50]
    ]


def _url(year: int, state: str) -> str:
    return reverse("tipoffs:rewards") + f"?year={year}" + (f"&state={state}" if state else "")
