"""Batch actions on the queue: what is wanted, then what would happen row by row, then - confirmed - what did."""

from urllib.parse import urlencode

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from capacity_portal.journal.once import once
from capacity_portal.lib.deposit import deposit, deposited
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from tipoffs.models import Tip
from tipoffs.queries.scope import tips_visible_to
from tipoffs.rules.queue_filters import as_parameters, parse
from tipoffs.views.batch_actions import ACTIONS, BatchAction

KIND = "tip_batches"
_ASKED = "asked"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.HANDLE_TIPOFFS)
@cache_control(private=True, no_store=True)
@once
def batch(request: HttpRequest) -> HttpResponse:
    """GET shows what ``action`` would do to the tips selected; POST does it and leads to the results."""
    parameters = request.POST if request.method == "POST" else request.GET
    action = ACTIONS.get(parameters.get("action", ""))
    if action is None:
        raise Http404
    tips, today = _selected(request, parameters, action.most), timezone.localdate()
    form = action.form(request.user, parameters if _ASKED in parameters else None, today)
    if request.method == "POST" and 0 < len(tips) <= action.most and form.is_valid():
        return redirect(_perform(request, action, tips, form))
    return _preview(request, action, tips, form)


def _selected(request: HttpRequest, parameters: QueryDict, most: int) -> list[Tip]:
    """The tips ticked, in order of their clocks; one more than ``most`` when there are more."""
    typed = parameters.getlist("selected")[: most + 1]
    numbers = [int(text) for text in typed if text.isascii() and text.isdigit() and len(text) <= 18]
    rows = tips_visible_to(request.user).filter(pk__in=numbers).select_related("place")
    return list(rows.order_by("due_on", "id")[: most + 1])


def _perform(request: HttpRequest, action: BatchAction, tips: list[Tip], form: Form) -> str:
    at = timezone.now()
    results = action.perform(tips, form, request.user, at)
    done = {result.pk for result in results if result.done}
    report = {
        "label": action.label,
        "rows": [
            {"pk": row.pk, "name": row.name, "done": row.done, "message": row.message,
             "url": reverse("tipoffs:tip", args=[row.pk]) if row.name else ""}
            for row in results
        ],
        "letters": action.letters([tip for tip in tips if tip.pk in done], timezone.localdate(at)),
        "back_url": _list_url(request.POST.get("back", "")),
    }  # fmt: skip
    return reverse("tipoffs:batch-result", args=[deposit(request, KIND, report)])


def _preview(request: HttpRequest, action: BatchAction, tips: list[Tip], form: Form) -> HttpResponse:
    """First the form of the action (if it has one), then every row with what will happen to it."""
    is_ready, is_too_many = form.is_valid(), len(tips) > action.most
    rows = [] if is_too_many else [(tip, action.effect(tip, form) if is_ready else None) for tip in tips]
    affected = sum(effect is not None and not effect.is_refused for _, effect in rows)
    parameters = request.POST if request.method == "POST" else request.GET
    back = parameters.get("back")
    query = urlencode(as_parameters(parse(parameters))) if back is None else back[:1_000]
    context = {
        "action": action,
        "form": form,
        "rows": rows,
        "is_ready": is_ready,
        "affected": affected,
        "submit_label": f"确认{action.label}（{affected}件）",
        "too_many": f"一次最多处理{action.most}件。" if is_too_many else "",
        "back_query": query,
        "back_url": _list_url(query),
        "crumbs": [("举报办理", _list_url(query)), (action.label, "")],
    }
    return render(request, "tipoffs/batch.html", context)


def _list_url(query: str) -> str:
    parameters = as_parameters(parse(QueryDict(query[:1_000])))
    return f"{reverse('tipoffs:queue')}?{urlencode(parameters)}" if parameters else reverse("tipoffs:queue")


@require_safe
@requires(Permission.HANDLE_TIPOFFS)
@cache_control(private=True, no_store=True)
def batch_result(request: HttpRequest, key: str) -> HttpResponse:
    """What the batch did, row by row; kept for the session of whoever did it."""
    report = deposited(request, KIND, key)
    refused = sum(not row["done"] for row in report["rows"])
    done = len(report["rows"]) - refused
    context = {
        **report,
        "refused": refused,
        "summary": f"处理{done}件" + (f"，{refused}件没有处理" if refused else ""),
        "crumbs": [("举报办理", report["back_url"]), (f"{report['label']}：结果", "")],
    }
    return render(request, "tipoffs/batch_result.html", context)
