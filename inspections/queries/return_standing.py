"""What the records say of a county's month, for the rules about its return (``rules.returns``)."""

from datetime import date

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When

from capacity_portal.lib.territory import next_prefix
from enterprises import registries
from enterprises.choices import Status
from enterprises.models import Enterprise
from inspections.choices import Coverage, FindingState, Outcome, VisitState
from inspections.models import Duty, Finding, MonthlyReturn, Round, Visit, VisitInspector
from inspections.queries.uncovered import UNCOVERED
from inspections.rules.returns import Standing, blockers

_WATCHED_NOW = Q(enterprise__is_key=True) | Q(enterprise__status=Status.REVIVED)
"""Marked in the ledger by now: what came to light in the month counts in it, whatever the list was frozen with."""


def return_blockers(record: MonthlyReturn, *, is_zero: bool, today: date) -> list[str]:
    """What must be mended before the return (or the 零报告) can be signed, in sentences: page, form and operation ask here."""
    standing = standing_of(record.round, record.region_code, has_text=bool(record.text.strip()))
    return blockers(standing, is_zero=is_zero, today=today)


def standing_of(round_: Round, county_code: str, *, has_text: bool = True) -> Standing:
    """Ten queries whatever the size; of each row only a name."""
    found = _findings(round_, county_code).filter(period=round_.period)
    before = _findings(round_, county_code).filter(period__lt=round_.period)
    return Standing(
        visits_due_on=round_.visits_due_on,
        has_text=has_text,
        **_gaps(round_, county_code),
        revived=_names(_revived(county_code), "name"),
        sent_back=_names(_sent_back(round_, county_code), "duty__title"),
        unconfirmed=_names(_unconfirmed(round_, county_code), "visit__duty__title"),
        unassigned=_names(found.filter(responsible_unit=None, responsible_name=""), "title"),
        found=_names(found, "title"),
        open_before=_names(before.exclude(state=FindingState.CLOSED), "title"),
        problem_visits=_names(_valid(round_, county_code).filter(outcome=Outcome.PROBLEM), "duty__title"),
        flags=tuple(registries.return_flags(round_.period, county_code)),
    )


def _gaps(round_: Round, county_code: str) -> dict[str, tuple[str, ...]]:
    """The duties in force that are not covered, sorted into what the rules ask for."""
    names: dict[str, list[str]] = {"unexplained": [], "explained": [], "unvisited_key": []}
    duties = Duty.objects.in_force().filter(period=round_.period, county_code=county_code)
    rows = duties.exclude(coverage=Coverage.COVERED).order_by("id")
    watched = Q(is_key=True) | Q(is_lookback=True) | _WATCHED_NOW
    for title, coverage, reason, is_watched in rows.values_list(
        "title", "coverage", "gap_reason", Case(When(watched, then=True), default=False)
    ):
        if coverage in UNCOVERED:
            names["explained" if reason else "unexplained"].append(title)
        if is_watched:
            names["unvisited_key"].append(title)
    marked = duties.filter(_WATCHED_NOW, coverage=Coverage.COVERED, is_key=False, is_lookback=False)
    return {name: tuple(titles) for name, titles in names.items()} | {"marked": _names(marked, "title")}


def _revived(county_code: str) -> QuerySet[Enterprise]:
    """What the ledger suspects now, on the month's list or not."""
    return Enterprise.objects.filter(county_code=county_code, status=Status.REVIVED)


def _valid(round_: Round, county_code: str) -> QuerySet[Visit]:
    return visits_of(round_, county_code).filter(state=VisitState.RECORDED)


def visits_of(round_: Round, county_code: str) -> QuerySet[Visit]:
    """All records of a county's month, by the index of month and region."""
    here = {"region_code__gte": county_code, "region_code__lt": next_prefix(county_code)}
    return Visit.objects.filter(period=round_.period, county_code=county_code, **here)


def _sent_back(round_: Round, county_code: str) -> QuerySet[Visit]:
    """Visits sent back after which nobody has been there again, of duties still on the list."""
    again = Visit.objects.filter(
        duty=OuterRef("duty"), state=VisitState.RECORDED, recorded_at__gt=OuterRef("sent_back_at")
    )
    back = visits_of(round_, county_code).filter(state=VisitState.SENT_BACK)
    return back.filter(~Exists(again), duty__removed_on=None)


def _unconfirmed(round_: Round, county_code: str) -> QuerySet[VisitInspector]:
    """Named officers who have not confirmed a formal check with their own account; outsiders cannot."""
    formal = VisitInspector.objects.filter(
        visit__period=round_.period,
        visit__county_code=county_code,
        visit__state=VisitState.RECORDED,
        visit__is_formal=True,
    )
    return formal.filter(officer__isnull=False, confirmed_at=None).exclude(officer=F("visit__recorded_by"))


def _findings(round_: Round, county_code: str) -> QuerySet[Finding]:
    return Finding.objects.filter(county_code=county_code, period__lte=round_.period)


def _names(rows: QuerySet, column: str) -> tuple[str, ...]:
    return tuple(rows.order_by("id").values_list(column, flat=True))
