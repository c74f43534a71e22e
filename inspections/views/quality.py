"""The quality test for the prefecture: scores of a month, and the reasons of one county with the visits behind them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from capacity_portal.journal.once import once
from capacity_portal.lib import months
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from inspections.models import QualityScore
from inspections.operations.quality import score_later
from inspections.queries.return_lists import counties_for
from inspections.queries.scope import visits_visible_to
from inspections.queries.scores import score_of, scores_of
from inspections.views.coverage import round_or_404
from inspections.views.returns import placed

SHOWN = 50
_GOOD, _FAIR = 85, 60


@require_safe
@requires(Permission.REVIEW_RETURNS)
def month(request: HttpRequest, month: int) -> HttpResponse:
    """Every county of the month with its score, the lowest first; counties without one after them."""
    round_ = round_or_404(month)
    counties = {county.code: county for county in counties_for(request.user, timezone.localdate())}
    scores = [score for score in scores_of(round_) if score.county_code in counties]
    scored = {score.county_code for score in scores}
    context = {
        "round": round_,
        "label": months.label(month),
        "rows": [(counties[score.county_code], score, kind_of(score)) for score in scores],
        "unscored": [county for code, county in counties.items() if code not in scored],
        "computed_at": max((score.computed_at for score in scores), default=None),
        "crumbs": _crumbs(month),
    }
    return render(request, "inspections/quality_month.html", context)


@require_safe
@requires(Permission.REVIEW_RETURNS)
def county(request: HttpRequest, month: int, code: str) -> HttpResponse:
    """One county's score, why, and the records behind each reason."""
    round_, place, _ = placed(request, month, code)
    score = score_of(round_, place.code)
    shown = [number for reason in _reasons(score) for number in reason["visits"][:SHOWN]]
    visits = visits_visible_to(request.user).select_related("duty", "recorded_by").in_bulk(shown)
    context = {
        "round": round_,
        "county": place,
        "label": months.label(month),
        "score": score,
        "kind": kind_of(score) if score else "",
        "reasons": [_with_visits(reason, visits) for reason in _reasons(score)],
        "crumbs": _crumbs(month, place.name),
    }
    return render(request, "inspections/quality.html", context)


@require_POST
@requires(Permission.REVIEW_RETURNS)
@once
def recompute(request: HttpRequest, month: int) -> HttpResponse:
    """Have the scores computed anew in the background."""
    try:
        job = score_later(round_=round_or_404(month), by=request.user, at=timezone.now())
    except StepRefused as refused:
        messages.error(request, str(refused))
        return redirect("inspections:quality-month", month)
    messages.success(request, "已开始重新计算。")
    return redirect("jobs:detail", pk=job.pk)


def kind_of(score: QualityScore) -> str:
    """As in _partials/status.html."""
    return "good" if score.score >= _GOOD else "warn" if score.score >= _FAIR else "bad"


def _reasons(score: QualityScore | None) -> list[dict]:
    return score.reasons if score else []


def _with_visits(reason: dict, visits: dict) -> dict:
    found = [visits[number] for number in reason["visits"][:SHOWN] if number in visits]
    return reason | {"visits": found, "more": max(0, reason["count"] - len(found)) if reason["visits"] else 0}


def _crumbs(month: int, here: str = "") -> list[tuple[str, str]]:
    label = f"{months.label(month)}排查质量"
    first = ("月排查", reverse("inspections:round", args=[month]))
    if not here:
        return [first, (label, "")]
    return [first, (label, reverse("inspections:quality-month", args=[month])), (here, "")]
