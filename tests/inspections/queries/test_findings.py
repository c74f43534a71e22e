from datetime import UTC, date, datetime

import pytest

from inspections.queries.findings import FindingCounts, counts_by_county, finding_counts, total
from tests.makers import NOON, make_duty, make_enterprise, make_finding, make_officer, make_round, make_visit

pytestmark = pytest.mark.django_db


def found(period: int = 202603, region: str = "360802", **values):
    duty = make_duty(make_round(period), make_enterprise(region))
    return make_finding(make_visit(duty, outcome="problem"), **values)


def closed(at: datetime, **values):
    return found(
        state="closed", closed_at=at, closed_by=make_officer(), recheck_on=date(2026, 3, 20), **values
    )


def test_found_goes_by_month_kind_and_severity_with_zeros():
    found(kind="revival", severity="serious")
    found(kind="other", severity="minor")
    found(202602)
    counts = finding_counts(202603, "360802")
    assert counts.found_total == 2
    assert counts.found["revival"] == {"minor": 0, "major": 0, "serious": 1}
    assert (counts.of_kind("other"), counts.of_severity("minor"), counts.of_kind("resumed")) == (1, 1, 0)


def test_the_stock_of_open_findings_adds_up_from_month_to_month():
    found(202602)
    found(202602, state="closed", closed_at=NOON, closed_by=make_officer(), recheck_on=date(2026, 3, 2))
    found(202603)
    closed(datetime(2026, 4, 1, tzinfo=UTC))
    closed(datetime(2026, 3, 31, 15, 59, tzinfo=UTC))
    by_month = {period: finding_counts(period, "360802") for period in (202602, 202603, 202604)}
    assert [counts.open_at_end for counts in by_month.values()] == [2, 3, 2]
    assert [counts.found_total for counts in by_month.values()] == [2, 3, 0]
    assert [counts.closed for counts in by_month.values()] == [0, 2, 1]


def test_overdue_is_what_the_month_left_past_its_deadline():
    found(deadline_on=date(2026, 3, 31), escalated_at=datetime(2026, 4, 2, tzinfo=UTC))
    found(deadline_on=date(2026, 4, 1))
    found(deadline_on=date(2026, 3, 10), escalated_at=NOON)
    ended, running = (finding_counts(202603, "360802", today=day) for day in (None, date(2026, 3, 31)))
    assert (ended.overdue, ended.escalated) == (2, 1)
    assert running.overdue == 1


def test_counties_are_counted_apart_and_add_up():
    found(region="360802")
    found(region="360803001", severity="major")
    found(region="620702")
    by_county = counts_by_county(202603, within="3608")
    assert set(by_county) == {"360802", "360803"}
    assert set(counts_by_county(202603)) == {"360802", "360803", "620702"}
    whole = total(by_county.values())
    assert (whole.found_total, whole.of_severity("major"), whole.open_at_end) == (2, 1, 2)


def test_a_county_without_findings_has_zeros():
    assert finding_counts(202603, "360802") == FindingCounts() == total([])
    assert FindingCounts().found_total == 0


def test_figures_cost_the_same_with_more_counties(django_assert_num_queries):
    for region in ("360802", "360803", "360821"):
        found(region=region)
        with django_assert_num_queries(2):
            counts_by_county(202603)
