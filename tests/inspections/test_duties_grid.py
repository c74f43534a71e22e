"""Blind spots on the desk of whoever must mend them, each leading to its list."""

from datetime import date

import pytest

from inspections.duties_grid import blind_spots
from tests.clients import signed_in
from tests.makers import make_cell, make_enterprise, make_officer, make_post

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def shown(officer) -> list[tuple]:
    return [(duty.title, duty.count) for duty in blind_spots(officer, TODAY)]


@pytest.fixture
def blind():
    make_cell("360802001")
    make_post(make_cell("360802002"), make_officer("grid_officer", "360802002", expires_on=date(2026, 1, 1)))
    make_enterprise("360802003")
    make_cell("360803001")


@pytest.mark.parametrize(
    ("role", "place", "counts"),
    [
        ("county_staff", "360802", ["1", "1", "1"]),
        ("county_leader", "360802", ["1", "1", "1"]),
        ("office_staff", "3608", ["2", "1", "1"]),
        ("county_staff", "360803", ["1"]),
        ("county_staff", "360821", []),
        ("grid_officer", "360802001", []),
        ("member_unit", "360802", []),
    ],
)
def test_who_finds_what_on_his_desk(blind, role, place, counts):
    assert [count for _, count in shown(make_officer(role, place))] == counts


def test_each_leads_to_the_list_that_it_counts(blind):
    officer = make_officer("county_staff", "360802")
    client = signed_in(officer)
    for duty in blind_spots(officer, TODAY):
        page = client.get(duty.url)
        assert len(page.context["rows"]) == int(duty.count), duty.title
        assert duty.title in {tab.label for tab in page.context["tabs"] if tab.is_current}


def test_a_grid_in_order_is_an_empty_desk():
    make_post(make_cell("360802001"))
    make_enterprise("360802001")
    assert shown(make_officer("county_staff")) == []
