"""The facts of the quality test, gathered for all counties of a month at once: a fixed number of queries, whatever the size."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, time

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.timezone import localdate, localtime, make_aware

from capacity_portal.lib import months
from capacity_portal.lib.coordinates import Position
from inspections.choices import Coverage, Outcome, RecheckResult, VisitSource, VisitState
from inspections.models import Duty, Finding, Recheck, Round, Visit, VisitInspector, VisitPhoto
from inspections.queries.numerator import night_checks
from inspections.rules.doubts import is_nobody
from inspections.rules.quality_facts import CountyFacts, VisitFact

LOOKED_BACK = 24
_FROM_PAPER = (VisitSource.GRID, VisitSource.SHEET)
_COLUMNS = (
    "id", "county_code", "recorded_by_id", "recorded_at", "source", "device_time", "visited_on", "arrived", "latitude",
    "longitude", "accuracy_m", "distance_m", "text_digest", "is_backfilled",
)  # fmt: skip


def facts_of(round_: Round) -> dict[str, CountyFacts]:
    """The facts of every county that has duties in force in the month, by county code."""
    before = months.previous_month(round_.period)
    visits, texts = _visits(round_.period), _texts(before)
    nights = _nightless(round_)
    streaks, doubts = _streaks(round_.period), _inconsistent(round_)
    return {
        code: CountyFacts(
            due=due,
            last_day=round_.visits_due_on,
            visits=tuple(visits.get(code, ())),
            earlier_texts=frozenset(texts.get(code, ())),
            nightless=tuple(nights.get(code, ())),
            normal_months=streaks.get(code, 0),
            inconsistent=tuple(doubts.get(code, ())),
        )
        for code, due in _due(round_)
    }


def _due(round_: Round) -> Iterable[tuple[str, int]]:
    duties = Duty.objects.in_force().filter(period=round_.period).exclude(county_code="")
    return duties.order_by("county_code").values_list("county_code").annotate(n=Count("id"))


def _valid(period: int) -> QuerySet[Visit]:
    return Visit.objects.filter(period=period, state=VisitState.RECORDED)


def _visits(period: int) -> dict[str, list[VisitFact]]:
    photos, copies, nobodies = _photos(period), _copies(period), _nobodies(period)
    found: dict[str, list[VisitFact]] = defaultdict(list)
    for row in _valid(period).order_by("id").values(*_COLUMNS).iterator(chunk_size=2_000):
        number = row["id"]
        fact = _fact(row, photos.get(number, 0), number in copies, tuple(nobodies.get(number, ())))
        found[row["county_code"]].append(fact)
    return found


def _fact(row: dict, photos: int, is_copy: bool, nobodies: tuple[str, ...]) -> VisitFact:
    has_place = row["latitude"] is not None and row["longitude"] is not None
    return VisitFact(
        number=row["id"],
        recorder=row["recorded_by_id"],
        recorded_on=localdate(row["recorded_at"]),
        entered_at=_entered(row),
        typed_at=row["recorded_at"] if row["source"] in _FROM_PAPER else None,
        seen_at=_seen(row),
        place=Position(float(row["latitude"]), float(row["longitude"])) if has_place else None,
        accuracy_m=row["accuracy_m"] or 0,
        distance_m=row["distance_m"],
        text=row["text_digest"],
        photos=photos,
        has_copied_photo=is_copy,
        is_backfilled=row["is_backfilled"],
        nobodies=nobodies,
    )


def _entered(row: dict) -> datetime | None:
    """When it was typed: by the device of an offline visit, by the server's clock else; of paper see ``typed_at``."""
    if row["source"] in _FROM_PAPER:
        return None
    return row["device_time"] or row["recorded_at"]


def _seen(row: dict) -> datetime | None:
    """When somebody was there: the time of arrival as typed; else the moment of entry, if that was on the day itself."""
    if row["arrived"] is not None:
        return make_aware(datetime.combine(row["visited_on"], row["arrived"] or time.min))
    entered = _entered(row)
    return localtime(entered) if entered and localdate(entered) == row["visited_on"] else None


def _shown(period: int) -> QuerySet[VisitPhoto]:
    return VisitPhoto.objects.filter(visit__period=period, visit__state=VisitState.RECORDED)


def _photos(period: int) -> dict[int, int]:
    """How many photos each visit has."""
    return dict(_shown(period).order_by().values_list("visit").annotate(n=Count("id")))


def _copies(period: int) -> set[int]:
    """Visits with a photo that another valid visit showed before, wherever and whenever.

    The same file at two items of one visit, in a corrected visit, or left waiting by a form nobody sent is no copy.
    """
    earlier = VisitPhoto.objects.filter(
        source_sha256=OuterRef("source_sha256"), id__lt=OuterRef("id"), visit__state=VisitState.RECORDED
    ).exclude(visit=OuterRef("visit"))
    copied = _shown(period).filter(Exists(earlier), duplicate_of__isnull=False)
    return set(copied.order_by().values_list("visit", flat=True))


def _nobodies(period: int) -> dict[int, list[str]]:
    rows = VisitInspector.objects.filter(visit__period=period, visit__state=VisitState.RECORDED, officer=None)
    return _grouped(row for row in rows.values_list("visit_id", "name") if is_nobody(row[1]))


def _texts(period: int) -> dict[str, list[str]]:
    return _grouped(_valid(period).exclude(text_digest="").values_list("county_code", "text_digest"))


def _nightless(round_: Round) -> dict[str, list[str]]:
    by_night = night_checks().filter(duty=OuterRef("pk"))
    duties = Duty.objects.in_force().filter(~Exists(by_night), period=round_.period, needs_night=True)
    return _grouped(duties.order_by("id").values_list("county_code", "title"))


def _inconsistent(round_: Round) -> dict[str, list[str]]:
    rows = Recheck.objects.filter(draw__round=round_, result=RecheckResult.INCONSISTENT).order_by("rank")
    return _grouped(rows.values_list("duty__county_code", "duty__title"))


def _streaks(period: int) -> dict[str, int]:
    """How many months in a row, up to this one, each county covered every duty and found nothing; at most LOOKED_BACK."""
    asked = months.span(months.add(period, 1 - LOOKED_BACK), period)
    spotless = _spotless(asked[0], period)
    found = {}
    for code in {county for county, _ in spotless}:
        run = 0
        while run < LOOKED_BACK and (code, months.add(period, -run)) in spotless:
            run += 1
        found[code] = run
    return found


def _spotless(first: int, last: int) -> set[tuple[str, int]]:
    """(county, month) pairs in which every duty was covered, every valid visit normal, and no finding made."""
    span = {"period__gte": first, "period__lte": last}
    key = ("county_code", "period")
    duties = Duty.objects.in_force().filter(**span).order_by().values_list(*key)
    whole = duties.annotate(n=Count("id"), good=Count("id", filter=Q(coverage=Coverage.COVERED)))
    covered = {(code, period) for code, period, n, good in whole.filter(n=F("good"))}
    visits = Visit.objects.filter(**span, state=VisitState.RECORDED).exclude(outcome=Outcome.NORMAL)
    other = set(visits.order_by().values_list(*key).distinct())
    return covered - other - set(Finding.objects.filter(**span).order_by().values_list(*key).distinct())


def _grouped(pairs: Iterable[tuple]) -> dict:
    found: dict = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found
