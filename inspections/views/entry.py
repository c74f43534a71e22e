"""The keyboard grid: the month's visits typed row by row from paper, or pasted from a spreadsheet.

With scripts each row is sent by itself; without them the page is one form, and either all filled rows are taken or none.
"""

import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from capacity_portal.journal.once import once, repeatable
from capacity_portal.lib import months
from capacity_portal.lib.pager import pager
from capacity_portal.lib.pages import int_param, keyset_page, text_param
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from inspections.forms.entry import EntryRow, filled
from inspections.models import Duty, Round
from inspections.operations.many_visits import ReportRefused, record_many, tasks_for
from inspections.operations.visits import record_visit
from inspections.queries.duty_lists import BY_PLACE
from inspections.queries.entry import unvisited
from inspections.queries.scope import duties_visible_to
from inspections.views.field_answers import receipt

PAGE_SIZE = 20
_NAME = re.compile(r"d([0-9]{1,18})-client_id")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.RECORD_VISITS)
@once
def entry(request: HttpRequest, month: int) -> HttpResponse:
    """GET: a page of what has still to be inspected. POST: all filled rows, or none with what is wrong with each."""
    round_ = get_object_or_404(Round, period=month)
    if request.method != "POST":
        return _page(request, round_)
    rows = _rows(request, month)
    chosen, refused = filled(rows), None
    if not chosen:
        messages.warning(request, "没有填写任何一行，没有保存。")
    elif all(row.is_valid() for row in chosen):
        refused = _refusal(request, chosen)
        if refused is None and not any(row.errors for row in chosen):
            messages.success(request, f"已保存 {len(chosen)} 条排查记录。")
            return redirect("inspections:entry", month=month)
    return _show(request, round_, rows, refused=refused)


def _refusal(request: HttpRequest, rows: list[EntryRow]) -> Exception | None:
    """Take the rows. What is about one of them stands there afterwards; what is about all of them is given back."""
    reports = [(row.duty, row.to_report(request.user)) for row in rows]
    try:
        record_many(reports=reports, by=request.user, at=timezone.now())
    except ReportRefused as refused:
        rows[refused.number].refuse(refused.cause)
    except (StepRefused, PermissionDenied, ValidationError) as refused:
        return refused
    return None


@require_POST
@requires(Permission.RECORD_VISITS)
@repeatable("each row brings a client id, under which it is recorded once however often it is sent")
def row(request: HttpRequest, month: int) -> HttpResponse:
    """One row, sent by the script of the page: the receipt, or what is wrong by column (422)."""
    duty_id = int_param(request.POST, "duty", default=0)
    duty = get_object_or_404(duties_visible_to(request.user), period=month, pk=duty_id)
    typed = EntryRow(request.POST, duty=duty, task=tasks_for([duty])[duty.pk])
    if typed.is_valid():
        return _answer(request, typed)
    return JsonResponse({"errors": typed.errors_by_column()}, status=422)


def _answer(request: HttpRequest, typed: EntryRow) -> HttpResponse:
    try:
        about = {"report": typed.to_report(request.user), "by": request.user, "at": timezone.now()}
        return JsonResponse(receipt(record_visit(duty=typed.duty, **about)))
    except (ValidationError, StepRefused, PermissionDenied) as refused:
        typed.refuse(refused)
    return JsonResponse({"errors": typed.errors_by_column(), "doubts": bool(typed.doubts)}, status=422)


def _rows(request: HttpRequest, month: int) -> list[EntryRow]:
    """The rows of the posted page that the officer may still see, in the order of the list."""
    numbers = [int(found[1]) for name in request.POST if (found := _NAME.fullmatch(name))][: 2 * PAGE_SIZE]
    duties = (
        duties_visible_to(request.user).filter(period=month, pk__in=numbers).order_by("region_code", "id")
    )
    duties = list(duties)
    if not duties:
        raise Http404
    tasks = tasks_for(duties)
    return [EntryRow(request.POST, duty=duty, task=tasks[duty.pk]) for duty in duties]


def _page(request: HttpRequest, round_: Round) -> HttpResponse:
    cursor = text_param(request.GET, "cursor", longest=2_000)
    duties = unvisited(request.user, round_.period).select_related("checklist")
    page = keyset_page(duties, BY_PLACE, cursor=cursor, size=PAGE_SIZE, scope=f"entry:{round_.period}")
    tasks, today = tasks_for(page.rows), timezone.localdate()
    initial = {"visited_on": today if months.month_of(today) == round_.period else None}
    rows = [EntryRow(duty=duty, task=tasks[duty.pk], initial=initial) for duty in page.rows]
    return _show(request, round_, rows, **pager(page, unit="行"))


def _show(
    request: HttpRequest, round_: Round, rows: list[EntryRow], *, refused: Exception | None = None, **more
) -> HttpResponse:
    """The page with everything typed; ``refused``: why none of the rows could be taken (409, 400 for values)."""
    is_invalid = isinstance(refused, ValidationError)
    context = {
        "refused": "".join(refused.messages) if is_invalid else str(refused or ""),
        "round": round_,
        "rows": [(row, _form_url(row.duty)) for row in rows],
        "row_url": reverse("inspections:entry-row", args=[round_.period]),
        "has_errors": any(row.is_bound and row.is_filled and row.errors for row in rows),
        "crumbs": [("月排查", reverse("inspections:home")), (f"{months.label(round_.period)}表格录入", "")],
        **more,
    }
    status = 200 if refused is None else 400 if is_invalid else 409
    return render(request, "inspections/entry.html", context, status=status)


def _form_url(duty: Duty) -> str:
    return f"{reverse('inspections:visit-new')}?duty={duty.pk}"
