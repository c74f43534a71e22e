"""What of a month's figures an officer sees: cut to his region, summed anew, zeros too."""

import pytest

from inspections.queries.areas import home_county, month_of, responsible_names, sees_areas, united
from inspections.queries.figures import figures
from tests.makers import (
    make_cell,
    make_duty,
    make_enterprise,
    make_office,
    make_officer,
    make_post,
    make_region,
    make_round,
    make_visit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def month():
    make_office()
    for code in ("360802", "360803", "360821"):
        make_region(code)
    round_ = make_round()
    make_visit(make_duty(round_, make_enterprise("360802001")))
    make_duty(round_, make_enterprise("360802001"))
    make_duty(round_, make_enterprise("360803"))
    return round_


def test_the_prefecture_sees_its_figures_as_they_are(month):
    found = month_of(make_officer("office_staff"), month)
    assert found.whole == figures(month)["prefecture"]
    assert [area["code"] for area in found.counties] == ["360802", "360803", "360821"]


def test_a_county_sees_itself_and_the_sum_of_itself(month):
    found = month_of(make_officer("county_staff", "360802"), month)
    assert [area["code"] for area in found.counties] == ["360802"]
    own = found.counties[0]
    kept = {name: own[name] for name in own if name not in ("return", "cells")}
    states = {"none": 1, "draft": 0, "submitted": 0, "accepted": 0, "sent_back": 0, "late": 0}
    assert found.whole == kept | {"returns": states}
    assert found.whole["total"]["per_mille"] == 500


def test_the_sum_of_all_counties_is_the_prefecture(month):
    found = figures(month)
    whole = found["prefecture"]
    assert united(found["counties"]) | {"code": whole["code"], "name": whole["name"]} == whole


def test_elsewhere_nothing_is_seen_and_every_figure_is_nothing(month):
    found = month_of(make_officer("office_staff", "6207"), month)
    assert (found.counties, found.whole["name"]) == ([], "张掖市")
    assert found.whole["total"]["denominator"] == 0
    assert found.whole["total"]["per_mille"] is None
    assert found.whole["returns"]["none"] == 0


def test_what_lies_in_no_county_belongs_to_the_prefecture(month):
    make_duty(month, make_enterprise("3608"))
    office = month_of(make_officer("office_staff"), month)
    assert [area["name"] for area in office.counties][-1] == "未落到县区"
    county = month_of(make_officer("county_staff", "360802"), month)
    assert [area["code"] for area in county.counties] == ["360802"]


def test_who_belongs_where():
    assert home_county(make_officer("county_staff", "360802")) == "360802"
    assert home_county(make_officer("member_unit", "3608K01")) == "3608K01"
    assert home_county(make_officer("office_staff")) == ""
    assert sees_areas(make_officer("member_unit"))
    assert not sees_areas(make_officer("grid_officer"))


def test_names_are_those_of_the_month_then_those_of_today(month):
    old, new = make_cell("360802001"), make_cell("360802002")
    make_duty(month, cell=old, responsible_name="当月责任人")
    for cell, name in ((old, "现任甲"), (new, "现任乙")):
        make_post(cell, make_officer("grid_officer", cell.region, name=name))
    names = responsible_names(make_officer("office_staff"), month, "360802")
    assert names == {old.pk: "当月责任人", new.pk: "现任乙"}
