from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from capacity_portal.journal.models import Entry
from capacity_portal.lib.workflow import StepRefused
from tests.makers import NOON, make_department, make_officer, make_region
from tests.tip_makers import make_assignment, make_tip
from tests.tipoffs.units import handed_over
from tipoffs.models import Tip
from tipoffs.operations.beginning import begin, return_tip
from tipoffs.operations.door import TipChanged
from tipoffs.queries.scope import tips_visible_to

pytestmark = pytest.mark.django_db


def test_the_county_begins():
    tip, _ = handed_over()
    by = make_officer("county_staff")
    found = begin(tip=tip, version=1, by=by, at=NOON)
    assert (found.state, found.version) == ("verifying", 2)
    event = tip.events.get()
    assert (event.step, event.public_text, event.happened_by) == ("begin", "承办单位已开始核查。", by)
    assert Entry.objects.get(subject="tip").step == "begin"


def test_beginning_does_not_move_the_clock():
    tip, part = handed_over()
    begin(tip=tip, version=1, by=make_officer("county_staff"), at=NOON)
    part.refresh_from_db()
    tip.refresh_from_db()
    assert (part.due_on, tip.result_due_on) == (date(2026, 3, 16), date(2026, 3, 16))


def test_only_the_unit_that_leads_begins():
    tip, _ = handed_over()
    make_assignment(tip, "360803", is_lead=False)
    for by in (make_officer("county_staff", "360803"), make_officer("tipoff_handler")):
        with pytest.raises(PermissionDenied):
            begin(tip=tip, version=1, by=by, at=NOON)


def test_another_county_does_not_see_it():
    tip, _ = handed_over()
    with pytest.raises(PermissionDenied):
        begin(tip=tip, version=1, by=make_officer("county_staff", "360804"), at=NOON)


def test_a_member_unit_begins_what_was_handed_to_it():
    unit = make_department(make_region("3608"))
    tip = make_tip("handed_over")
    make_assignment(tip, "3608", unit)
    assert (
        begin(tip=tip, version=1, by=make_officer("member_unit", department=unit), at=NOON).state
        == "verifying"
    )


def test_nobody_begins_without_a_leading_unit():
    with pytest.raises(StepRefused, match="没有牵头承办单位"):
        begin(tip=make_tip("handed_over"), version=1, by=None, at=NOON)


def test_the_second_of_two_is_told():
    tip, _ = handed_over()
    by = make_officer("county_staff")
    begin(tip=tip, version=1, by=by, at=NOON)
    with pytest.raises(TipChanged):
        begin(tip=tip, version=1, by=by, at=NOON)


def test_a_tip_is_returned_with_a_reason_and_goes_back_to_the_office():
    tip, part = handed_over("verifying")
    joint = make_assignment(tip, "360803", is_lead=False)
    by = make_officer("county_leader")
    found = return_tip(tip=tip, version=1, text=" 企业在邻县。 ", by=by, at=NOON)
    assert (found.state, found.result_due_on, found.handover_due_on) == ("accepted", None, date(2026, 3, 3))
    part.refresh_from_db()
    joint.refresh_from_db()
    assert (part.state, part.ended_text, part.ended_by) == ("returned", "企业在邻县。", by)
    assert joint.state == "transferred"
    assert not tips_visible_to(by).exists()


def test_what_was_late_at_the_unit_is_not_late_at_the_office():
    tip, _ = handed_over("verifying", escalated_at=NOON)
    return_tip(tip=tip, version=1, text="企业在邻县。", by=make_officer("county_leader"), at=NOON)
    assert Tip.objects.get().escalated_at is None


def test_a_reason_is_wanted():
    tip, _ = handed_over()
    with pytest.raises(ValidationError) as refused:
        return_tip(tip=tip, version=1, text=" ", by=make_officer("county_staff"), at=NOON)
    assert refused.value.message_dict == {"text": ["请写明退回理由。"]}


def test_a_tip_is_returned_once():
    tip, _ = handed_over()
    by = make_officer("county_staff")
    return_tip(tip=tip, version=1, text="不归我县。", by=by, at=NOON)
    Tip.objects.filter(pk=tip.pk).update(state="handed_over")
    make_assignment(tip)
    with pytest.raises(StepRefused, match="已退回过一次，不能再次退回"):
        return_tip(tip=tip, version=2, text="还是不归我县。", by=by, at=NOON)
