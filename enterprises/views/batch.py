"""Batch actions of the ledger: what is wanted, then what would happen row by row, then - confirmed - what did."""

from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from capacity_portal.journal.once import once
from capacity_portal.lib.deposit import deposit, deposited
from capacity_portal.lib.form_errors import add_errors
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from enterprises import operations
from enterprises.rules.filters import as_parameters, parse
from enterprises.views.batch_actions import ACTIONS, BatchAction
from enterprises.views.selection import MOST, MOST_PRINTED, Selection, selected
from enterprises.views.tabs import ledger_crumbs

_KIND = "batch_results"
_ASKED = "asked"  # the form of the action was filled in


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.VIEW_LEDGER)
@once
def batch(request: HttpRequest) -> HttpResponse:
    """GET shows what ``action`` would do to the files selected; POST does it and leads to the results."""
    parameters = request.POST if request.method == "POST" else request.GET
    action = ACTIONS.get(parameters.get("action", ""))
    if action is None or not request.user.may(action.permission):
        raise Http404
    if action.name == "export":
        return redirect(_export_url(parameters))
    selection = selected(request, parameters, MOST_PRINTED if action.name == "print" else MOST)
    form = action.make_form(parameters if _ASKED in parameters else None, officer=request.user)
    if request.method == "POST" and selection.enterprises and form.is_valid():
        try:
            return redirect(_perform(request, action, selection, form.cleaned_data))
        except ValidationError as refused:
            add_errors(form, refused)
    return _preview(request, action, selection, form)


def _perform(request: HttpRequest, action: BatchAction, selection: Selection, values: dict) -> str:
    """Do it; returns where to go: the results, or the progress of a job."""
    at = timezone.now()
    if action.perform is None:
        job = operations.print_dossiers(enterprises=selection.enterprises, by=request.user, at=at)
        return reverse("jobs:detail", args=[job.pk])
    results = action.perform(selection.enterprises, values, request.user, at)
    rows = [
        {"pk": row.enterprise_id, "name": row.name, "done": row.done, "message": row.message}
        for row in results
    ]
    report = {"label": action.label, "rows": rows, "back": _back(request.POST)}
    return reverse("enterprises:batch-result", args=[deposit(request, _KIND, report)])


def _preview(request: HttpRequest, action: BatchAction, selection: Selection, form) -> HttpResponse:
    """First the form of the action (if it has one), then every row with what will happen to it."""
    is_ready = form.is_valid()
    rows = [
        _row(action, enterprise, form.cleaned_data if is_ready else None)
        for enterprise in selection.enterprises
    ]
    affected = sum(row["effect"] is not None and not row["effect"].is_refused for row in rows)
    parameters = request.POST if request.method == "POST" else request.GET
    back = _back(parameters)
    most = MOST_PRINTED if action.name == "print" else MOST
    context = {
        "action": action,
        "form": form,
        "rows": rows,
        "is_ready": is_ready,
        "affected": affected,
        "submit_label": f"{action.submit}（{affected}家）",
        "too_many": f"一次最多处理{most:,}家。" if selection.is_too_large else "",
        "asked_again": _carried(parameters),
        "back_query": back,
        "back_url": f"{reverse('enterprises:ledger')}?{back}",
        "crumbs": ledger_crumbs(action.label),
    }
    return render(request, "enterprises/batch.html", context)


def _row(action: BatchAction, enterprise, values: dict | None) -> dict:
    effect = None if values is None else action.effect(enterprise, values)
    return {"enterprise": enterprise, "now": action.now(enterprise), "effect": effect}


def _carried(parameters: QueryDict) -> list[tuple[str, str]]:
    """The selection as it was asked for, to be asked for again with the form filled in."""
    names = ("selected", "all_matching")
    chosen = [(name, value) for name in names for value in parameters.getlist(name)[:MOST]]
    return chosen + list(as_parameters(parse(parameters)).items())


def _back(parameters: QueryDict) -> str:
    """The ledger's filters as they were, nothing else of what was sent."""
    query = parameters.get("back")
    return urlencode(as_parameters(parse(parameters if query is None else QueryDict(query[:1_000]))))


def _export_url(parameters: QueryDict) -> str:
    """The export page for the same selection."""
    return f"{reverse('enterprises:export')}?{urlencode(_carried(parameters))}"


@require_safe
@requires(Permission.VIEW_LEDGER)
def batch_result(request: HttpRequest, key: str) -> HttpResponse:
    """What the batch did, row by row; kept for the session of whoever did it."""
    report = deposited(request, _KIND, key)
    done = sum(row["done"] for row in report["rows"])
    refused = len(report["rows"]) - done
    context = {
        **report,
        "refused": refused,
        "summary": f"处理{done}家" + (f"，{refused}家没有处理" if refused else ""),
        "back_url": f"{reverse('enterprises:ledger')}?{report['back']}",
        "crumbs": ledger_crumbs(f"{report['label']}：结果"),
    }
    return render(request, "enterprises/batch_result.html", context)
