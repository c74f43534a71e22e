"""What visits put on the desk: what waits for one's word, and what came back."""

import pytest

from inspections.duties_visits import sent_back, to_confirm
from inspections.models import VisitInspector
from tests.makers import NOON, make_duty, make_officer, make_visit

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


def test_a_visit_that_came_back_waits_for_its_recorder(officer):
    visit = make_visit(recorded_by=officer, state="sent_back", sent_back_at=NOON, send_back_comment="补拍")
    make_visit(state="sent_back", sent_back_at=NOON, send_back_comment="补拍")
    (duty,) = sent_back(officer, TODAY)
    assert (duty.count, duty.url) == ("1", "/inspections/mine/")
    close(visit)
    assert list(sent_back(officer, TODAY)) == []


def test_who_may_not_record_has_nothing_to_do():
    reader = make_officer("member_unit", "360802")
    make_visit(make_duty(), recorded_by=reader)
    assert [*to_confirm(reader, TODAY), *sent_back(reader, TODAY)] == []
