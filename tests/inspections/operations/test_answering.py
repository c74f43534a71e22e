from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from capacity_portal.lib.workflow import StepRefused
from enterprises.models import VisitRequest
from inspections.models import Visit
from inspections.operations.answering import answer_with_visit
from tests.makers import NOON, make_enterprise, make_officer, make_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit():
    return make_visit()


def asked(visit, **values) -> VisitRequest:
    values = {"enterprise": visit.enterprise, "requested_at": NOON - timedelta(days=5)} | values
    return VisitRequest.objects.create(
        region_code=values["enterprise"].region_code, reason="看一看", due_on=date(2026, 3, 20),
        requested_by=make_officer("county_staff"), **values,
    )  # fmt: skip


def answer(visit, request, by=None) -> VisitRequest:
    by = by or make_officer("county_staff", visit.region_code[:6])
    return answer_with_visit(visit=visit, request=request, answer="停产，无人。", by=by, at=NOON)


def test_the_request_names_the_record_of_the_visit(visit):
    found = answer(visit, asked(visit))
    assert (found.answer, found.visit_number) == ("停产，无人。", f"{visit.visited_on}排查记录{visit.pk}号")


def test_a_visit_to_another_enterprise_answers_nothing(visit):
    with pytest.raises(StepRefused, match="不是这家企业的"):
        answer(visit, asked(visit, enterprise=make_enterprise(visit.region_code)))


def test_a_visit_that_was_sent_back_answers_nothing(visit):
    Visit.objects.filter(pk=visit.pk).update(
        state="sent_back",
        send_back_comment="补照片",
        sent_back_at=NOON,
        sent_back_by=make_officer("office_staff"),
    )
    with pytest.raises(StepRefused, match="已退回"):
        answer(visit, asked(visit))


def test_a_visit_before_the_request_answers_nothing(visit):
    later = NOON + timedelta(days=40)
    with pytest.raises(StepRefused, match="在提出请求以前"):
        answer(visit, asked(visit, requested_at=later))


def test_others_do_not_answer(visit):
    with pytest.raises(PermissionDenied):
        answer(visit, asked(visit), by=make_officer("county_staff", "360899"))
