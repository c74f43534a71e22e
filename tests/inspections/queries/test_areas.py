"""What of a month's figures an officer sees: cut to his region, summed anew, zeros too."""

import pytest

from inspections.models import QualityScore
from inspections.queries.areas import home_county, month_of, sees_areas, united
from inspections.queries.figures import figures
from tests.makers import (
    NOON,
    make_duty,
    make_enterprise,
    make_office,
    make_officer,
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
    kept = {name: own[name] for name in own if name not in ("return", "quality", "cells")}
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


@pytest.mark.parametrize(("role", "scores"), [("office_staff", {"360802": 77}), ("member_unit", None)])
def test_scores_are_for_those_who_review_returns(month, role, scores):
    QualityScore.objects.create(round=month, county_code="360802", score=77, computed_at=NOON)
    assert month_of(make_officer(role, "3608"), month).scores == scores
