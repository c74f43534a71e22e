"""Batch actions on a month's list: what is wanted, then what would happen row by row, then - confirmed - what did."""

from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from capacity_portal.journal.once import once
from capacity_portal.lib import months
from capacity_portal.lib.deposit import deposit, deposited
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from inspections.models import Duty, Round
from inspections.queries.duty_lists import BY_PLACE, duties_matching, duties_of
from inspections.queries.reminders import texts
from inspections.rules.duty_filters import as_parameters, parse
from inspections.views.coverage import round_or_404
from inspections.views.duty_batch_actions import ACTIONS, DutyAction, offered

MOST = 1_000
KIND = "duty_batches"
_ASKED = "asked"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.VIEW_INSPECTIONS)
@once
def duty_batch(request: HttpRequest, month: int) -> HttpResponse:
    """GET shows what ``action`` would do to the duties selected; POST does it and leads to the results."""
    round_ = round_or_404(month)
    parameters = request.POST if request.method == "POST" else request.GET
    action = ACTIONS.get(parameters.get("action", ""))
    if action is None or action not in offered(request.user, round_):
        raise Http404
    if action.perform is None:
        return redirect(_print_url(round_, parameters))
    duties = _selected(request, round_, parameters, action.most)
    form = action.form(parameters if _ASKED in parameters else None)
    if not action.form.base_fields:
        form = action.form({})
    if request.method == "POST" and 0 < len(duties) <= action.most and form.is_valid():
        try:
            return redirect(_perform(request, round_, action, duties, form.cleaned_data))
        except (ValidationError, StepRefused) as refused:
            form.add_error(None, getattr(refused, "messages", str(refused)))
    return _preview(request, round_, action, duties, form)


def _selected(request: HttpRequest, round_: Round, parameters: QueryDict, most: int) -> list[Duty]:
    """The duties ticked, or all under the filters; one more than ``most`` when there are more."""
    if parameters.get("all_matching"):
        rows = duties_matching(request.user, round_.period, parse(parameters))
    else:
        rows = duties_of(request.user, round_.period).filter(pk__in=ids_of(parameters))
    return list(rows.order_by(*BY_PLACE.columns)[: most + 1])


def ids_of(parameters: QueryDict) -> list[int]:
    """The numbers ticked; texts that can be none are left out."""
    typed = parameters.getlist("selected")[: MOST + 1]
    return [int(text) for text in typed if text.isascii() and text.isdigit() and len(text) <= 18]


def _perform(
    request: HttpRequest, round_: Round, action: DutyAction, duties: list[Duty], values: dict
) -> str:
    at = timezone.now()
    results = action.perform(round_, duties, values, request.user, at)
    done = {result.pk for result in results if result.done}
    letters = {}
    if action.name == "remind":
        letters = texts(round_, [duty for duty in duties if duty.pk in done], by=request.user, at=at)
    report = {
        "label": action.label,
        "rows": [
            {"pk": row.pk, "name": row.name, "done": row.done, "message": row.message} for row in results
        ],
        "letters": list(letters.values()),
        "back_url": _list_url(round_, _back(request.POST)),
    }
    key = deposit(request, KIND, report)
    return reverse("inspections:duty-batch-result", args=[round_.period, key])


def _preview(
    request: HttpRequest, round_: Round, action: DutyAction, duties: list[Duty], form
) -> HttpResponse:
    """First the form of the action (if it has one), then every row with what will happen to it."""
    is_ready = form.is_valid()
    is_too_many = len(duties) > action.most
    rows = (
        []
        if is_too_many
        else [(duty, action.effect(duty, form.cleaned_data) if is_ready else None) for duty in duties]
    )
    affected = sum(effect is not None and not effect.is_refused for _, effect in rows)
    parameters = request.POST if request.method == "POST" else request.GET
    back = _back(parameters)
    context = {
        "action": action,
        "form": form,
        "rows": rows,
        "is_ready": is_ready,
        "affected": affected,
        "submit_label": f"{action.submit}（{affected}项）",
        "too_many": f"一次最多处理{action.most:,}项。" if is_too_many else "",
        "asked_again": _carried(parameters),
        "back_query": back,
        "back_url": _list_url(round_, back),
        "crumbs": _crumbs(round_, action.label),
    }
    return render(request, "inspections/duty_batch.html", context)


def _carried(parameters: QueryDict) -> list[tuple[str, str]]:
    """The selection as it was asked for, to be asked for again with the form filled in."""
    names = ("selected", "all_matching")
    chosen = [(name, value) for name in names for value in parameters.getlist(name)[:MOST]]
    return chosen + list(as_parameters(parse(parameters)).items())


def _back(parameters: QueryDict) -> str:
    query = parameters.get("back")
    return urlencode(as_parameters(parse(parameters if query is None else QueryDict(query[:1_000]))))


def _list_url(round_: Round, query: str) -> str:
    return f"{reverse('inspections:round-uncovered', args=[round_.period])}?{query}"


def _print_url(round_: Round, parameters: QueryDict) -> str:
    what = [("what", "list"), ("format", "pdf"), *_carried(parameters)]
    return f"{reverse('inspections:coverage-export', args=[round_.period])}?{urlencode(what)}"


def _crumbs(round_: Round, here: str) -> list[tuple[str, str]]:
    label = f"{months.label(round_.period)}清单"
    return [("月排查", reverse("inspections:rounds")), (label, _list_url(round_, "")), (here, "")]


@require_safe
@requires(Permission.VIEW_INSPECTIONS)
def duty_batch_result(request: HttpRequest, month: int, key: str) -> HttpResponse:
    """What the batch did, row by row; kept for the session of whoever did it."""
    round_ = round_or_404(month)
    report = deposited(request, KIND, key)
    refused = sum(not row["done"] for row in report["rows"])
    done = len(report["rows"]) - refused
    context = {
        **report,
        "refused": refused,
        "summary": f"处理{done}项" + (f"，{refused}项没有处理" if refused else ""),
        "crumbs": _crumbs(round_, f"{report['label']}：结果"),
    }
    return render(request, "inspections/duty_batch_result.html", context)
