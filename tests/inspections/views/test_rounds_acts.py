"""The office opens, closes, reopens a month and puts something on its list."""

from datetime import UTC, datetime

import pytest

from capacity_portal.jobs.models import Job
from inspections.models import Closing, Duty, Round
from inspections.operations.closing import close_round
from tests.clients import signed_in
from tests.inspections.months_lived import APRIL, accept_returns, prepare
from tests.makers import make_cell, make_duty, make_enterprise, make_officer, make_round

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    now = datetime(2026, 4, 2, 1, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    prepare()


@pytest.fixture
def leader():
    return make_officer("office_leader")


@pytest.fixture
def client(leader):
    return signed_in(leader)


def text(answer) -> str:
    return answer.content.decode()


# --- open -------------------------------------------------------------------------------------------------------------
def test_opening_is_queued_for_a_month_that_may_be_opened(client):
    assert "2026年4月" in text(client.get("/inspections/rounds/open/"))
    answer = client.post("/inspections/rounds/open/", {"period": "202604"})
    job = Job.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/jobs/{job.pk}/")
    assert (job.kind, job.label, job.parameters) == (
        "inspections.open_month", "开启2026年4月排查", {"period": 202604},
    )  # fmt: skip


@pytest.mark.parametrize("typed", ["202602", "999999", "x\x00", "9" * 5_000, ""])
def test_other_months_are_refused(client, typed):
    make_round(202603)
    page = client.get("/inspections/rounds/open/")
    assert "2026年3月" in text(page)
    answer = client.post("/inspections/rounds/open/", {"period": typed})
    assert answer.status_code == 200
    assert Job.objects.count() == 0


# --- close and reopen -------------------------------------------------------------------------------------------------
def test_what_keeps_a_month_open_stands_on_the_page_instead_of_the_button(client):
    make_duty(make_round(), make_enterprise("360802001", name="没查的厂"))
    page = text(client.get("/inspections/rounds/2026-03/close/"))
    assert "吉州区还有1项未排查，也没有说明原因：没查的厂。" in page
    assert 'type="submit">关账' not in page
    answer = client.post("/inspections/rounds/2026-03/close/")
    assert answer.status_code == 200
    assert "吉州区还有1项未排查" in text(answer)
    assert Closing.objects.count() == 0


def test_closing_and_reopening(client, leader):
    round_ = make_round()
    accept_returns(round_)
    assert 'type="submit">关账' in text(client.get("/inspections/rounds/2026-03/close/"))
    answer = client.post("/inspections/rounds/2026-03/close/")
    assert (answer.status_code, answer.url) == (302, "/inspections/rounds/2026-03/")
    closing = Closing.objects.get()
    page = text(client.get("/inspections/rounds/2026-03/close/"))
    assert closing.digest in page
    assert "/inspections/rounds/2026-03/reopen/" in page
    assert client.post("/inspections/rounds/2026-03/reopen/", {"reason": ""}).status_code == 200
    client.post("/inspections/rounds/2026-03/reopen/", {"reason": "补录"})
    assert Round.objects.get().state == "reopened"
    assert "重新开账：补录" in text(client.get("/inspections/rounds/2026-03/close/"))


def test_a_second_closing_says_so(client, leader):
    round_ = make_round()
    accept_returns(round_)
    close_round(round_=round_, by=leader, at=APRIL)
    assert "2026年3月已经关账" in text(client.post("/inspections/rounds/2026-03/close/"))


# --- add --------------------------------------------------------------------------------------------------------------
@pytest.fixture
def march(monkeypatch):
    """A month that is going on."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 3, 20, 1, tzinfo=UTC))


def test_to_a_month_that_is_over_nothing_is_added(client):
    make_round()
    enterprise = make_enterprise("360802001", supervision_class="other")
    answer = client.post(
        "/inspections/rounds/2026-03/add/", {"what": enterprise.credit_code, "reason": "举报"}
    )
    assert "2026年3月已经结束，清单不能再增减；2026年4月的清单开启后，请在那里办理。" in text(answer)
    assert Duty.objects.count() == 0


def test_an_enterprise_is_added_by_code_or_name(march, client):
    make_round()
    one = make_enterprise("360802001", supervision_class="other")
    other = make_enterprise("360802001", name="甲厂", supervision_class="other")
    page = text(client.get(f"/inspections/rounds/2026-03/add/?enterprise={one.pk}"))
    assert f'value="{one.credit_code}"' in page
    for typed in (one.credit_code.lower(), "甲厂"):
        answer = client.post("/inspections/rounds/2026-03/add/", {"what": typed, "reason": "举报"})
        assert answer.status_code == 302
    assert {duty.enterprise for duty in Duty.objects.all()} == {one, other}


def test_a_cell_is_added_by_name(march, client):
    make_round()
    cell = make_cell("360802001", name="城关网格")
    client.post("/inspections/rounds/2026-03/add/", {"what": "城关网格", "reason": "补列"})
    assert Duty.objects.get().cell == cell


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("没有的厂", "没有找到“没有的厂”"),
        ("重名", "不止一个"),
        ("", "请填写企业或网格"),
        ("\ud800", "请填写企业或网格"),
    ],
)
def test_what_cannot_be_found_is_said(client, typed, said):
    make_round()
    make_enterprise("360802001", name="重名"), make_enterprise("360803001", name="重名")
    answer = client.post(
        "/inspections/rounds/2026-03/add/", {"what": typed.encode("utf-8", "ignore").decode(), "reason": "查"}
    )
    assert answer.status_code == 200
    assert said in text(answer)


def test_what_is_on_the_list_already_is_said(march, client):
    duty = make_duty()
    answer = client.post(
        "/inspections/rounds/2026-03/add/", {"what": duty.enterprise.credit_code, "reason": "查"}
    )
    assert "这家企业已在本月清单上。" in text(answer)


# --- who may ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", ["county_leader", "grid_officer", "member_unit", "auditor", "system_admin"])
def test_others_have_no_such_pages(role):
    make_round()
    stranger = signed_in(make_officer(role))
    for path in ("open/", "2026-03/close/", "2026-03/reopen/", "2026-03/add/"):
        assert stranger.get(f"/inspections/rounds/{path}").status_code == 404
        assert stranger.post(f"/inspections/rounds/{path}").status_code == 404


def test_staff_of_the_office_do_everything_but_reopen():
    make_round()
    staff = signed_in(make_officer("office_staff"))
    answers = [
        staff.get(f"/inspections/rounds/{path}").status_code
        for path in ("open/", "2026-03/close/", "2026-03/add/")
    ]
    assert answers == [200, 200, 200]
    assert staff.get("/inspections/rounds/2026-03/reopen/").status_code == 404


def test_an_office_of_another_prefecture_closes_nothing_and_reads_nothing(client):
    round_ = make_round()
    make_duty(round_, make_enterprise("360802001", name="没查的厂"))
    foreign = signed_in(make_officer("office_leader", "6207"))
    assert "没查的厂" in text(client.get("/inspections/rounds/2026-03/close/"))
    assert "没查的厂" not in text(foreign.get("/inspections/rounds/2026-03/close/"))
    accept_returns(round_)
    Duty.objects.all().update(gap_reason="封路")
    assert "只有本市的办公室可以办理。" in text(foreign.post("/inspections/rounds/2026-03/close/"))
    assert not Round.objects.get().is_closed


def test_months_that_were_not_opened_do_not_exist(client):
    for path in ("2026-01/close/", "2026-01/reopen/", "2026-13/close/", "0001-01/add/"):
        assert client.get(f"/inspections/rounds/{path}").status_code == 404
