from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from capacity_portal.journal.models import Entry
from capacity_portal.lib.workflow import StepRefused
from enterprises.models import VisitRequest
from enterprises.operations.records import FileMerged
from enterprises.operations.visit_requests import answer_request, ask_for_visit, withdraw_request
from tests.makers import NOON, make_enterprise, make_officer

pytestmark = pytest.mark.django_db
DUE = date(2026, 3, 10)


@pytest.fixture
def staff():
    return make_officer("county_staff")


def ask(by, enterprise=None, **values) -> VisitRequest:
    usual = {"reason": "看是否恢复生产。", "due_on": DUE, "receipt_number": "举报〔2026〕000001号"}
    return ask_for_visit(enterprise=enterprise or make_enterprise(), by=by, at=NOON, **usual | values)


def test_asking_is_kept_and_journalled(staff):
    request = ask(staff)
    assert (request.region_code, request.requested_by, request.answered_at) == ("360802", staff, None)
    entry = Entry.objects.get(subject="visit_request")
    assert (entry.step, entry.file_key) == ("create", f"enterprise:{request.enterprise_id}")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"reason": "长" * 501}, "reason"),
        ({"due_on": date(2026, 3, 1)}, "due_on"),
        ({"due_on": date(2028, 3, 1)}, "due_on"),
        ({"due_on": None}, "due_on"),
    ],
)
def test_what_is_typed_wrongly_is_said_at_its_field(staff, values, field):
    with pytest.raises(ValidationError) as refused:
        ask(staff, **values)
    assert list(refused.value.message_dict) == [field]


def test_who_only_reads_does_not_ask_and_nobody_asks_elsewhere(staff):
    with pytest.raises(PermissionDenied):
        ask(make_officer("power_company"))
    with pytest.raises(PermissionDenied):
        ask(staff, make_enterprise("360803"))


def test_a_merged_file_is_not_looked_at(staff):
    with pytest.raises(FileMerged):
        ask(staff, make_enterprise(merged_into=make_enterprise()))


def test_whoever_inspects_answers_in_words(staff):
    request = ask(make_officer("tipoff_handler"))
    grid = make_officer("grid_officer")
    with pytest.raises(PermissionDenied):
        answer_request(
            request=request, answer="去过了。", by=grid, at=NOON
        )  # the enterprise lies outside his town
    found = answer_request(request=request, answer="停产，无人。", visit_number="记录1号", by=staff, at=NOON)
    assert (found.answer, found.visit_number, found.answered_by) == ("停产，无人。", "记录1号", staff)
    with pytest.raises(StepRefused, match="已有他人办理"):
        answer_request(request=request, answer="再答。", by=staff, at=NOON)


def test_an_answer_has_words(staff):
    with pytest.raises(ValidationError) as refused:
        answer_request(request=ask(staff), answer="", by=staff, at=NOON)
    assert list(refused.value.message_dict) == ["answer"]
    with pytest.raises(IntegrityError, match="visit_request_answered_in_words"), transaction.atomic():
        VisitRequest.objects.update(answered_at=NOON, answered_by=staff)
    with pytest.raises(IntegrityError, match="visit_request_answered_after_asked"), transaction.atomic():
        VisitRequest.objects.update(answered_at=NOON - timedelta(days=1), answered_by=staff, answer="早")


def test_only_who_asked_withdraws(staff):
    request = ask(staff)
    with pytest.raises(PermissionDenied):
        withdraw_request(request=request, answer="不需要。", by=make_officer("county_staff"), at=NOON)
    assert (
        withdraw_request(request=request, answer="不需要。", by=staff, at=NOON).answer == "已撤回：不需要。"
    )
