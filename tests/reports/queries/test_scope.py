"""Who sees which document: what concerns a tip only its very addressees, what is asked only while it is asked."""

import pytest

from reports.models import Notice, NoticeReview
from reports.queries.scope import (
    answerable_by,
    notices_visible_to,
    overseen_by,
    recipients_visible_to,
    returns_visible_to,
)
from tests.makers import make_officer, make_region
from tests.report_makers import (
    MORNING,
    an_officer,
    make_notice,
    make_notice_return,
    make_recipient,
    make_unit,
)
from tests.tip_makers import make_assignment, make_tip
from tipoffs.models import Exclusion

pytestmark = pytest.mark.django_db
COUNTY = "360802"


@pytest.fixture
def handler():
    return an_officer("tipoff_handler")


@pytest.fixture
def unit():
    return make_unit("县工信局", COUNTY)


def seen(officer) -> tuple[int, int, int, int]:
    """How many documents, addressees, returns he sees, and addressees he acts for."""
    rows = (notices_visible_to, recipients_visible_to, returns_visible_to, answerable_by)
    return tuple(found(officer).count() for found in rows)


def told_of(tip, *places, by) -> Notice:
    """An issued document about the tip to (region, department) each, whose returns are in."""
    notice = make_notice("issued", tip=tip, drafted_by=by)
    for region, department in places:
        make_recipient(notice, region, department)
    for recipient in notice.recipients.all():
        make_notice_return(recipient, "submitted")
    return notice


def in_hand(*places):
    tip = make_tip("handed_over")
    for number, (region, department) in enumerate(places):
        make_assignment(tip, region, department, is_lead=number == 0)
    return tip


def kept_out(tip, handler, **party) -> Exclusion:
    return Exclusion.objects.create(tip=tip, reason="亲属", set_at=MORNING, set_by=handler, **party)


def test_the_county_sees_nothing_of_a_tip_document_to_a_unit_of_the_county(handler, unit):
    told_of(in_hand((COUNTY, unit)), (COUNTY, unit), by=handler)
    assert seen(make_officer("member_unit", COUNTY, department=unit)) == (1, 1, 1, 1)
    assert seen(an_officer("county_leader", COUNTY)) == (0, 0, 0, 0)
    assert seen(make_officer("member_unit", COUNTY, department=make_unit("县财政局", COUNTY))) == (0, 0, 0, 0)


def test_the_county_sees_what_goes_to_a_unit_of_the_county_about_no_tip(unit):
    """Control: the same document about no tip is seen."""
    told_of(None, (COUNTY, unit), by=an_officer())
    assert seen(an_officer("county_leader", COUNTY)) == (1, 1, 1, 0)


def test_the_county_sees_of_a_tip_document_to_several_its_own_part(handler, unit):
    told_of(in_hand((COUNTY, None), (COUNTY, unit)), (COUNTY, None), (COUNTY, unit), by=handler)
    assert seen(an_officer("county_staff", COUNTY)) == (1, 1, 1, 1)


def test_an_addressee_that_has_not_the_tip_any_more_does_not_see_its_documents(handler):
    tip = in_hand((COUNTY, None))
    told_of(tip, (COUNTY, None), by=handler)
    tip.assignments.update(state="returned", ended_at=MORNING, ended_text="不属本单位")
    assert seen(an_officer("county_staff", COUNTY)) == (0, 0, 0, 0)


def test_who_keeps_out_in_person_reads_no_document_about_the_tip(handler):
    tip = in_hand((COUNTY, None))
    told_of(tip, (COUNTY, None), by=handler)
    kin = make_officer("county_staff", COUNTY)
    assert seen(kin) == (1, 1, 1, 1)
    kept_out(tip, handler, officer=kin)
    assert seen(kin) == (0, 0, 0, 0)
    assert seen(make_officer("county_staff", COUNTY)) == (1, 1, 1, 1)


def test_a_town_that_keeps_out_reads_no_document_about_the_tip(handler):
    tip, town = make_tip("handed_over"), make_region("360802101")
    told_of(tip, (town, None), by=handler)
    grid = make_officer("grid_officer", town)
    assert seen(grid) == (1, 1, 1, 1)
    kept_out(tip, handler, officer=grid)
    assert seen(grid) == (0, 0, 0, 0)


def asked(state: str, **values) -> tuple[Notice, object]:
    unit = make_unit()
    notice = make_notice(state, **values)
    NoticeReview.objects.create(
        notice=notice, round=1, stage="countersign", department=unit, asked_at=MORNING, asked_by=an_officer()
    )
    return notice, make_officer("member_unit", "3608", department=unit)


@pytest.mark.parametrize(
    ("state", "count"), [("reviewing", 1), ("approved", 1), ("dropped", 0), ("issued", 0)]
)
def test_a_unit_sees_what_it_countersigns_only_while_that_is_on_its_way(state, count):
    _, officer = asked(state)
    assert notices_visible_to(officer).count() == count


def test_a_unit_sees_neither_the_next_draft_nor_a_round_it_is_not_asked_in():
    notice, officer = asked("reviewing")
    Notice.objects.filter(pk=notice.pk).update(round=2)
    assert notices_visible_to(officer).count() == 0
    Notice.objects.filter(pk=notice.pk).update(round=1, state="draft", stage="")
    assert notices_visible_to(officer).count() == 0


def test_a_unit_sees_what_it_countersigned_once_it_is_addressed():
    notice, officer = asked("issued")
    make_recipient(notice, "3608", officer.department)
    assert notices_visible_to(officer).count() == 1


def test_a_unit_asked_about_a_tip_it_has_not_sees_nothing():
    _, officer = asked("reviewing", tip=make_tip("handed_over"))
    assert notices_visible_to(officer).count() == 0


def test_a_return_that_is_being_written_is_read_by_its_unit_alone(unit):
    notice = make_notice("issued")
    make_notice_return(make_recipient(notice, COUNTY, unit))
    assert returns_visible_to(make_officer("member_unit", COUNTY, department=unit)).count() == 1
    assert returns_visible_to(an_officer("county_leader", COUNTY)).count() == 0
    assert returns_visible_to(an_officer()).count() == 0


def test_returns_are_judged_by_the_secretariat_and_by_who_drafted_the_document(handler):
    general, own = (
        make_recipient(make_notice("issued")),
        make_recipient(make_notice("issued", drafted_by=handler)),
    )
    assert set(overseen_by(an_officer())) == {general, own}
    assert set(overseen_by(handler)) == {own}
    assert set(recipients_visible_to(handler)) == {general, own}
    assert set(overseen_by(an_officer("county_leader", COUNTY))) == set()
