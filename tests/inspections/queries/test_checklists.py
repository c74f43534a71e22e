"""Which items are asked where, and whose answers were the last."""

from datetime import date

import pytest

from inspections.models import ChecklistItem
from inspections.queries.checklists import in_force, items_of, previous_visit
from tests.makers import (
    NOON,
    make_checklist,
    make_duty,
    make_enterprise,
    make_equipment,
    make_kind,
    make_round,
    make_visit,
)

pytestmark = pytest.mark.django_db
ANSWERS = {"item-1": {"value": "yes", "same": False, "note": ""}}


def codes(duty) -> list[str]:
    return [item.code for item in items_of(duty)]


def test_the_highest_published_version_is_in_force():
    make_checklist("foundry")
    second = make_checklist("foundry", version=2)
    make_checklist("foundry", version=3, published_at=None)
    assert in_force("foundry") == second
    assert in_force("rolling") is None


def test_items_of_a_risk_are_asked_in_cells_that_have_it():
    checklist = make_checklist("foundry", items=2)
    ChecklistItem.objects.filter(code="item-2").update(for_marks=["remote", "scrap_rich"])
    assert codes(make_duty(checklist=checklist)) == ["item-1"]
    assert codes(make_duty(checklist=checklist, risk_marks=["remote"])) == ["item-1", "item-2"]


@pytest.mark.parametrize(
    ("furnace", "equipment", "asked"),
    [
        (True, {}, ["item-1", "item-2"]),
        (True, {"state": "dismantled"}, ["item-1"]),
        (True, {"is_withdrawn": True}, ["item-1"]),
        (False, {}, ["item-1"]),
    ],
)
def test_items_of_furnaces_are_asked_where_the_file_has_one(furnace, equipment, asked):
    enterprise = make_enterprise("360802001")
    make_equipment(enterprise, kind=make_kind(f"kind-{furnace}", is_induction_furnace=furnace), **equipment)
    checklist = make_checklist("foundry", items=2)
    ChecklistItem.objects.filter(code="item-2").update(for_equipment=True)
    assert codes(make_duty(enterprise=enterprise, checklist=checklist)) == asked


def test_the_visit_before_is_the_last_valid_one_with_answers():
    enterprise = make_enterprise("360802001")
    january, february = (make_duty(make_round(month), enterprise) for month in (202601, 202602))
    kept = make_visit(january, answers=ANSWERS)
    make_visit(february, answers=ANSWERS, state="sent_back", sent_back_at=NOON, send_back_comment="x")
    make_visit(february, outcome="refused", outcome_reason="门卫拒绝")
    march = make_duty(make_round(202603), enterprise)
    make_visit(answers=ANSWERS)
    assert previous_visit(march) == kept


def test_a_sweep_looks_back_at_the_sweeps_of_its_cell():
    sweep = make_duty(make_round(202602), kind="sweep")
    make_visit(make_duty(cell=sweep.cell), answers=ANSWERS)
    assert previous_visit(make_duty(make_round(202603), kind="sweep", cell=sweep.cell)) is None
    kept = make_visit(sweep, answers=ANSWERS)
    assert previous_visit(make_duty(make_round(202604), kind="sweep", cell=sweep.cell)) == kept


def test_for_a_correction_only_older_ones_count():
    duty = make_duty()
    visit = make_visit(duty, answers=ANSWERS, visited_on=date(2026, 3, 2))
    assert previous_visit(duty) == visit
    assert previous_visit(duty, before=visit) is None
