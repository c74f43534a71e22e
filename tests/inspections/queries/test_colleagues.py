"""Who may be named as an inspector: exactly those who can open the visit and confirm it."""

import pytest

from inspections.models import VisitInspector
from inspections.queries.colleagues import colleagues, inspectors, is_colleague
from inspections.queries.scope import visits_visible_to
from tests.makers import make_cell, make_duty, make_officer, make_visit

pytestmark = pytest.mark.django_db
PEOPLE = [
    ("grid_officer", "360802001"), ("grid_officer", "360802002"), ("county_staff", "360802"), ("county_staff", "360803"),
    ("member_unit", "360802"), ("member_unit", "360803"), ("member_unit", "3608"), ("office_staff", "3608"), ("auditor", "3608"),
]  # fmt: skip


def test_whoever_may_be_named_can_open_the_visit_and_nobody_else_is_offered():
    visit = make_visit(make_duty(cell=make_cell("360802001")))
    people = [make_officer(role, region) for role, region in PEOPLE]
    for one in people:
        VisitInspector.objects.create(visit=visit, officer=one, name=one.name)
    offered = set(colleagues(visit.duty))
    able = {one for one in inspectors() if visits_visible_to(one).filter(pk=visit.pk).exists()}
    assert offered & set(people) == able & set(people)
    assert {(one.role, one.region_code) for one in offered} >= {
        ("grid_officer", "360802001"), ("county_staff", "360802"), ("member_unit", "360802"), ("member_unit", "3608"),
        ("office_staff", "3608"),
    }  # fmt: skip
    assert not {(one.role, one.region_code) for one in offered} & {
        ("grid_officer", "360802002"), ("county_staff", "360803"), ("member_unit", "360803"), ("auditor", "3608"),
    }  # fmt: skip
    assert {one for one in inspectors() if is_colleague(one, visit.duty)} == offered
