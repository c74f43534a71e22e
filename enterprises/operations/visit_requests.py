"""Somebody asks for a look at an enterprise, somebody who inspects answers: the two need not know each other (settled question 1)."""

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.typed_text import storable
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.roles import Permission
from enterprises import access
from enterprises.models import Enterprise, VisitRequest
from enterprises.operations.records import refuse_merged

LONGEST = 500
FURTHEST = timedelta(days=366)
# Those who may have a reason to ask; who only looks the ledger up may not.
ASKING = (Permission.EDIT_LEDGER, Permission.VERIFY_TIPOFFS, Permission.DECIDE_TIPOFFS)


@refused_in_chinese
@transaction.atomic
def ask_for_visit(
    *, enterprise: Enterprise, reason: str, due_on: date, receipt_number: str = "", by, at: datetime
) -> VisitRequest:
    """Ask for a look until ``due_on``. Raises ValidationError by field, FileMerged, PermissionDenied."""
    if not any(map(by.may, ASKING)):
        raise PermissionDenied("您的角色没有这项权限。")
    access.insist(by, Permission.VIEW_LEDGER, enterprise.region_code)
    refuse_merged(enterprise)
    today = localdate(at)
    if due_on is None or not today <= due_on <= today + FURTHEST:
        raise ValidationError({"due_on": "期限应在今天以后、一年以内。"})
    record = VisitRequest.objects.create(
        enterprise=enterprise, region_code=enterprise.region_code, reason=_worded(reason, "reason", "请写明请求检查的理由。"),
        receipt_number=storable(receipt_number).strip()[:80], due_on=due_on, requested_at=at, requested_by=by,
    )  # fmt: skip
    journal.record_created(record, step="create", by=by, at=at)
    return record


@refused_in_chinese
@transaction.atomic
def answer_request(
    *, request: VisitRequest, answer: str, visit_number: str = "", by, at: datetime
) -> VisitRequest:
    """Say in words what the look found. Raises StepRefused when it is answered, ValidationError by ``answer``, PermissionDenied."""
    record = _open(request)
    access.insist(by, Permission.RECORD_VISITS, record.region_code)
    answer = _worded(answer, "answer", "请写明检查的情况。")
    return _ended(record, "answer", answer, storable(visit_number).strip()[:80], by=by, at=at)


@refused_in_chinese
@transaction.atomic
def withdraw_request(*, request: VisitRequest, answer: str, by, at: datetime) -> VisitRequest:
    """Whoever asked needs no look any more. Raises StepRefused, ValidationError by ``answer``, PermissionDenied."""
    record = _open(request)
    if by.pk != record.requested_by_id:
        raise PermissionDenied("检查请求只能由提出人撤回。")
    answer = _worded(answer, "answer", "请写明撤回的理由。", longest=LONGEST - 5)
    return _ended(record, "withdraw", f"已撤回：{answer}", "", by=by, at=at)


def _open(request: VisitRequest) -> VisitRequest:
    record = VisitRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if record.answered_at is not None:
        raise StepRefused("这项检查请求已有他人办理，请刷新页面查看。")
    return record


def _ended(record: VisitRequest, step: str, answer: str, visit_number: str, *, by, at) -> VisitRequest:
    with journal.recording(record, step=step, by=by, at=at):
        record.answer, record.visit_number = answer, visit_number
        record.answered_at, record.answered_by = at, by
        record.save()
    return record


def _worded(text: str, field: str, wanted: str, longest: int = LONGEST) -> str:
    text = storable(text).strip()
    if not text:
        raise ValidationError({field: wanted})
    if len(text) > longest:
        raise ValidationError({field: f"共 {len(text)} 个字，最多 {longest} 个字，请缩短。"})
    return text
