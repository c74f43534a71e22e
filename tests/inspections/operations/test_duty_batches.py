"""Explaining and excusing many at once: each as by hand, one result a row."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from capacity_portal.journal.models import Entry
from inspections.models import Round
from inspections.operations.duty_batches import excuse_many, explain_many
from inspections.operations.rounds_open import RoundClosed
from inspections.queries.tallies import differences
from tests.makers import NOON, make_duty, make_enterprise, make_officer, make_round, make_visit

pytestmark = pytest.mark.django_db


def standing(*duties):
    for duty in duties:
        duty.refresh_from_db()
    return [(duty.coverage, duty.gap_reason, duty.excuse_note) for duty in duties]


def test_excusing_takes_rows_out_of_the_denominator_and_leaves_the_inspected_alone():
    round_ = make_round()
    pending, tried, done = make_duty(round_), make_duty(round_), make_duty(round_)
    make_visit(tried, outcome="refused", outcome_reason="门卫拒绝")
    make_visit(done)
    office = make_officer("office_staff")
    results = excuse_many(
        round_=round_, duties=[tried.pk, done.pk, pending.pk, 999_999], note="洪水封路", by=office, at=NOON
    )
    assert [(row.pk, row.done) for row in results] == [
        (tried.pk, True), (done.pk, False), (pending.pk, True), (999_999, False),
    ]  # fmt: skip
    assert "查清" in results[1].message
    assert standing(pending, tried, done) == [
        ("excused", "", "洪水封路"), ("excused", "", "洪水封路"), ("covered", "", ""),
    ]  # fmt: skip
    assert Entry.objects.filter(subject="duty", step="excuse").count() == 2
    assert differences(round_) == {}


def test_explaining_keeps_rows_on_the_list():
    round_ = make_round()
    own, other = make_duty(round_), make_duty(round_, make_enterprise("360803"))
    county = make_officer("county_staff", "360802")
    results = explain_many(round_=round_, duties=[own.pk, other.pk], reason="道路施工", by=county, at=NOON)
    assert [(row.name, row.done, row.message) for row in results] == [
        (own.title, True, "已说明原因"), ("", False, "不在您负责的地区内。"),
    ]  # fmt: skip
    assert standing(own, other) == [("pending", "道路施工", ""), ("pending", "", "")]


def test_who_may_not_and_empty_words_and_closed_months():
    duty = make_duty()
    about = {"round_": duty.round, "duties": [duty.pk], "at": NOON}
    with pytest.raises(PermissionDenied):
        excuse_many(note="同意", by=make_officer("county_staff"), **about)
    with pytest.raises(PermissionDenied):
        explain_many(reason="没有去", by=make_officer("member_unit"), **about)
    with pytest.raises(ValidationError):
        excuse_many(note=" \0 ", by=make_officer("office_staff"), **about)
    Round.objects.update(state="closed", closed_at=NOON)
    with pytest.raises(RoundClosed):
        excuse_many(note="同意", by=make_officer("office_staff"), **about)
    assert standing(duty) == [("pending", "", "")]
