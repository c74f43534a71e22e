"""The office's batch work on a month's returns: what will happen row by row, then - confirmed - what did."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from capacity_portal.journal.once import once
from capacity_portal.lib import months
from capacity_portal.lib.deposit import deposit, deposited
from capacity_portal.lib.pages import month_param
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from inspections.forms.returns import CommentForm, NoValues
from inspections.operations import return_batches as operations
from inspections.queries.return_lists import SIGNED, Slot, counties_for, slots
from inspections.rules.return_workflow import STEP_LABELS, checked_step
from inspections.views.coverage import round_or_404
from inspections.views.returns import BATCH

KIND = "return_batches"
_LABELS = dict(BATCH)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.REVIEW_RETURNS)
@once
def batch(request: HttpRequest) -> HttpResponse:
    """GET shows what ``action`` would do to the counties ticked of a month; POST does it and leads to the results."""
    parameters = request.POST if request.method == "POST" else request.GET
    action, month = parameters.get("action", ""), month_param(parameters, "month")
    if action not in _LABELS or month is None:
        raise Http404
    chosen = _ticked(request, month, parameters.getlist("selected")[:200])
    data = parameters if "asked" in parameters else None
    form = CommentForm(data) if action == "send_back" else NoValues({} if data is None else data)
    if request.method == "POST" and chosen and form.is_valid():
        return redirect(_perform(request, action, chosen, form))
    return _preview(request, action, month, chosen, form)


@require_safe
@requires(Permission.REVIEW_RETURNS)
def result(request: HttpRequest, key: str) -> HttpResponse:
    """What the batch did, row by row; kept for the session of whoever did it."""
    report = deposited(request, KIND, key)
    refused = sum(not row["done"] for row in report["rows"])
    summary = f"处理{len(report['rows']) - refused}个县（市、区）" + (
        f"，{refused}个没有处理" if refused else ""
    )
    context = {
        **report,
        "refused": refused,
        "summary": summary,
        "crumbs": _crumbs(f"{report['label']}：结果"),
    }
    return render(request, "inspections/duty_batch_result.html", context)


def _ticked(request: HttpRequest, month: int, codes: list[str]) -> list[Slot]:
    """The counties named by their codes, as far as the officer sees them."""
    today = timezone.localdate()
    counties = [county for county in counties_for(request.user, today) if county.code in codes]
    return [line[0] for line in slots(request.user, [round_or_404(month)], counties, today)]


def _effect(action: str, slot: Slot) -> tuple[bool, str]:
    """(whether something will happen, what or why not)."""
    if action == "remind":
        is_open = slot.record is None or slot.record.state not in SIGNED
        return is_open, "写入催报文字" if is_open else "已签报，不需要催报"
    if slot.record is None:
        return False, "还没有编制月报"
    if action == "print":
        return True, "生成一份 PDF，放进压缩包"
    try:
        checked_step(action, slot.record.state, permissions=None, comment="-")
    except StepRefused as refused:
        return False, str(refused)
    return True, f"由“{slot.label}”改为“{'已通过' if action == 'accept' else '已退回'}”"


def _perform(request: HttpRequest, action: str, chosen: list[Slot], form) -> str:
    """Do it; returns where to go: the results, or the progress of a job."""
    by, at = request.user, timezone.now()
    able = [slot for slot in chosen if _effect(action, slot)[0]]
    records, letters = [slot.record for slot in able], []
    if action == "print" and able:
        return reverse("jobs:detail", args=[operations.print_returns(returns=records, by=by, at=at).pk])
    if action == "remind":
        counties = [slot.county for slot in able]
        text = operations.remind_of_returns(round_=chosen[0].round, counties=counties, by=by, at=at)
        letters = [text] if able else []
        done = {slot.county.code: (True, "已催报") for slot in able}
    elif action == "print":
        done = {}
    else:
        act = operations.accept_many if action == "accept" else operations.send_back_many
        results = act(returns=records, **form.cleaned_data, by=by, at=at)
        done = {row.county_code: (row.done, row.message) for row in results}
    return _reported(request, action, chosen, done, letters)


def _reported(request: HttpRequest, action: str, chosen: list[Slot], done: dict, letters: list[str]) -> str:
    rows = []
    for slot in chosen:
        is_done, message = done.get(slot.county.code) or _effect(action, slot)
        rows.append({"name": slot.county.name, "done": is_done, "message": message})
    report = {
        "label": _LABELS[action],
        "rows": rows,
        "letters": letters,
        "back_url": _back(chosen[0].round.period),
    }
    return reverse("inspections:returns-batch-result", args=[deposit(request, KIND, report)])


def _preview(request: HttpRequest, action: str, month: int, chosen: list[Slot], form) -> HttpResponse:
    rows = [(slot, *_effect(action, slot)) for slot in chosen]
    affected = sum(happens for _, happens, _ in rows)
    context = {
        "action": action,
        "label": _LABELS[action],
        "month": months.slug(month),
        "month_label": months.label(month),
        "rows": rows,
        "affected": affected,
        "form": form,
        "is_ready": form.is_valid(),
        "submit_label": f"{STEP_LABELS.get(action) or _LABELS[action]}（{affected}个）",
        "back_url": _back(month),
        "crumbs": _crumbs(_LABELS[action]),
    }
    return render(request, "inspections/returns_batch.html", context)


def _back(month: int) -> str:
    return f"{reverse('inspections:returns')}?month={months.slug(month)}"


def _crumbs(here: str) -> list[tuple[str, str]]:
    return [("监管月报", reverse("inspections:returns")), (here, "")]
