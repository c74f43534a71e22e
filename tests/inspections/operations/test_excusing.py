"""The county's explanation and the prefecture's acceptance."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from capacity_portal.journal.models import Entry
from capacity_portal.lib.workflow import StepRefused
from inspections.models import Duty, Round
from inspections.operations.excusing import excuse, explain_gap, unexcuse
from inspections.operations.rounds_open import RoundClosed
from inspections.queries.tallies import differences, totals
from tests.makers import NOON, make_cell, make_duty, make_officer, make_post, make_visit

pytestmark = pytest.mark.django_db


def test_the_county_and_the_grid_officer_explain():
    cell = make_cell("360802001")
    person = make_officer("grid_officer", "360802001")
    make_post(cell, person)
    duty = make_duty(cell=cell)
    explain_gap(duty=duty, reason="大雪封路", by=person, at=NOON)
    explain_gap(duty=duty, reason="大雪封路，已电话核实", by=make_officer("county_staff"), at=NOON)
    stored = Duty.objects.get()
    assert (stored.gap_reason, stored.coverage) == ("大雪封路，已电话核实", "pending")
    notes = Entry.objects.filter(subject="duty", step="explain").order_by("id").values_list("note", flat=True)
    assert list(notes) == ["大雪封路", "大雪封路，已电话核实"]


def test_strangers_do_not_explain():
    duty = make_duty(cell=make_cell("360802001"))
    for officer in (
        make_officer("grid_officer", "360802001"),
        make_officer("county_staff", "360803"),
        make_officer("member_unit", "360802"),
    ):
        with pytest.raises(PermissionDenied):
            explain_gap(duty=duty, reason="封路", by=officer, at=NOON)


def test_an_excuse_leaves_the_denominator_and_comes_back():
    staff, duty = make_officer("office_staff"), make_duty()
    excused = excuse(duty=duty, note="水毁，同意不计", by=staff, at=NOON)
    assert (excused.coverage, excused.excused_by, excused.excuse_note) == ("excused", staff, "水毁，同意不计")
    assert totals(duty.round)["total"]["denominator"] == 0
    with pytest.raises(StepRefused, match="已经批准不计"):
        excuse(duty=duty, note="再批", by=staff, at=NOON)
    back = unexcuse(duty=duty, reason="路已通", by=staff, at=NOON)
    assert (back.coverage, back.excused_at, back.excused_by, back.excuse_note) == ("pending", None, None, "")
    assert totals(duty.round)["total"]["denominator"] == 1
    with pytest.raises(StepRefused, match="没有批准不计"):
        unexcuse(duty=duty, reason="路已通", by=staff, at=NOON)
    assert differences(duty.round) == {}
    assert list(Entry.objects.order_by("id").values_list("step", "note")) == [
        ("excuse", "水毁，同意不计"),
        ("unexcuse", "路已通"),
    ]


def test_a_visit_that_succeeds_ends_the_excuse():
    duty = make_duty()
    excuse(duty=duty, note="同意", by=make_officer("office_staff"), at=NOON)
    duty.refresh_from_db()
    make_visit(duty)
    assert (duty.coverage, duty.excuse_note, duty.excused_at) == ("covered", "", None)
    assert differences(duty.round) == {}


def test_what_was_inspected_or_removed_needs_nothing():
    staff = make_officer("office_staff")
    visited = make_visit().duty
    with pytest.raises(StepRefused, match="不需要说明原因"):
        explain_gap(duty=visited, reason="封路", by=staff, at=NOON)
    with pytest.raises(StepRefused, match="不需要批准"):
        excuse(duty=visited, note="同意", by=staff, at=NOON)
    removed = make_duty(removed_on=NOON.date(), removed_reason="并入某厂")
    with pytest.raises(StepRefused, match="移出本月清单"):
        explain_gap(duty=removed, reason="封路", by=staff, at=NOON)


def test_words_are_needed_and_bounded():
    staff, duty = make_officer("office_staff"), make_duty()
    with pytest.raises(ValidationError, match="请写明未排查原因。"):
        explain_gap(duty=duty, reason=" \x00", by=staff, at=NOON)
    with pytest.raises(ValidationError, match="批准意见共 301 个字，最多 300 个字。"):
        excuse(duty=duty, note="长" * 301, by=staff, at=NOON)
    with pytest.raises(ValidationError, match="请写明撤销理由。"):
        unexcuse(duty=duty, reason="", by=staff, at=NOON)


def test_counties_do_not_excuse():
    leader, duty = make_officer("county_leader"), make_duty()
    with pytest.raises(PermissionDenied):
        excuse(duty=duty, note="同意", by=leader, at=NOON)
    excuse(duty=duty, note="同意", by=None, at=NOON)
    with pytest.raises(PermissionDenied):
        unexcuse(duty=duty, reason="撤销", by=leader, at=NOON)


def test_closed_months_take_no_words():
    staff, duty = make_officer("office_staff"), make_duty()
    Round.objects.update(state="closed", closed_at=NOON)
    for act in (
        lambda: explain_gap(duty=duty, reason="封路", by=staff, at=NOON),
        lambda: excuse(duty=duty, note="同意", by=staff, at=NOON),
        lambda: unexcuse(duty=duty, reason="撤销", by=staff, at=NOON),
    ):
        with pytest.raises(RoundClosed):
            act()
