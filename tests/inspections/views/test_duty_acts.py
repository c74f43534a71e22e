"""A duty is explained, excused, counted again, removed."""

import pytest

from inspections.models import Duty, Round
from tests.clients import signed_in
from tests.makers import NOON, make_cell, make_duty, make_enterprise, make_officer, make_post, make_visit

pytestmark = pytest.mark.django_db
ACTS = {
    "explain": {"reason": "大雪封路"},
    "excuse": {"note": "同意不计"},
    "unexcuse": {"reason": "路已通"},
    "remove": {"reason": "重复", "document": "吉发3号"},
}


@pytest.fixture
def duty():
    return make_duty(cell=make_cell("360802001"))


def url(duty, act) -> str:
    return f"/inspections/duties/{duty.pk}/{act}/"


def test_the_office_may_do_all(monkeypatch, duty):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    client = signed_in(make_officer("office_staff"))
    for act, typed in ACTS.items():
        page = client.get(url(duty, act))
        assert page.status_code == 200
        assert duty.title in page.content.decode()
        answer = client.post(url(duty, act), typed)
        assert (answer.status_code, answer.url) == (302, "/inspections/rounds/2026-03/360802/")
    stored = Duty.objects.get()
    assert (stored.gap_reason, stored.coverage, stored.removed_reason) == (
        "大雪封路", "pending", "办公室移出（吉发3号）：重复",
    )  # fmt: skip
    assert "办公室移出" in client.get(url(duty, "explain")).content.decode()


def test_the_grid_officer_explains_and_goes_back_to_his_list(duty):
    person = make_officer("grid_officer", "360802001")
    make_post(duty.cell, person)
    client = signed_in(person)
    assert client.get(url(duty, "explain")).status_code == 200
    answer = client.post(url(duty, "explain"), ACTS["explain"])
    assert (answer.status_code, answer.url) == (302, "/inspections/mine/")
    for act in ("excuse", "unexcuse", "remove"):
        assert client.post(url(duty, act), ACTS[act]).status_code == 404


def test_counties_explain_their_own_only(duty):
    assert (
        signed_in(make_officer("county_staff")).post(url(duty, "explain"), ACTS["explain"]).status_code == 302
    )
    for officer in (
        make_officer("county_staff", "360803"),
        make_officer("grid_officer", "360802001"),
        make_officer("member_unit", "360802"),
    ):
        client = signed_in(officer)
        assert client.get(url(duty, "explain")).status_code == 404
        assert client.post(url(duty, "explain"), ACTS["explain"]).status_code == 404


def test_what_lies_in_no_county_goes_back_to_the_month():
    duty = make_duty(enterprise=make_enterprise("3608"))
    answer = signed_in(make_officer("office_staff")).post(url(duty, "explain"), ACTS["explain"])
    assert answer.url == "/inspections/rounds/2026-03/"


@pytest.mark.parametrize(
    ("act", "typed", "said"),
    [
        ("explain", {"reason": ""}, "请填写未排查原因。"),
        ("explain", {"reason": "\x00"}, "请填写未排查原因。"),
        ("excuse", {"note": "长" * 301}, "最多 300 个字"),
        ("unexcuse", {"reason": "路已通"}, "没有批准不计，不需要撤销。"),
        ("remove", {"reason": "重复"}, "请填写依据文号。"),
    ],
)
def test_what_is_refused_is_said(duty, act, typed, said):
    answer = signed_in(make_officer("office_staff")).post(url(duty, act), typed)
    assert answer.status_code == 200
    assert said in answer.content.decode()


def test_an_inspected_duty_and_a_closed_month(duty):
    client = signed_in(make_officer("office_staff"))
    visited = make_visit(make_duty()).duty
    assert "不需要说明原因" in client.post(url(visited, "explain"), ACTS["explain"]).content.decode()
    excused = make_duty(coverage="excused", excused_at=NOON, excuse_note="同意不计")
    assert "同意不计" in client.get(url(excused, "unexcuse")).content.decode()
    Round.objects.update(state="closed", closed_at=NOON)
    assert "2026年3月已关账" in client.post(url(duty, "remove"), ACTS["remove"]).content.decode()
