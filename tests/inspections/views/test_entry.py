"""The keyboard grid: rows that save by themselves, or all at once; what is wrong stands beside the cell."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from capacity_portal.lib.workflow import StepRefused
from inspections.models import ChecklistItem, Visit
from inspections.operations import rounds_open
from inspections.views import entry as views
from tests.clients import signed_in
from tests.makers import NOON, make_cell, make_duty, make_officer, make_post, make_round, make_visit

pytestmark = pytest.mark.django_db
URL = "/inspections/rounds/2026-03/entry/"


@pytest.fixture
def staff():
    return make_officer("county_staff")


@pytest.fixture
def client(staff):
    return signed_in(staff)


def typed(duty, **values) -> dict:
    values = {
        "client_id": str(uuid4()), "visited_on": "2026-03-02", "outcome": "normal", "is_normal": "on", "reason": "纸质记录补录", **values,
    }  # fmt: skip
    return {f"d{duty.pk}-{name}": value for name, value in values.items() if value is not None}


def sent(client, duty, **values):
    return client.post(f"{URL}row/", {"duty": duty.pk, **typed(duty, **values)})


# --- a row by itself --------------------------------------------------------------------------------------------------
def test_a_row_is_recorded_once_and_answered_with_its_receipt(client, staff):
    duty = make_duty()
    values = typed(duty, arrived="21:30", second="王秀英", remarks="无异常")
    answers = [client.post(f"{URL}row/", {"duty": duty.pk, **values}) for _ in range(2)]
    visit = Visit.objects.get()
    assert [answer.json()["visit"] for answer in answers] == [visit.pk, visit.pk]
    assert (visit.source, visit.is_night, visit.is_backfilled, visit.recorded_by) == (
        "grid",
        True,
        True,
        staff,
    )
    assert {answer["value"] for answer in visit.answers.values()} == {"yes"}
    assert [person.name for person in visit.inspectors.order_by("position")] == [staff.name, "王秀英"]


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ({"outcome": ""}, "outcome"),
        ({"outcome": "problem"}, "outcome"),
        ({"visited_on": "昨天"}, "visited_on"),
        ({"visited_on": "2026-04-01"}, "visited_on"),
        ({"arrived": "25:00"}, "arrived"),
        ({"is_normal": None}, "is_normal"),
        ({"outcome": "refused", "reason": ""}, "reason"),
        ({"reason": ""}, "reason"),
        ({"second": "王平、李强"}, "second"),
        ({"remarks": "长" * 2_001}, "remarks"),
        ({"client_id": "x"}, "client_id"),
    ],
)
def test_what_is_wrong_is_told_by_column(client, values, column):
    answer = sent(client, make_duty(), **values)
    assert (answer.status_code, column in answer.json()["errors"], Visit.objects.count()) == (422, True, 0)


def test_what_cannot_be_answered_normally_is_told_at_the_mark(client):
    duty = make_duty()
    ChecklistItem.objects.create(
        checklist=duty.checklist, position=9, code="charge", text="炉料", kind="text"
    )
    assert "炉料" in str(sent(client, duty).json()["errors"]["is_normal"])
    make_visit(duty, answers={"charge": {"value": "生铁"}})
    assert sent(client, duty).status_code == 200
    assert Visit.objects.latest("id").answers["charge"] == {"value": "生铁", "same": True, "note": ""}


def test_what_is_odd_must_be_stood_by(client):
    duty = make_duty()
    values = {"outcome": "idle", "is_normal": None}
    answer = sent(client, duty, **values)
    assert (answer.status_code, answer.json()["doubts"]) == (422, True)
    assert "核对无误" in str(answer.json()["errors"][""])
    assert sent(client, duty, **values, accepted="on").status_code == 200


def test_closed_months_and_what_was_recorded_otherwise_are_refused_in_words(client, monkeypatch):
    duty, number = make_duty(), str(uuid4())
    assert sent(client, duty, client_id=number).status_code == 200
    assert "已经提交过" in str(sent(client, duty, client_id=number, remarks="另一段").json()["errors"][""])
    round_ = make_round()
    round_.state, round_.closed_at = "closed", NOON
    round_.save()
    assert "已关账" in str(sent(client, duty).json()["errors"][""])
    assert "已关账" in client.get(URL).content.decode()


def test_another_countys_row_does_not_exist(client):
    duty = make_duty(cell=make_cell("360803001"))
    assert sent(client, duty).status_code == 404
    assert client.post(URL, typed(duty)).status_code == 404
    assert client.get("/inspections/rounds/2026-05/entry/").status_code == 404
    assert signed_in(make_officer("member_unit")).get(URL).status_code == 404


# --- the page ---------------------------------------------------------------------------------------------------------
def test_the_page_lists_what_is_left_of_the_officers_own(client, monkeypatch):
    monkeypatch.setattr(views, "PAGE_SIZE", 2)
    cell = make_cell()
    duties = [make_duty(cell=cell) for _ in range(3)]
    make_visit(duties[0])
    make_duty(cell=make_cell("360803001"))
    key = make_duty(cell=cell, is_key=True)
    page = client.get(URL)
    assert [row.duty.pk for row, _ in page.context["rows"]] == [duties[1].pk, duties[2].pk]
    rest = client.get(URL + page.context["next_url"])
    assert ([row.duty.pk for row, _ in rest.context["rows"]], "须正式检查" in rest.content.decode()) == (
        [key.pk],
        True,
    )
    holder = make_post(make_cell("360802002")).officer
    assert "没有要录入的" in signed_in(holder).get(URL).content.decode()


def test_the_page_costs_the_same_for_more_rows(client):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(URL).status_code == 200
        return len(queries)

    cell = make_cell()
    make_duty(cell=cell), make_duty(kind="sweep", cell=cell)
    client.get(URL)
    before = cost()
    for _ in range(3):
        make_duty(cell=cell)
    assert cost() == before


def test_without_scripts_all_filled_rows_are_taken_together(client):
    one, two, empty = (make_duty() for _ in range(3))
    blank = typed(empty, outcome="", is_normal=None, reason="")
    response = client.post(URL, typed(one) | typed(two) | blank)
    assert (response.status_code, Visit.objects.count()) == (302, 2)


def test_one_bad_row_keeps_all_with_what_was_typed(client):
    one, two = make_duty(), make_duty()
    for bad in (typed(two, remarks="长" * 2_001), typed(two, outcome="refused", reason="", is_normal=None)):
        page = client.post(URL, typed(one, remarks="抄自纸质记录") | bad)
        text = page.content.decode()
        assert (page.status_code, Visit.objects.count(), "抄自纸质记录" in text, "没有保存" in text) == (
            200,
            0,
            True,
            True,
        )
        assert page.context["has_errors"]


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (PermissionDenied("这条记录不在您负责的网格内。"), 409),
        (StepRefused("同一条记录在一次提交里出现了两次。"), 409),
        (ValidationError(["同一人不能重复列为检查人员。"]), 400),
    ],
)
def test_what_is_about_all_rows_is_told_above_them_and_nothing_typed_is_lost(
    client, monkeypatch, refusal, status
):
    def refuse(**about):
        raise refusal

    monkeypatch.setattr(views, "record_many", refuse)
    page = client.post(URL, typed(make_duty(), remarks="抄自纸质记录"))
    words = refusal.messages[0] if isinstance(refusal, ValidationError) else str(refusal)
    assert (page.status_code, page.context["refused"]) == (status, words)
    text = page.content.decode()
    assert (words in text, "抄自纸质记录" in text, "没有保存" in text) == (True, True, True)


def test_a_month_that_was_closed_meanwhile_loses_no_rows(client):
    duty, round_ = make_duty(), make_round()
    round_.state, round_.closed_at = "closed", NOON
    round_.save()
    page = client.post(URL, typed(duty, remarks="抄自纸质记录"))
    text = page.content.decode()
    assert (page.status_code, "已关账" in page.context["refused"], "抄自纸质记录" in text) == (
        409,
        True,
        True,
    )


def test_whoever_came_along_stands_under_his_account(client):
    helper = make_officer("member_unit", name="李大强")
    assert sent(client, make_duty(), second="李大强").status_code == 200
    assert Visit.objects.get().inspectors.get(officer=helper).confirmed_at is None
    make_officer("county_staff", name="李大强")
    answer = sent(client, make_duty(), second="李大强")
    assert answer.json()["errors"] == {
        "second": ["本地区叫“李大强”的账户有 2 个，请打开排查表单，选择是哪一个。"]
    }


def test_nothing_typed_is_told(client):
    page = client.post(URL, typed(make_duty(), outcome="", is_normal=None, reason=""))
    assert "没有填写任何一行" in page.content.decode()


def test_today_is_proposed_in_the_month_itself(client, monkeypatch):
    make_duty()
    monkeypatch.setattr(views.timezone, "localdate", lambda *args: date(2026, 3, 9))
    ((row, _),) = client.get(URL).context["rows"]
    assert row["visited_on"].value() == date(2026, 3, 9)
    assert not row.is_filled
    assert rounds_open.held_open(row.duty.round_id) == "open"
