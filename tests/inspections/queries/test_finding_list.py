from datetime import date, timedelta

import pytest

from inspections.models import Finding
from inspections.queries.finding_list import finding_list, narrowed, state_counts, units_over
from inspections.rules.finding_filters import FindingFilters
from tests.makers import (
    NOON,
    make_department,
    make_finding,
    make_officer,
    make_region,
    make_visit,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 20)


@pytest.fixture
def findings():
    visit = make_visit(outcome="problem")
    unit = make_department()
    return {
        "late": make_finding(visit, deadline_on=TODAY - timedelta(days=1), escalated_at=NOON),
        "marked": make_finding(
            visit, severity="serious", deadline_on=TODAY, enforcement_state="marked", enforcement_unit=unit
        ),
        "suspect": make_finding(visit, kind="revival", deadline_on=TODAY, responsible_name="赵六"),
        "closed": make_finding(
            visit, state="closed", closed_at=NOON, closed_by=make_officer(), recheck_on=TODAY,
            deadline_on=TODAY - timedelta(days=1),
        ),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, "late marked suspect closed"),
        ({"state": "unclosed"}, "late marked suspect"),
        ({"state": "closed"}, "closed"),
        ({"overdue": True}, "late"),
        ({"escalated": True}, "late"),
        ({"unconfirmed": True}, "suspect"),
        ({"severity": "serious"}, "marked"),
        ({"kind": "revival"}, "suspect"),
        ({"enforcement": "any"}, "marked"),
        ({"enforcement": "concluded"}, ""),
        ({"period": 202602}, ""),
        ({"county": "360802"}, "late marked suspect closed"),
        ({"county": "360803"}, ""),
        ({"text": "赵六"}, "suspect"),
    ],
)
def test_each_filter(findings, filters, expected):
    rows = narrowed(Finding.objects.all(), FindingFilters(**filters), TODAY)
    assert {finding.pk for finding in rows} == {findings[name].pk for name in expected.split()}


def test_counts_leave_the_state_out_and_keep_the_rest(findings):
    counts = state_counts(make_officer("office_staff"), FindingFilters(state="closed"), TODAY)
    assert counts == {
        "open": 3, "under_way": 0, "to_recheck": 0, "closed": 1, "overdue": 1, "escalated": 1,
    }  # fmt: skip
    assert state_counts(make_officer(), FindingFilters(kind="revival"), TODAY)["open"] == 1


def test_a_cursor_belongs_to_its_filters_and_its_reader():
    office = make_officer("office_staff")
    one, other = (finding_list(office, FindingFilters(text=text), TODAY) for text in ("", "x"))
    assert one.scope != other.scope
    assert finding_list(office, FindingFilters(order="deadline"), TODAY).order.name == "deadline"


def test_units_of_the_region_and_above_stand_nearest_first():
    town, county, prefecture = (
        make_department(make_region(code)) for code in ("360802001", "360802", "3608")
    )
    make_department(make_region("360803"))
    make_department(make_region("360802"), is_active=False)
    assert list(units_over("360802001")) == [town, county, prefecture]
