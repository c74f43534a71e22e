"""The figures of a month: complete, additive, whole numbers, few queries."""

import json
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.models import MonthlyReturn
from inspections.queries.figures import area_of, cell_of, figures, shown
from inspections.rules.stock import together
from tests.makers import (
    NOON,
    make_cell,
    make_duty,
    make_enterprise,
    make_finding,
    make_officer,
    make_region,
    make_round,
    make_visit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def month():
    for code in ("3608", "360802", "360803", "360821", "3608K01"):
        make_region(code)
    return make_round(202603)


def test_every_county_and_every_cell_is_listed_zeros_too(month):
    cell = make_cell("360803001")
    found = figures(month)
    assert [area["code"] for area in found["counties"]] == ["360802", "360803", "360821", "3608K01"]
    assert found["prefecture"]["total"] == together([])
    assert area_of(found, "360821")["classes"]["foundry"]["in_force"] == 0
    (listed,) = area_of(found, "360803")["cells"]
    assert (listed["id"], listed["name"], listed["total"]["in_force"]) == (cell.pk, cell.name, 0)


def test_parts_add_up_to_the_whole(month):
    cell = make_cell("360802001")
    make_visit(make_duty(month, cell=cell, is_key=True, needs_night=True), is_night=True)
    make_duty(month, make_enterprise("360803002", supervision_class="rolling"), is_lookback=True)
    make_duty(month, kind="sweep", cell=cell, gap_reason="封路")
    found = figures(month)
    for part in ("total", "key", "lookback"):
        assert together(area[part] for area in found["counties"]) == found["prefecture"][part]
    for area in found["counties"]:
        assert together(area["kinds"].values()) == area["total"]
        assert together(listed["total"] for listed in area["cells"]) == area["total"]
    ours = cell_of(area_of(found, "360802"), cell.pk)
    assert ours["nights"] == {"needed": 1, "done": 1}
    assert ours["gaps"] == {"explained": 1, "unexplained": 0}
    assert ours["visits"]["outcomes"]["normal"] == 1
    assert cell_of(area_of(found, "360803"), None)["name"] == "没有网格"
    assert area_of(found, "3608") == area_of(found, "") == found["prefecture"]
    assert area_of(found, "999999") is None


def test_what_lies_in_no_county_or_in_another_prefecture_is_not_lost(month):
    make_region("620702")
    make_duty(month, make_enterprise("3608"))
    make_duty(month, make_enterprise("620702001"))
    found = figures(month)
    assert [(area["code"], area["name"]) for area in found["counties"][-2:]] == [
        ("620702", "甘州区"),
        ("", "未落到县区"),
    ]
    assert found["prefecture"]["total"]["in_force"] == 2


def test_a_dissolved_cell_stays_while_it_has_duties(month):
    cell = make_cell("360802001", dissolved_on=NOON.date())
    make_cell("360802002", dissolved_on=NOON.date())
    make_duty(month, kind="sweep", cell=cell)
    assert [listed["id"] for listed in area_of(figures(month), "360802")["cells"]] == [cell.pk]


def test_findings_and_visits_sent_back(month):
    finding = make_finding(make_visit(make_duty(month), outcome="problem"), severity="serious")
    make_visit(finding.visit.duty, state="sent_back", sent_back_at=NOON, send_back_comment="照片不清")
    found = figures(month)["prefecture"]
    assert found["visits"]["recorded"] == 1
    assert (found["findings"]["found"]["other"], found["findings"]["total_open"]) == (1, 1)
    assert (found["findings"]["serious_open"], found["findings"]["open"]["revival"]) == (1, 0)


def test_states_of_the_returns(month):
    leader = make_officer("county_leader", "360802")
    MonthlyReturn.objects.create(
        round=month, period=202603, county=make_region("360802"), region_code="360802", state="submitted", is_late=True,
        submitted_at=datetime(2026, 4, 7, 1, tzinfo=UTC), submitted_by=leader, begun_at=NOON,
    )  # fmt: skip
    MonthlyReturn.objects.create(
        round=month, period=202603, county=make_region("360803"), region_code="360803", begun_at=NOON
    )
    found = figures(month)
    assert found["prefecture"]["returns"] == {
        "none": 2, "draft": 1, "submitted": 1, "accepted": 0, "sent_back": 0, "late": 1,
    }  # fmt: skip
    assert area_of(found, "360802")["return"] == {
        "state": "submitted", "is_late": True, "is_zero_report": False, "submitted_at": "2026-04-07T01:00:00+00:00",
    }  # fmt: skip


def test_the_uncovered_list_is_given_on_request(month):
    duty = make_duty(month, gap_reason="封路")
    make_visit(make_duty(month))
    assert "uncovered" not in figures(month)
    (line,) = figures(month, with_uncovered=True)["uncovered"]
    assert (line["duty"], line["title"], line["gap_reason"]) == (duty.pk, duty.title, "封路")


def test_the_figures_survive_json_unchanged(month):
    make_visit(make_duty(month))
    make_duty(month)
    found = figures(month, with_uncovered=True)
    assert json.loads(json.dumps(found)) == found
    assert not list(_floats(found))


def _floats(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _floats(part)
    elif isinstance(value, float):
        yield value


def test_the_number_of_queries_does_not_depend_on_the_size(month):
    assert _queries(month) <= 14
    few = _queries(month)
    for code in ("360802001", "360802002", "360803001"):
        make_visit(make_duty(month, cell=make_cell(code)))
        make_duty(month)
    assert _queries(month) == few


def _queries(month) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        figures(month)
    return len(asked)


def test_a_closed_month_shows_what_was_frozen(month):
    month.state, month.closed_at = "closed", NOON
    month.save()
    for number, figure in [(1, {"first": 1}), (2, {"second": 2})]:
        month.closings.create(number=number, figures=figure, digest="0" * 64, closed_at=NOON)
    assert shown(month) == {"second": 2}
    month.state = "reopened"
    assert shown(month)["period"] == 202603
