"""A new file in two steps: what is typed, then the likely links; nothing is saved before the second."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from capacity_portal.journal.once import once
from capacity_portal.lib.form_errors import add_errors
from capacity_portal.lib.form_versions import shown
from capacity_portal.lib.pages import text_param
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from enterprises import operations
from enterprises.choices import LinkDecision
from enterprises.forms.create import EnterpriseForm, SeenLinksForm
from enterprises.queries import likely_links
from enterprises.views.likely import Likely, likely_for, typed_pairs, was_shown
from enterprises.views.tabs import ledger_crumbs

_STEPS = ["填写", "核对关联", "建档"]


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_LEDGER)
@once
def create(request: HttpRequest) -> HttpResponse:
    """GET the form; POST it: ``stage`` "" checks and shows the likely links, "back" returns, "confirm" saves."""
    if request.method != "POST":
        return _typing(request, _form(request, None, {"name": text_param(request.GET, "name", longest=120)}))
    form = _form(request, request.POST)
    if not form.is_valid() or request.POST.get("stage") == "back":
        return _typing(request, form)
    likely = likely_for(request.user, likely_links(form.cleaned_data))
    decisions = SeenLinksForm(request.POST if _is_answer(request) else None, links=likely.own)
    if not was_shown(request, likely) or not decisions.is_valid():
        return _checking(request, form, likely, decisions)
    try:
        enterprise = _save(request, form, likely, decisions)
    except ValidationError as refused:
        add_errors(form, refused)
        return _typing(request, form)
    messages.success(request, "已建档。请继续登记设备、产能和证照。")
    return redirect("enterprises:dossier", pk=enterprise.pk)


def _is_answer(request: HttpRequest) -> bool:
    return request.POST.get("stage") == "confirm"


def _form(request: HttpRequest, data, given: dict | None = None) -> EnterpriseForm:
    """``given``: what stands in the form when it is opened (``?name=``, from whoever looked the firm up in vain)."""
    return EnterpriseForm(data, initial=given, officer=request.user, today=timezone.localdate())


def _typing(request: HttpRequest, form: EnterpriseForm) -> HttpResponse:
    return render(request, "enterprises/create.html", _frame(1) | {"form": form})


def _checking(
    request: HttpRequest, form: EnterpriseForm, likely: Likely, decisions: SeenLinksForm
) -> HttpResponse:
    summary = [
        (legend, [(field.label, shown(field)) for field in fields]) for legend, fields in form.groups()
    ]
    own = [
        {
            "enterprise": link.enterprise,
            "reason_labels": link.reason_labels,
            "field": decisions[f"decision_{link.enterprise.pk}"],
        }
        for link in likely.own
    ]
    context = {
        "summary": summary,
        "likely": {"own": own, "elsewhere": likely.elsewhere, "shown": likely.shown},
        "typed": typed_pairs(request),
        "decisions": decisions,
    }
    return render(request, "enterprises/create_check.html", _frame(2) | context)


def _save(request: HttpRequest, form: EnterpriseForm, likely: Likely, decisions: SeenLinksForm):
    """Open the file; what the officer said about each link he was shown is recorded with it."""
    at = timezone.now()
    enterprise = _opened(form.cleaned_data, request.user, at)
    decided = {link: decisions.cleaned_data[f"decision_{link.enterprise.pk}"] for link in likely.own}
    recorded = operations.record_links(
        enterprise=enterprise,
        candidates=[link for link, decision in decided.items() if decision != LinkDecision.PENDING],
        by=request.user,
        at=at,
    )
    answers = {link.enterprise.pk: decision for link, decision in decided.items()}
    for link in recorded:
        other = link.first_id if link.second_id == enterprise.pk else link.second_id
        operations.decide_link(link=link, decision=answers[other], note="建档时核对", by=request.user, at=at)
    return enterprise


def _opened(values: dict, by, at):
    """The new file; a code that another county's file has is not entered but handed to the prefecture (settled 15)."""
    try:
        return operations.create_enterprise(values=values, by=by, at=at)
    except operations.CodeTaken as taken:
        if taken.existing is not None:
            raise
        return operations.create_with_disputed_code(values=values, by=by, at=at)


def _frame(current: int) -> dict:
    crumbs = ledger_crumbs("新建档案")
    return {
        "steps": _STEPS,
        "current": current,
        "crumbs": crumbs,
        "ledger_url": reverse("enterprises:ledger"),
    }
