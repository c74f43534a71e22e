"""P4: a month of N duties - coverage data live beside the bare SQL, and the totals from the tallies beside the bare SQL."""

from collections.abc import Callable
from datetime import date

from django.db import connection
from django.utils import timezone

from capacity_portal.lib import bulk_rows
from enterprises.models import Enterprise
from inspections.models import Checklist, Duty, Round
from inspections.operations import counting
from inspections.queries import tallies
from inspections.queries.areas import month_of
from inspections.queries.figure_rows import by_place
from tests.bench.timing import side_by_side

PERIOD = 202611
# What the page asks, written by hand: the same groups and counts.
LIVE = ["""
SELECT county_code, cell_id, kind, supervision_class, is_key, is_lookback,
  COUNT(*) FILTER (WHERE entry = 'opening'), COUNT(*) FILTER (WHERE entry = 'added'),
  COUNT(*) FILTER (WHERE removed_on IS NOT NULL),
  COUNT(*) FILTER (WHERE removed_on IS NULL AND coverage = 'covered'),
  COUNT(*) FILTER (WHERE removed_on IS NULL AND coverage = 'attempted'),
  COUNT(*) FILTER (WHERE removed_on IS NULL AND coverage = 'excused'),
  COUNT(*) FILTER (WHERE removed_on IS NULL AND is_late),
  COUNT(*) FILTER (WHERE removed_on IS NULL AND coverage IN ('pending', 'attempted') AND gap_reason <> ''),
  COUNT(*) FILTER (WHERE removed_on IS NULL AND coverage IN ('pending', 'attempted') AND gap_reason = ''),
  COUNT(*) FILTER (WHERE removed_on IS NULL AND needs_night)
FROM inspections_duty WHERE period = %s
GROUP BY county_code, cell_id, kind, supervision_class, is_key, is_lookback
""", """
SELECT county_code, cell_id, COUNT(*) FROM inspections_duty
WHERE period = %s AND removed_on IS NULL AND needs_night AND EXISTS (
  SELECT 1 FROM inspections_visit v WHERE v.duty_id = inspections_duty.id AND v.state = 'recorded' AND v.is_night)
GROUP BY county_code, cell_id
""", """
SELECT county_code, cell_id, outcome, COUNT(*), COUNT(*) FILTER (WHERE is_night), COUNT(*) FILTER (WHERE is_backfilled)
FROM inspections_visit WHERE period = %s AND state = 'recorded' GROUP BY county_code, cell_id, outcome
""", """
SELECT county_code, cell_id, kind, COUNT(*), COUNT(*) FILTER (WHERE state <> 'closed'),
  COUNT(*) FILTER (WHERE state <> 'closed' AND severity = 'serious')
FROM inspections_finding WHERE period = %s GROUP BY county_code, cell_id, kind
"""]  # fmt: skip
TOTALS = ["""
SELECT COUNT(*), SUM(CASE WHEN coverage = 'covered' THEN 1 ELSE 0 END), SUM(CASE WHEN coverage = 'attempted' THEN 1 ELSE 0 END)
FROM inspections_duty WHERE period = %s AND removed_on IS NULL
"""]  # fmt: skip
_STANDINGS = ("covered", "covered", "covered", "pending", "attempted")


def measure(officer, size: int, tell: Callable[..., None]) -> None:
    round_ = _month(size)

    def asked(statements: list[str]) -> list[tuple]:
        found = []
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement, [PERIOD])
                found += cursor.fetchall()
        return found

    live, bare = side_by_side(lambda: by_place(round_), lambda: asked(LIVE))
    tell("P4", "coverage of the month, live / bare SQL", live, bare, 1.3)
    rollup, bare_totals = side_by_side(lambda: tallies.totals(round_), lambda: asked(TOTALS))
    tell("P4", "totals from the tallies / bare SQL (target at 100,000)", rollup, bare_totals, 1 / 20)
    whole, bare = side_by_side(lambda: month_of(officer, round_), lambda: asked(LIVE), rounds=3)
    tell("P4p", "all figures of the coverage page / bare SQL", whole, bare, 3)
    found = tallies.totals(round_)["total"]
    assert (found["in_force"], found["covered"], found["attempted"]) == asked(TOTALS)[0]
    assert tallies.differences(round_) == {}


def _month(size: int) -> Round:
    """A month with ``size`` duties: every enterprise, three of five inspected."""
    round_ = Round.objects.create(
        period=PERIOD, visits_due_on=date(2026, 11, 30), return_due_on=date(2026, 12, 3),
        list_digest="0" * 64, opened_at=timezone.now(),
    )  # fmt: skip
    checklist = Checklist.objects.create(code="bench", title="测量用")
    template = Duty(round=round_, period=PERIOD, checklist=checklist)
    columns = ("id", "region_code", "county_code", "name", "supervision_class", "is_key")
    for start in range(0, size, 10_000):
        files = Enterprise.objects.order_by("id").values_list(*columns)[start : start + 10_000]
        duties = [bulk_rows.like(template, _duty(number, row)) for number, row in enumerate(files)]
        bulk_rows.insert_records(duties)
        counting.enter(round_, duties)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return round_


def _duty(number: int, row: tuple) -> dict:
    pk, region, county, name, supervision_class, is_key = row
    standing = _STANDINGS[number % len(_STANDINGS)]
    return {
        "kind": "enterprise", "enterprise_id": pk, "region_code": region, "county_code": county, "title": name[:120],
        "supervision_class": supervision_class, "is_key": is_key, "entered_on": date(2026, 11, 1), "coverage": standing,
        "covered_on": date(2026, 11, 5) if standing == "covered" else None,
    }  # fmt: skip
