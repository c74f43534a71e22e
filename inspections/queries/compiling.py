"""A county's monthly return (监管月报) as the portal compiles it: plain JSON, whole numbers and texts, frozen when signed.

::

    {"format": 1, "period": 202603, "county": {"code", "name"}, "list_digest": "64 hex digits",
     "cells": {"total", "with_person", "without_person", "persons"},      # as they are now; persons: everybody with a post
     "total": STOCK, "kinds": {DutyKind: STOCK}, "classes": {SupervisionClass: STOCK},    # rules.stock; classes of enterprises
     "key": {"in_force", "covered"}, "lookback": {"in_force", "covered"},
     "nights": {"needed", "done"}, "visits": {"recorded", "night", "backfilled", "attempts"},
     "furnaces": {"rows": [...], "total": {...}},                         # queries.furnaces: every town, zeros too
     "findings": {"found": {FindingKind: n}, "total", "serious", "closed", "open", "overdue", "escalated", "enforcement"},
     "blind_spots": [{"title", "cell", "coverage", "reason"}, ...], "blind_spots_total": n,  # at most MOST_NAMED
     "more": [{"group", "label", "value", "unit"}]}     # figures of higher apps (tip-offs, power)
"""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from capacity_portal.lib import months
from capacity_portal.organization.choices import PostKind
from capacity_portal.organization.models import GridCell, GridPost, Region
from enterprises import registries
from enterprises.registries import ReturnFigure
from inspections.choices import (
    Coverage,
    EnforcementState,
    FindingKind,
    ReturnState,
    Severity,
    VisitState,
)
from inspections.models import Duty, Finding, MonthlyReturn, Round
from inspections.queries.findings import finding_counts
from inspections.queries.furnaces import furnaces_below
from inspections.queries.numerator import ATTEMPTS, night_checks
from inspections.queries.return_standing import visits_of
from inspections.queries.tallies import totals
from inspections.queries.uncovered import UNCOVERED

FORMAT = 1
MOST_NAMED = 200
_SIGNED = (ReturnState.SUBMITTED, ReturnState.ACCEPTED)


def compile_return(round_: Round, county_code: str, *, today: date | None = None) -> dict:
    """The figures of one county or zone as they are now; some fifteen queries, none per cell or duty.

    ``today``: while the month runs, a finding not yet due is not overdue (``queries.findings``).
    """
    found = registries.return_figures(round_.period, county_code)
    return {
        "format": FORMAT,
        "period": round_.period,
        "county": _county(county_code),
        "list_digest": round_.list_digest,
        "cells": _cells(county_code),
        **totals(round_, county_code),
        **_of_duties(round_, county_code),
        "visits": _visits(round_, county_code),
        "furnaces": furnaces_below(county_code, months.last_day(round_.period)),
        "findings": _findings(round_, county_code, today),
        **_blind_spots(round_, county_code),
        "more": [_figure(one) for one in found],
    }


def figures_of(record: MonthlyReturn, *, today: date | None = None) -> dict:
    """What a return shows: the figures it was signed with; those of now while it is being compiled, or compiled again."""
    if record.state in _SIGNED:
        return record.figures
    return compile_return(record.round, record.region_code, today=today)


def _county(code: str) -> dict[str, str]:
    name = Region.objects.filter(code=code).values_list("name", flat=True).first()
    return {"code": code, "name": name or code}


def _cells(county_code: str) -> dict[str, int]:
    held = GridPost.objects.filter(to_on=None, cell__county_code=county_code, cell__dissolved_on=None)
    answered = held.filter(cell=OuterRef("pk"), kind=PostKind.RESPONSIBLE)
    cells = GridCell.objects.current().filter(county_code=county_code)
    found = cells.aggregate(total=Count("id"), with_person=Count("id", filter=Exists(answered)))
    persons = held.aggregate(n=Count("officer", distinct=True))["n"]
    return found | {"without_person": found["total"] - found["with_person"], "persons": persons}


def _of_duties(round_: Round, county_code: str) -> dict[str, dict[str, int]]:
    """Key enterprises, those looked back at, and night visits: numerator and denominator."""
    by_night = night_checks().filter(duty=OuterRef("pk"))
    duties = Duty.objects.in_force().filter(period=round_.period, county_code=county_code)
    covered = Q(coverage=Coverage.COVERED)
    found = duties.aggregate(
        key=Count("id", filter=Q(is_key=True)),
        key_covered=Count("id", filter=Q(is_key=True) & covered),
        lookback=Count("id", filter=Q(is_lookback=True)),
        lookback_covered=Count("id", filter=Q(is_lookback=True) & covered),
        nights=Count("id", filter=Q(needs_night=True)),
    )
    done = duties.filter(Exists(by_night), needs_night=True).count()
    return {
        "key": {"in_force": found["key"], "covered": found["key_covered"]},
        "lookback": {"in_force": found["lookback"], "covered": found["lookback_covered"]},
        "nights": {"needed": found["nights"], "done": done},
    }


def _visits(round_: Round, county_code: str) -> dict[str, int]:
    return (
        visits_of(round_, county_code)
        .filter(state=VisitState.RECORDED)
        .aggregate(
            recorded=Count("id"),
            night=Count("id", filter=Q(is_night=True) & ~Q(outcome__in=ATTEMPTS)),
            backfilled=Count("id", filter=Q(is_backfilled=True)),
            attempts=Count("id", filter=Q(outcome__in=ATTEMPTS)),
        )
    )


def _findings(round_: Round, county_code: str, today: date | None) -> dict:
    counts = finding_counts(round_.period, county_code, today=today)
    handed = Finding.objects.filter(period=round_.period, county_code=county_code)
    return {
        "found": {kind: counts.of_kind(kind) for kind in FindingKind.values},
        "total": counts.found_total,
        "serious": counts.of_severity(Severity.SERIOUS),
        "closed": counts.closed,
        "open": counts.open_at_end,
        "overdue": counts.overdue,
        "escalated": counts.escalated,
        "enforcement": handed.exclude(enforcement_state=EnforcementState.NONE).count(),
    }


def _blind_spots(round_: Round, county_code: str) -> dict:
    """Duties nobody has inspected, each with what the county says about it; those without a reason first."""
    duties = Duty.objects.in_force().filter(period=round_.period, county_code=county_code)
    gaps = duties.filter(coverage__in=UNCOVERED)
    rows = gaps.order_by("gap_reason", "cell_name", "id")[:MOST_NAMED]
    named = [
        {"title": title, "cell": cell, "coverage": coverage, "reason": reason}
        for title, cell, coverage, reason in rows.values_list("title", "cell_name", "coverage", "gap_reason")
    ]
    return {"blind_spots": named, "blind_spots_total": gaps.count()}


def _figure(figure: ReturnFigure) -> dict:
    return {"group": figure.group, "label": figure.label, "value": figure.value, "unit": figure.unit}
