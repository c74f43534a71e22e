"""More time: asked for by the unit, decided by the leader of the office."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from capacity_portal.journal.once import once
from capacity_portal.organization.access import requires
from capacity_portal.organization.queries import work_calendar
from capacity_portal.organization.roles import Permission
from tipoffs.choices import AssignmentState
from tipoffs.documents.unit_facts import after_extension, computation, lead_facts, unit_name
from tipoffs.forms.units import DecisionForm, ExtensionForm
from tipoffs.models import Extension
from tipoffs.operations.extending import ask_extension, decide_extension
from tipoffs.queries.units import (
    against_granting,
    days_left_to_ask,
    is_before_expiry,
    part_for,
    waiting_extensions,
)
from tipoffs.views.unit_acting import Act, carry_out
from tipoffs.views.unit_tips import tip_of

_GET_POST = require_http_methods(["GET", "HEAD", "POST"])


@_GET_POST
@requires(Permission.VERIFY_TIPOFFS)
@once
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for more time, before the last day is over."""
    tip = tip_of(request, pk)
    part = part_for(tip, request.user)
    if part is None:
        raise Http404

    def save(form, version):
        return ask_extension(assignment=part, **form.cleaned_data, by=request.user, at=timezone.now())

    today = timezone.localdate()
    most = days_left_to_ask(part)
    form = ExtensionForm(request.POST if request.method == "POST" else None, most=most)
    offered = (
        part.state == AssignmentState.OPEN
        and is_before_expiry(part, today)
        and most > 0
        and not waiting_extensions(tip).filter(assignment=part).exists()
    )
    page = {"facts": lead_facts(tip, today)}
    return carry_out(
        request, Act(tip, form, "申请延期", save, "已提交，等待市办负责人审批。", offered, page=page)
    )


@_GET_POST
@requires(Permission.DECIDE_TIPOFFS)
@once
def decide(request: HttpRequest, pk: int, extension: int) -> HttpResponse:
    """Grant or refuse."""
    tip = tip_of(request, pk)
    rows = Extension.objects.select_related("asked_by", "assignment__region", "assignment__department")
    record = get_object_or_404(rows.filter(assignment__tip=tip), pk=extension)

    def save(form, version):
        return decide_extension(
            extension=record, is_granted=form.is_granted, decision=form.cleaned_data["decision"],
            is_checked=form.cleaned_data["checked"], by=request.user, at=timezone.now(),
        )  # fmt: skip

    against = against_granting(record.assignment, timezone.localdate())
    form = DecisionForm(request.POST if request.method == "POST" else None, may_grant=not against)
    offered = waiting_extensions(tip).filter(pk=record.pk).exists()
    page = {"facts": _facts(record, against)}
    return carry_out(request, Act(tip, form, "审批延期", save, "已审批。", offered, "提交审批", page=page))


def _facts(record: Extension, against: str) -> list[tuple[str, str]]:
    part, calendar = record.assignment, work_calendar()
    return [
        ("承办单位", unit_name(part)),
        ("原期限", f"{part.due_on}，{computation(part, calendar)}"),
        (
            "申请延长",
            f"{record.days}个工作日，{record.asked_by.name}于{timezone.localdate(record.asked_at)}申请",
        ),
        ("理由", record.reason),
        ("现在只能不批准", against) if against else ("批准后的期限", after_extension(record, calendar)),
    ]
