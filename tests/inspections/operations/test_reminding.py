"""Reminders: who may, what is pressed for, what the journal says, nothing in a closed month."""

import pytest
from django.core.exceptions import PermissionDenied

from capacity_portal.journal.models import Entry
from capacity_portal.organization.roles import ROLES, Permission
from inspections.models import Round
from inspections.operations.reminding import may_remind, remind, remind_counties
from inspections.operations.rounds_open import RoundClosed
from tests.makers import NOON, make_duty, make_enterprise, make_officer, make_round, make_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_officer("office_staff")


def entries():
    return list(Entry.objects.filter(subject="round", step="remind").values_list("region_code", "note"))


def test_rows_not_inspected_yet_are_pressed_for_and_the_others_say_why_not(office):
    round_ = make_round()
    pending, done, gone = make_duty(round_), make_duty(round_), make_duty(round_)
    make_visit(done)
    gone.removed_on, gone.removed_reason = gone.entered_on, "重复"
    gone.save()
    results = remind(
        round_=round_, duties=[pending.pk, done.pk, gone.pk, 999_999, pending.pk], by=office, at=NOON
    )
    assert [(row.pk, row.done, row.message) for row in results] == [
        (pending.pk, True, "已催报"),
        (done.pk, False, "已排查，不用催报。"),
        (gone.pk, False, "已移出本月清单。"),
        (999_999, False, "没有这项任务。"),
    ]
    for duty in (pending, done):
        duty.refresh_from_db()
    assert (pending.reminded_at, pending.reminded_by, done.reminded_at) == (NOON, office, None)
    assert entries() == [("360802", "2026年3月催报1处")]


def test_a_county_reminds_its_own_cells_only():
    round_ = make_round()
    own, other = make_duty(round_), make_duty(round_, make_enterprise("360803"))
    county = make_officer("county_staff", "360802")
    results = remind(round_=round_, duties=[own.pk, other.pk], by=county, at=NOON)
    assert [(row.name, row.done, row.message) for row in results] == [
        (own.title, True, "已催报"), ("", False, "不在您负责的地区内。"),
    ]  # fmt: skip
    with pytest.raises(PermissionDenied):
        remind_counties(round_=round_, codes=["360803"], by=county, at=NOON)


def test_whole_counties(office):
    round_ = make_round()
    make_duty(round_), make_duty(round_), make_visit(make_duty(round_))
    make_duty(round_, make_enterprise("360803"))
    make_duty(make_round(202602), make_enterprise("360802"))
    assert remind_counties(round_=round_, codes=["360802", "360821"], by=office, at=NOON) == {
        "360802": 2,
        "360821": 0,
    }
    assert round_.duties.filter(reminded_at=NOON).count() == 2
    assert entries() == [("360802", "2026年3月催报2处")]


@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_may(role):
    officer, duty = make_officer(role), make_duty()
    may = bool({Permission.MANAGE_ROUNDS, Permission.COMPILE_RETURNS} & ROLES[role].permissions)
    assert may_remind(officer) == may
    if not may:
        with pytest.raises(PermissionDenied):
            remind(round_=duty.round, duties=[duty.pk], by=officer, at=NOON)


def test_nothing_in_a_closed_month(office):
    duty = make_duty()
    Round.objects.update(state="closed", closed_at=NOON)
    for act in (
        lambda: remind(round_=duty.round, duties=[duty.pk], by=office, at=NOON),
        lambda: remind_counties(round_=duty.round, codes=["360802"], by=office, at=NOON),
    ):
        with pytest.raises(RoundClosed):
            act()
    duty.refresh_from_db()
    assert (duty.reminded_at, entries()) == (None, [])
