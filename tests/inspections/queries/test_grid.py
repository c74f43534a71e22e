"""The grid as it stands: figures that agree with their parts, and blind spots that agree with their lists."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from capacity_portal.organization.operations.grid_posts import appoint, end_post
from enterprises.models import Enterprise
from inspections.queries import grid
from inspections.queries.grid_people import able_for, history, manned, posts_of
from tests.makers import NOON, make_cell, make_enterprise, make_officer, make_post, make_region

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
TOWN, VILLAGE, NEXT, OTHER = "360802001", "360802001001", "360802002", "360803001"


@pytest.fixture
def office():
    return make_officer("office_staff")


@pytest.fixture
def laid():
    """A town's cell with a village's inside it; next to it a town without; enterprises in all of them."""
    for code in (TOWN, TOWN, VILLAGE, NEXT, OTHER, "360802", "3608"):
        make_enterprise(code)
    merged = make_enterprise(TOWN)
    Enterprise.objects.filter(pk=merged.pk).update(merged_into=Enterprise.objects.first())
    return make_cell(TOWN), make_cell(VILLAGE)


def test_enterprises_count_for_the_deepest_cell(laid, office):
    town, village = laid
    assert grid.enterprises_per_cell("3608") == {town.pk: 2, village.pk: 1, None: 4}
    assert grid.enterprises_per_cell("360802") == {town.pk: 2, village.pk: 1, None: 2}
    assert [grid.enterprises_of(office, cell).count() for cell in laid] == [2, 1]


def test_a_dissolved_cell_holds_nothing(laid, office):
    town, village = laid
    village.dissolved_on = TODAY
    village.save()
    assert (grid.enterprises_of(office, village).count(), grid.enterprises_of(office, town).count()) == (0, 3)


def test_enterprises_without_a_cell_are_listed_for_whoever_covers_them(laid, office):
    staff = make_officer("county_staff")
    places = [sorted(grid.unplaced(who, code).values_list("region_code", flat=True)) for who, code in (
        (office, ""), (office, "360803"), (staff, ""), (staff, "360803"),
    )]  # fmt: skip
    assert places == [["3608", "360802", NEXT, OTHER], [OTHER], ["360802", NEXT], []]


def test_where_every_place_has_its_cell_nothing_is_blind():
    make_cell(make_enterprise(TOWN).region)
    officer = make_officer("grid_officer", TOWN)
    assert grid.unplaced(officer).count() == 0


def test_counties_are_all_there_with_zeros_and_the_total_agrees(laid, office):
    for code in ("360802", "360803", "360821"):
        make_region(code)
    town, village = laid
    make_post(town)
    make_post(village, make_officer("grid_officer", TOWN, is_active=False, deactivated_at=NOON))
    make_cell(OTHER)
    figures = grid.county_figures(office, TODAY)
    assert [(f.code, f.cells, f.people, f.enterprises, f.unmanned, f.gone, f.unplaced) for f in figures] == [
        ("360802", 2, 2, 5, 0, 1, 2),
        ("360803", 1, 0, 1, 1, 0, 0),
        ("360821", 0, 0, 0, 0, 0, 0),
        ("", 0, 0, 1, 0, 0, 1),
    ]
    total = grid.total(figures, "3608", "合计")
    assert (total.cells, total.people, total.enterprises, total.blind_spots) == (3, 2, 7, 5)


def test_a_county_that_is_gone_keeps_its_line(office):
    make_region("360802", valid_to=date(2025, 1, 1))
    make_cell(TOWN)
    (line,) = grid.county_figures(office, TODAY)
    assert (line.name, line.cells) == ("原县区360802", 1)


def test_the_cost_of_the_figures_does_not_grow(laid, office):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            grid.county_figures(office, TODAY)
        return len(queries)

    before = cost()
    for code in ("360821001", "360822001"):
        make_post(make_cell(code))
        make_enterprise(code)
    assert cost() == before


@pytest.mark.parametrize(
    ("values", "is_gone"),
    [
        ({}, False),
        ({"expires_on": TODAY}, False),
        ({"expires_on": date(2026, 3, 1)}, True),
        ({"is_active": False, "deactivated_at": NOON}, True),
        ({"role": "member_unit"}, True),
        ({"region": NEXT}, True),
        ({"region": VILLAGE}, True),
        ({"region": "3608"}, False),
    ],
)
def test_the_list_of_those_gone_and_the_rule_say_the_same(office, values, is_gone):
    cell = make_cell(TOWN)
    values = {"role": "grid_officer", "region": TOWN, **values}
    make_post(cell, make_officer(values.pop("role"), values.pop("region"), **values))
    (row,) = manned([cell], TODAY, {})
    assert (grid.deserted(grid.cells_in(office), TODAY).exists(), bool(row.responsible.fault)) == (
        is_gone,
        is_gone,
    )


def test_a_deputy_alone_is_no_responsible_person(office):
    make_post(make_cell(TOWN), kind="deputy")
    assert grid.unmanned(grid.cells_in(office)).count() == 1


def test_those_who_may_be_appointed_are_near_able_and_not_in_a_post():
    cell, staff = make_cell(TOWN), make_officer("county_staff", name="县经办")
    make_officer("office_staff", name="市经办")
    make_post(cell, make_officer("grid_officer", TOWN, name="在任"))
    make_officer("grid_officer", TOWN, name="可用")
    for name, code, values in (
        ("邻镇", NEXT, {}), ("到期", TOWN, {"expires_on": date(2026, 3, 1)}), ("停用", TOWN, {"is_active": False, "deactivated_at": NOON}),
    ):  # fmt: skip
        make_officer("grid_officer", code, name=name, **values)
    make_officer("member_unit", "360802", name="单位")
    assert [one.name for one in able_for(staff, cell, TODAY)] == ["可用", "县经办"]


def test_the_timeline_tells_names_and_risks_at_a_steady_cost():
    cell, staff = make_cell(TOWN, risk_marks=["remote"]), make_officer("county_staff")
    person = make_officer("grid_officer", TOWN, name="张三")
    about = {"by": staff, "at": NOON}
    appoint(cell=cell, kind="responsible", officer=person, from_on=TODAY, **about)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            history(cell)
        return len(queries)

    before = cost()
    end_post(post=cell.posts.get(), on=TODAY, note="调离", **about)
    appoint(cell=cell, kind="responsible", officer=make_officer("grid_officer", TOWN), from_on=TODAY, **about)
    events = history(cell)
    assert ([event.title for event in events], events[1].note) == (["任职", "离任", "任职"], "调离")
    assert str(person) in [change.after for change in events[2].changes]
    assert cost() == before
    assert [post.to_on for post in posts_of(cell)] == [None, TODAY]
