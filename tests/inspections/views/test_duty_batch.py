"""Batch actions on the list: what will happen first, then per-row results; who may; never in a closed month."""

import pytest

from inspections.models import Duty, Round
from inspections.views import duty_batch_actions
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
BATCH = "/inspections/rounds/2026-03/batch/"


@pytest.fixture
def month():
    make_office()
    for code in ("360802", "360803"):
        make_region(code)
    return make_round()


@pytest.fixture
def office(month):
    return signed_in(make_officer("office_staff"))


def effects(response) -> list[tuple[str, bool]]:
    return [(effect.text, effect.is_refused) for _, effect in response.context["rows"]]


def results(response) -> list[tuple[str, bool, str]]:
    return [(row["name"], row["done"], row["message"]) for row in response.context["rows"]]


def test_reminding_shows_what_will_happen_then_gives_the_text(office, month):
    duty = make_duty(month, title="甲厂", responsible_name="张三")
    done = make_duty(month, title="乙厂")
    make_visit(done)
    asked = {"action": "remind", "selected": [duty.pk, done.pk]}
    page = office.get(BATCH, asked)
    assert effects(page) == [("放到张三的待办中，并写进催报文字", False), ("已排查", True)]
    assert Duty.objects.exclude(reminded_at=None).count() == 0
    page = office.post(BATCH, asked, follow=True)
    assert results(page) == [("甲厂", True, "已催报"), ("乙厂", False, "已排查，不用催报。")]
    (letter,) = page.context["letters"]
    assert letter.startswith("吉州区：\n")
    assert "1．甲厂（责任人张三）" in letter
    assert "data-copy" in page.content.decode()
    assert "上次催报" in effects(office.get(BATCH, asked))[0][0]


@pytest.mark.parametrize(
    ("action", "field", "role"), [("explain", "reason", "county_staff"), ("excuse", "note", "office_staff")]
)
def test_first_the_words_then_the_rows_then_the_act(month, action, field, role):
    client, duty = signed_in(make_officer(role)), make_duty(month, title="甲厂")
    asked = {"action": action, "selected": duty.pk}
    assert client.get(BATCH, asked).context["is_ready"] is False
    ready = asked | {"asked": "1", field: "大雪封路"}
    page = client.get(BATCH, ready)
    assert page.context["is_ready"] is True
    assert page.context["affected"] == 1
    page = client.post(BATCH, ready, follow=True)
    assert [row[1] for row in results(page)] == [True]
    duty.refresh_from_db()
    assert "大雪封路" in (duty.gap_reason, duty.excuse_note)
    assert client.post(BATCH, asked | {"asked": "1", field: " "}).status_code == 200


def test_what_is_settled_is_refused_beforehand(office, month):
    done, excused = (
        make_duty(month),
        make_duty(month, coverage="excused", excuse_note="同意", excused_at=NOON),
    )
    make_visit(done)
    gone = make_duty(month)
    Duty.objects.filter(pk=gone.pk).update(removed_on=gone.entered_on, removed_reason="重复")
    asked = {"selected": [done.pk, excused.pk, gone.pk], "asked": "1", "reason": "施工", "note": "同意"}
    refusals = ["已排查", "经批准不计", "已移出本月清单"]
    assert effects(office.get(BATCH, asked | {"action": "excuse"})) == [(text, True) for text in refusals]
    explained = effects(office.get(BATCH, asked | {"action": "explain"}))
    assert explained == [("已排查", True), ("原因写为：施工", False), ("已移出本月清单", True)]


def test_another_countys_rows_are_not_in_the_selection(month):
    other = make_duty(month, make_enterprise("360803"))
    client = signed_in(make_officer("county_staff", "360802"))
    page = client.get(BATCH, {"action": "remind", "selected": other.pk})
    assert page.context["rows"] == []
    client.post(BATCH, {"action": "remind", "selected": other.pk})
    other.refresh_from_db()
    assert other.reminded_at is None


def test_all_matching_and_too_many(office, month, monkeypatch):
    for _ in range(3):
        make_duty(month)
    asked = {"action": "remind", "all_matching": "1", "county": "360802"}
    assert len(office.get(BATCH, asked).context["rows"]) == 3
    monkeypatch.setitem(
        duty_batch_actions.ACTIONS,
        "remind",
        duty_batch_actions.DutyAction("remind", "催报", lambda officer: True, None, lambda: None, most=2),
    )
    page = office.get(BATCH, asked)
    assert (page.context["rows"], page.context["too_many"]) == ([], "一次最多处理2项。")
    assert office.post(BATCH, asked).status_code == 200


def test_who_is_offered_what(month):
    duty = make_duty(month)
    offered = {
        "office_staff": ["remind", "explain", "excuse", "print"],
        "county_staff": ["remind", "explain", "print"],
        "grid_officer": ["explain"],
        "member_unit": [],
    }
    for role, names in offered.items():
        client = signed_in(make_officer(role))
        for name in offered["office_staff"]:
            status = client.get(BATCH, {"action": name, "selected": duty.pk}).status_code
            assert (status in (200, 302)) == (name in names), (role, name)
    assert signed_in(make_officer("office_staff")).get(BATCH, {"action": "nosuch"}).status_code == 404
    assert signed_in(make_officer("auditor")).get(BATCH, {"action": "print"}).status_code == 404


def test_a_closed_month_can_only_be_printed(office, month):
    duty = make_duty(month)
    Round.objects.update(state="closed", closed_at=NOON)
    for name in ("remind", "explain", "excuse"):
        assert office.post(BATCH, {"action": name, "selected": duty.pk}).status_code == 404
    location = office.get(BATCH, {"action": "print", "selected": duty.pk})["Location"]
    assert location == f"/inspections/rounds/2026-03/export/?what=list&format=pdf&selected={duty.pk}"


def test_closed_between_looking_and_doing(office, month, monkeypatch):
    from inspections.operations.rounds_open import RoundClosed

    def refused(**about):
        raise RoundClosed("2026年3月已关账。")

    duty = make_duty(month)
    monkeypatch.setattr(duty_batch_actions, "remind", refused)
    page = office.post(BATCH, {"action": "remind", "selected": duty.pk})
    assert page.context["form"].non_field_errors() == ["2026年3月已关账。"]


def test_results_are_the_doers_own(office, month):
    page = office.post(BATCH, {"action": "remind", "selected": make_duty(month).pk})
    assert office.get(page["Location"]).status_code == 200
    assert signed_in(make_officer("office_staff")).get(page["Location"]).status_code == 404
