"""A visit offers to answer what somebody asked for; the own list marks the enterprise."""

from datetime import timedelta

import pytest

from enterprises.models import VisitRequest
from inspections.queries.asked_for import open_about
from tests.clients import signed_in
from tests.makers import NOON, make_duty, make_officer, make_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit():
    return make_visit()


def officer_of(visit):
    return make_officer("county_staff", visit.region_code[:6])


def asked(visit, **values) -> VisitRequest:
    return VisitRequest.objects.create(
        enterprise=visit.enterprise, region_code=visit.enterprise.region_code, reason="看是否生产",
        receipt_number="举报〔2026〕000001号", due_on=NOON.date(),
        **{"requested_at": NOON - timedelta(days=20), "requested_by": make_officer("county_leader")} | values,
    )  # fmt: skip


def test_the_visit_offers_to_answer_and_answers(visit):
    request, client = asked(visit), signed_in(officer_of(visit))
    url = f"/inspections/visits/{visit.pk}/requests/{request.pk}/"
    shown = client.get(f"/inspections/visits/{visit.pk}/").content.decode()
    assert ("看是否生产" in shown, url in shown) == (True, True)
    assert "举报〔2026〕000001号" not in shown + client.get(url).content.decode()
    assert "请填写检查情况" in client.post(url, {"answer": ""}).content.decode()
    assert client.post(url, {"answer": "停产，无人。"}).status_code == 302
    request.refresh_from_db()
    assert request.visit_number == f"{visit.visited_on}排查记录{visit.pk}号"
    assert "看是否生产" not in client.get(f"/inspections/visits/{visit.pk}/").content.decode()
    assert client.get(url).status_code == 404


def test_who_asked_reads_for_which_number(visit):
    officer = officer_of(visit)
    request, client = asked(visit, requested_by=officer), signed_in(officer)
    for url in (f"/inspections/visits/{visit.pk}/", f"/inspections/visits/{visit.pk}/requests/{request.pk}/"):
        assert "举报〔2026〕000001号" in client.get(url).content.decode()


def test_who_does_not_act_on_the_visit_is_offered_nothing(visit):
    request = asked(visit)
    reader = make_officer("tipoff_handler")
    assert "看是否生产" not in signed_in(reader).get(f"/inspections/visits/{visit.pk}/").content.decode()
    assert signed_in(reader).get(f"/inspections/visits/{visit.pk}/requests/{request.pk}/").status_code == 404


def test_a_request_made_after_the_visit_is_not_answered_by_it(visit):
    asked(visit, requested_at=NOON + timedelta(days=60))
    assert (
        "看是否生产"
        not in signed_in(officer_of(visit)).get(f"/inspections/visits/{visit.pk}/").content.decode()
    )


def test_a_visit_to_a_cell_has_nothing_to_answer():
    visit = make_visit(make_duty(kind="sweep"))
    visit.enterprise = visit.enterprise_id = None
    assert list(open_about(make_officer("county_staff"), visit)) == []


def test_the_own_list_marks_the_enterprise(visit):
    client = signed_in(officer_of(visit))
    url = "/inspections/mine/?who=all"
    assert "有检查请求" not in client.get(url).content.decode()
    asked(visit)
    assert "有检查请求" in client.get(url).content.decode()
