"""Looks that were asked for: the list, the answer, the withdrawal, the desk and the dossier."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enterprises.duties_requests import section, to_look_at
from enterprises.models import VisitRequest
from enterprises.queries.visit_requests import due_words, enterprises_asked_about
from tests.clients import signed_in
from tests.makers import NOON, make_enterprise, make_officer

pytestmark = pytest.mark.django_db
URL = "/enterprises/visit-requests/"
TODAY = date(2026, 3, 2)


@pytest.fixture
def staff():
    return make_officer("county_staff")


def asked(by=None, enterprise=None, **values) -> VisitRequest:
    enterprise = enterprise or make_enterprise()
    values = {"due_on": date(2026, 3, 10), "reason": "看是否生产"} | values
    return VisitRequest.objects.create(
        enterprise=enterprise, region_code=enterprise.region_code, receipt_number="举报〔2026〕000001号", requested_at=NOON,
        requested_by=by or make_officer("tipoff_handler"), **values,
    )  # fmt: skip


def test_open_ones_of_the_own_region_by_their_last_day(staff):
    late, near = asked(due_on=date(2026, 4, 1), reason="后办"), asked(reason="先办")
    asked(enterprise=make_enterprise("360803"), reason="邻县的")
    done = asked(reason="办完的", answer="停产", answered_at=NOON, answered_by=staff)
    text = signed_in(staff).get(URL).content.decode()
    assert text.index(near.reason) < text.index(late.reason)
    assert [words in text for words in ("邻县的", done.reason, "举报〔2026〕000001号")] == [
        False,
        False,
        False,
    ]
    assert done.reason in signed_in(staff).get(URL, {"state": "all"}).content.decode()


@pytest.mark.parametrize(
    ("role", "sees"),
    [("tipoff_handler", True), ("office_leader", True), ("office_staff", True), ("county_staff", False), ("county_leader", False),
     ("grid_officer", False), ("member_unit", False)],
)  # fmt: skip
def test_only_the_office_reads_the_number(role, sees):
    request = asked(reason="看是否生产")
    region = request.region_code if role == "grid_officer" else None
    officer = make_officer(role, region) if region else make_officer(role)
    client = signed_in(officer)
    pages = [URL, f"/enterprises/{request.enterprise_id}/"]
    pages += [f"{URL}{request.pk}/"] if officer.may("record_visits") else []
    for url in pages:
        text = client.get(url).content.decode()
        assert ("看是否生产" in text, "举报〔2026〕000001号" in text) == (True, sees), url


def test_who_asked_reads_the_number_he_asked_for(staff):
    asked(staff)
    assert "举报〔2026〕000001号" in signed_in(staff).get(URL).content.decode()


def test_who_only_reads_sees_them_without_answering():
    asked()
    text = signed_in(make_officer("tipoff_handler")).get(URL).content.decode()
    assert "待检查" in text
    assert "答复<" not in text
    assert signed_in(make_officer("auditor")).get(URL).status_code == 404


def test_the_empty_list_says_so(staff):
    assert "没有待检查的请求" in signed_in(staff).get(URL).content.decode()


def test_an_answer_in_words(staff):
    request = asked()
    client, url = signed_in(staff), f"{URL}{request.pk}/"
    assert "看是否生产" in client.get(url).content.decode()
    assert "请填写检查情况" in client.post(url, {"answer": ""}).content.decode()
    assert client.post(url, {"answer": "停产，无人。"}).url == URL
    request.refresh_from_db()
    assert (request.answer, request.answered_by) == ("停产，无人。", staff)
    assert client.get(url).status_code == 302
    assert "已有他人办理" in client.post(url, {"answer": "再答"}).content.decode()


def test_another_countys_request_does_not_exist(staff):
    request = asked(enterprise=make_enterprise("360803"))
    assert signed_in(staff).get(f"{URL}{request.pk}/").status_code == 404
    assert signed_in(staff).post(f"{URL}{request.pk}/", {"answer": "去过"}).status_code == 404


def test_only_who_asked_withdraws(staff):
    handler = make_officer("tipoff_handler")
    request = asked(handler)
    url = f"{URL}{request.pk}/withdraw/"
    assert signed_in(staff).get(url).status_code == 404
    assert "撤回" in signed_in(handler).get(URL).content.decode()
    assert signed_in(handler).get(url).status_code == 200
    assert signed_in(handler).post(url, {"answer": "已查明"}).status_code == 302
    request.refresh_from_db()
    assert request.answer == "已撤回：已查明"


@pytest.mark.parametrize("parameters", [{"cursor": "x"}, {"state": "\x00"}, {"page": "-1"}])
def test_nonsense_in_the_address_is_passed_over(staff, parameters):
    assert signed_in(staff).get(URL, parameters).status_code == 200


def test_the_list_asks_the_same_number_of_queries_for_one_and_for_three(staff):
    client, counts = signed_in(staff), []
    for _ in range(3):
        asked()
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        counts.append(len(queries))
    assert counts[1] == counts[2]


# --- desk and dossier -------------------------------------------------------------------------------------------------
def test_the_nearest_stands_on_the_desk(staff):
    assert list(to_look_at(staff, TODAY)) == []
    asked(due_on=date(2026, 3, 1)), asked()
    (duty,) = to_look_at(staff, TODAY)
    assert (duty.count, duty.due_label, duty.is_overdue, duty.state_kind) == ("2", "逾期1天", True, "bad")
    assert list(to_look_at(make_officer("tipoff_handler"), TODAY)) == []


def test_a_grid_officer_has_those_of_his_town():
    asked(enterprise=make_enterprise("360802001"))
    asked(enterprise=make_enterprise("360802002"))
    (duty,) = to_look_at(make_officer("grid_officer"), TODAY)
    assert duty.count == "1"


def test_the_dossier_tells_of_open_ones(staff):
    enterprise = make_enterprise()
    assert section(enterprise, staff) is None
    asked(staff, enterprise)
    text = signed_in(staff).get(f"/enterprises/{enterprise.pk}/").content.decode()
    assert [words in text for words in ("看是否生产", "举报〔2026〕000001号", "检查请求")] == [
        True,
        True,
        True,
    ]
    assert "看是否生产" not in signed_in(staff).get(f"/enterprises/{make_enterprise().pk}/").content.decode()


def test_words_for_the_last_day():
    found = [due_words(TODAY + timedelta(days=ahead), TODAY) for ahead in (-2, 0, 3)]
    assert found == ["逾期2天", "今天到期", "还有3天"]


def test_a_list_is_asked_about_at_once(staff, django_assert_num_queries):
    request = asked()
    with django_assert_num_queries(1):
        assert enterprises_asked_about(staff, [request.enterprise_id, 999]) == {request.enterprise_id}
