"""What tips put on the desks of units and of the leader."""

from datetime import date

import pytest

from enterprises import registries
from tests.makers import NOON, make_department, make_enterprise, make_officer, make_region
from tests.tip_makers import make_assignment, make_tip, make_verification
from tests.tipoffs.units import delivered, handed_over
from tipoffs import duties_units
from tipoffs.models import ClockRule, Extension, TipEnterprise

pytestmark = pytest.mark.django_db
DUE = date(2026, 3, 16)


@pytest.fixture
def staff():
    return make_officer("county_staff")


def told(source, officer, today) -> list[tuple]:
    return [(duty.title, duty.count, duty.due_label) for duty in source(officer, today)]


def test_one_late_part_leads_to_its_tip_several_to_the_queue(staff):
    tip, _ = handed_over("verifying")
    (duty,) = duties_units.overdue(staff, date(2026, 3, 17))
    assert (duty.count, duty.due_label, duty.is_overdue, duty.due_on) == ("1", "逾期1个工作日", True, DUE)
    assert duty.url == f"/tipoffs/{tip.pk}/"
    handed_over("verifying")
    (duty,) = duties_units.overdue(staff, date(2026, 3, 17))
    assert (duty.count, duty.url) == ("2", "/tipoffs/queue/")
    assert told(duties_units.overdue, staff, DUE) == []


def test_the_warning_begins_as_many_working_days_ahead_as_the_clock_says(staff):
    handed_over("verifying")
    assert told(duties_units.due_soon, staff, date(2026, 3, 11)) == []
    assert told(duties_units.due_soon, staff, date(2026, 3, 12)) == [
        ("反馈期限将到的举报", "1", "还有2个工作日")
    ]
    ClockRule.objects.create(kind="production", warning_days=3)
    assert told(duties_units.due_soon, staff, date(2026, 3, 11)) == [
        ("反馈期限将到的举报", "1", "还有3个工作日")
    ]


def test_what_is_new_is_to_be_begun(staff):
    handed_over()
    assert told(duties_units.to_begin, staff, date(2026, 3, 2)) == [
        ("新交办、尚未开始核查的举报", "1", "还有10个工作日")
    ]
    assert told(duties_units.to_begin, make_officer("county_staff", "360803"), date(2026, 3, 2)) == []


def test_what_was_sent_back_is_told_once(staff):
    tip, _ = handed_over("verifying")
    assert told(duties_units.sent_back, staff, date(2026, 3, 2)) == []
    for _ in range(2):
        make_verification(tip, replaced_at=NOON, replaced_by=staff, replaced_text="再查")
    assert told(duties_units.sent_back, staff, date(2026, 3, 2)) == [
        ("退回重查的举报", "1", "还有10个工作日")
    ]


def test_a_member_unit_has_its_own_desk():
    unit = make_department(make_region("3608"))
    tip = make_tip("handed_over")
    make_assignment(tip, "3608", unit)
    assert (
        len(told(duties_units.to_begin, make_officer("member_unit", department=unit), date(2026, 3, 2))) == 1
    )
    assert told(duties_units.to_begin, make_officer("member_unit"), date(2026, 3, 2)) == []


def test_the_office_has_its_own_duties():
    handed_over()
    for role in ("tipoff_handler", "office_leader", "grid_officer"):
        officer = make_officer(role)
        for source in (
            duties_units.overdue,
            duties_units.due_soon,
            duties_units.to_begin,
            duties_units.sent_back,
        ):
            assert told(source, officer, date(2026, 4, 2)) == []


def test_the_leader_decides_what_others_ask(staff):
    tip, part = handed_over("verifying")
    leader = make_officer("office_leader")
    record = Extension.objects.create(assignment=part, days=5, reason="路远", asked_at=NOON, asked_by=staff)
    (duty,) = duties_units.to_extend(leader, date(2026, 3, 2))
    assert (duty.title, duty.url) == ("待审批的延期申请", f"/tipoffs/{tip.pk}/extensions/{record.pk}/")
    assert told(duties_units.to_extend, staff, date(2026, 3, 2)) == []
    Extension.objects.update(asked_by=leader)
    assert told(duties_units.to_extend, leader, date(2026, 3, 2)) == []


def test_enterprises_of_confirmed_tips_wait_for_who_may_list_them(staff):
    tip, _ = delivered()
    TipEnterprise.objects.create(tip=tip, enterprise=make_enterprise(), linked_at=NOON, linked_by=staff)
    leader = make_officer("county_leader")
    (duty,) = duties_units.to_update(leader, date(2026, 3, 2))
    assert (duty.count, duty.unit, duty.state_label) == ("1", "家", "待决定")
    assert told(duties_units.to_update, staff, date(2026, 3, 2)) == []
    TipEnterprise.objects.update(settled_at=NOON, settled_by=leader, settled_text="已列入")
    assert told(duties_units.to_update, leader, date(2026, 3, 2)) == []


def test_they_are_registered():
    assert duties_units.overdue in registries._duty_sources
