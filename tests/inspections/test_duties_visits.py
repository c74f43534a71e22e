"""What visits put on the desk: what waits for one's word, and what came back."""

from datetime import timedelta

import pytest

from enterprises import registries
from inspections.duties_visits import sent_back, to_confirm
from inspections.models import Duty, VisitInspector
from tests.makers import NOON, make_cell, make_duty, make_officer, make_post, make_visit

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


@pytest.fixture
def officer():
    return make_officer("county_staff", "360802")


def close(visit):
    visit.duty.round.state, visit.duty.round.closed_at = "closed", NOON
    visit.duty.round.save()


def test_a_visit_that_names_the_officer_waits_until_he_confirms(officer):
    visit = make_visit()
    row = VisitInspector.objects.create(visit=visit, officer=officer, name=officer.name)
    (duty,) = to_confirm(officer, TODAY)
    assert (duty.count, duty.url) == ("1", f"/inspections/visits/{visit.pk}/")
    row.confirmed_at = NOON
    row.save()
    assert list(to_confirm(officer, TODAY)) == []


def test_a_member_unit_is_asked_to_confirm_as_well():
    unit, visit = make_officer("member_unit", "360802"), make_visit()
    VisitInspector.objects.create(visit=visit, officer=unit, name=unit.name)
    assert [duty.url for duty in to_confirm(unit, TODAY)] == [f"/inspections/visits/{visit.pk}/"]
    assert list(to_confirm(make_officer("auditor", "3608"), TODAY)) == []


def test_a_visit_that_came_back_waits_for_its_recorder(officer):
    visit = make_visit(recorded_by=officer, state="sent_back", sent_back_at=NOON, send_back_comment="补拍")
    make_visit(state="sent_back", sent_back_at=NOON, send_back_comment="补拍")
    (duty,) = sent_back(officer, TODAY)
    assert (duty.count, duty.url) == ("1", "/inspections/visits/?state=sent_back")
    close(visit)
    assert list(sent_back(officer, TODAY)) == []


@pytest.fixture
def back(officer):
    return make_visit(recorded_by=officer, state="sent_back", sent_back_at=NOON, send_back_comment="补拍")


def test_a_correction_or_a_visit_made_anew_takes_it_off_the_desk(officer, back):
    make_visit(back.duty, recorded_at=NOON - timedelta(days=1))
    assert len(list(sent_back(officer, TODAY))) == 1, "an older visit makes nothing good"
    make_visit(back.duty, recorded_at=NOON + timedelta(days=1))
    assert list(sent_back(officer, TODAY)) == []


def test_what_was_taken_off_the_list_is_not_done_again(officer, back):
    Duty.objects.update(removed_on=TODAY, removed_reason="重复")
    assert list(sent_back(officer, TODAY)) == []


def test_a_grid_officer_makes_good_what_his_predecessor_left():
    cell = make_cell("360802001")
    successor = make_officer("grid_officer", cell.region)
    make_post(cell, successor)
    back = make_visit(make_duty(cell=cell), state="sent_back", sent_back_at=NOON, send_back_comment="补拍")
    (duty,) = sent_back(successor, TODAY)
    assert duty.count == "1"
    make_visit(back.duty, replaces=back, correction_reason="补照片", recorded_at=NOON)
    assert list(sent_back(successor, TODAY)) == []


def test_the_desk_says_each_thing_once(officer, back):
    VisitInspector.objects.create(visit=make_visit(), officer=officer, name=officer.name)
    titles = [duty.title for duty in registries.duties_for(officer, TODAY)]
    assert sorted(title for title in titles if "退回" in title or "检查人员" in title or "参加" in title) == [
        "列您为检查人员的排查记录", "被退回的排查记录",
    ]  # fmt: skip


def test_who_may_not_record_has_nothing_to_do():
    reader = make_officer("member_unit", "360802")
    make_visit(make_duty(), recorded_by=reader)
    assert [*to_confirm(reader, TODAY), *sent_back(reader, TODAY)] == []
