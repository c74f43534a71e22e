"""Reminding counties: what will happen, the text with the month's numbers, who may."""

import pytest

from inspections.models import Duty, Round
from tests.clients import signed_in
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
BATCH = "/inspections/rounds/2026-03/counties/"


@pytest.fixture
def month():
    make_office()
    for code in ("360802", "360803", "360821"):
        make_region(code)
    round_ = make_round()
    make_duty(round_, make_enterprise("360802"), title="甲厂")
    make_visit(make_duty(round_, make_enterprise("360802")))
    make_duty(round_, make_enterprise("360803"), title="乙厂")
    return round_


def test_first_what_will_happen_then_the_texts(month):
    office = signed_in(make_officer("office_staff"))
    asked = {"action": "remind", "county": ["360802", "360821", "620702"]}
    page = office.get(BATCH, asked)
    assert [(area["name"], left) for area, left in page.context["rows"]] == [("吉州区", 1), ("吉安县", 0)]
    assert page.context["affected"] == 1
    page = office.post(BATCH, asked, follow=True)
    assert [(row["name"], row["done"], row["message"]) for row in page.context["rows"]] == [
        ("吉州区", True, "已催报1处"), ("吉安县", False, "已全部查清，不用催报。"),
    ]  # fmt: skip
    (letter,) = page.context["letters"]
    assert "应排查2处，已查清1处（50.0%），还有1处没有查清。" in letter
    assert list(Duty.objects.exclude(reminded_at=None).values_list("title", flat=True)) == ["甲厂"]


def test_nothing_ticked(month):
    office = signed_in(make_officer("office_staff"))
    assert "没有选择县" in office.get(BATCH, {"action": "remind"}).content.decode()
    assert office.post(BATCH, {"action": "remind"}).status_code == 200


def test_printing_leads_to_the_list_of_these_counties(month):
    office = signed_in(make_officer("office_staff"))
    location = office.get(BATCH, {"action": "print", "county": ["360803", "360802"]})["Location"]
    assert location.endswith("/export/?what=list&format=pdf&within=360802&within=360803")


def test_a_county_reminds_itself_only(month):
    county = signed_in(make_officer("county_staff", "360802"))
    page = county.post(BATCH, {"action": "remind", "county": ["360802", "360803"]}, follow=True)
    assert [row["name"] for row in page.context["rows"]] == ["吉州区"]
    assert page.context["letters"][0].startswith("各网格责任人：")
    assert list(Duty.objects.exclude(reminded_at=None).values_list("title", flat=True)) == ["甲厂"]
    assert county.get(page.context["back_url"]).context["area"]["code"] == "360802"


def test_who_may_not(month):
    for role in ("member_unit", "tipoff_handler", "grid_officer", "auditor"):
        client = signed_in(make_officer(role))
        assert client.post(BATCH, {"action": "remind", "county": "360802"}).status_code == 404, role
    office = signed_in(make_officer("office_staff"))
    assert office.get(BATCH, {"action": "nosuch"}).status_code == 404
    Round.objects.update(state="closed", closed_at=NOON)
    assert office.post(BATCH, {"action": "remind", "county": "360802"}).status_code == 404
    assert not Duty.objects.exclude(reminded_at=None).exists()
