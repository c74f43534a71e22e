"""What yearly reports put on the desk."""

from datetime import date, timedelta

import pytest

from reports import duties_assessments as duties
from reports.operations.assessments import send_back
from tests import makers, report_makers
from tests.report_makers import MORNING
from tests.reports import assessment_world as world

pytestmark = pytest.mark.django_db
DUE = date(2026, 12, 5)


def told(source, officer, today):
    return [
        (duty.title, duty.state_label, duty.due_label, duty.is_overdue) for duty in source(officer, today)
    ]


def test_a_report_nobody_began_is_on_the_desk_two_months_before_it_is_due():
    world.scheme()
    staff, office = report_makers.an_officer("county_staff", "360802"), report_makers.an_officer()
    assert told(duties.to_begin, staff, DUE - timedelta(61)) == []
    assert told(duties.to_begin, staff, DUE - timedelta(10)) == [
        ("编制2026年化解过剩产能工作自评报告", "未开始", "还有10天", False)
    ]
    assert told(duties.to_begin, office, DUE) == []
    assert told(duties.to_begin, report_makers.an_officer("tipoff_handler"), DUE) == []


def test_what_is_not_submitted_is_the_staffs_and_the_leaders():
    assessment = world.opened()
    boss = report_makers.an_officer("county_leader", "360802")
    assert told(duties.to_submit, assessment.created_by, DUE)[0][:2] == (
        "编制2026年化解过剩产能工作自评报告",
        "编制中",
    )
    assert told(duties.to_submit, boss, DUE + timedelta(2)) == [
        ("报送2026年化解过剩产能工作自评报告", "编制中", "逾期2天", True)
    ]
    assert told(duties.to_begin, boss, DUE) == []
    submitted = world.submitted(assessment)
    assert told(duties.to_submit, boss, DUE) == []
    send_back(
        assessment=submitted,
        version=submitted.version,
        text="补佐证",
        by=report_makers.an_officer(),
        at=MORNING,
    )
    found = next(iter(duties.to_submit(boss, DUE)))
    assert (found.detail, found.state_kind) == ("退回意见：补佐证", "bad")
    assert told(duties.to_submit, report_makers.an_officer("member_unit", "360802"), DUE) == []


def test_what_is_submitted_waits_for_another_person():
    office = report_makers.an_officer()
    assert told(duties.to_review, office, DUE) == []
    world.submitted(world.opened(world.scheme(level="prefecture"), "3608"))
    assert list(duties.to_review(office, DUE)) == []  # who wrote it reviews nothing
    other = makers.make_officer("office_staff", "3608")
    assert [duty.count for duty in duties.to_review(other, DUE)] == [1]
    assert told(duties.to_review, report_makers.an_officer("office_leader"), DUE) == []
    assert told(duties.to_review, report_makers.an_officer("county_leader", "360802"), DUE) == []
