"""Likely links on the prefecture's desk: pairs side by side, decisions, and the merging of two files."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from capacity_portal.journal.once import once
from capacity_portal.lib.form_errors import add_errors
from capacity_portal.lib.pages import Order, choice_param, keyset_page
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from enterprises import facts, operations
from enterprises.choices import LinkDecision
from enterprises.forms.acts import LinkDecisionForm, MergeForm
from enterprises.models import Enterprise, Link
from enterprises.queries import links_visible_to
from enterprises.views.tabs import Tab, ledger_crumbs, pager

_ORDER = Order("found", "发现先后", ("-id",))
_BOTH = ("first", "second", "first__region", "second__region", "decided_by")
_WAITING = Q(decision=LinkDecision.PENDING)


@require_safe
@requires(Permission.DECIDE_LINKS)
def links(request: HttpRequest) -> HttpResponse:
    """Pairs waiting for a decision, or those decided (``?state=decided``), newest first."""
    state = choice_param(request.GET, "state", ("pending", "decided"), default="pending")
    pairs = links_visible_to(request.user).select_related(*_BOTH)
    chosen = _WAITING if state == "pending" else ~_WAITING
    page = keyset_page(
        pairs.filter(chosen), _ORDER, cursor=request.GET.get("cursor", ""), size=20, scope=state
    )
    context = {
        "pairs": [_row(link) for link in page.rows],
        "tabs": [
            Tab("待核对", "?state=pending", state == "pending"),
            Tab("已核对", "?state=decided", state == "decided"),
        ],
        "crumbs": ledger_crumbs("疑似关联"),
        **pager(page, f"?state={state}", "对"),
    }
    return render(request, "enterprises/links.html", context)


def _row(link: Link) -> dict:
    return {"link": link, "reasons": facts.reason_text(link), "kind": facts.DECISION_KINDS[link.decision]}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_LEDGER)
@once
def decide_link(request: HttpRequest, pk: int) -> HttpResponse:
    """One pair side by side, with the decision; a county decides about pairs of its own."""
    link = get_object_or_404(links_visible_to(request.user).select_related(*_BOTH), pk=pk)
    form = LinkDecisionForm(request.POST or None, initial=_decided(link))
    if request.method == "POST" and form.is_valid():
        try:
            operations.decide_link(link=link, **form.cleaned_data, by=request.user, at=timezone.now())
        except ValidationError as refused:
            add_errors(form, refused)
        else:
            messages.success(request, "结论已记录。")
            return redirect(_after(request, link))
    return render(request, "enterprises/link.html", _pair_page(request, link, form, "核对关联"))


def _decided(link: Link) -> dict:
    if link.decision == LinkDecision.PENDING:
        return {}
    return {"decision": link.decision, "note": link.decision_note}


def _after(request: HttpRequest, link: Link) -> str:
    """The prefecture's officer goes on with the next pair (or merges), a county's back to the dossier."""
    if not request.user.may(Permission.DECIDE_LINKS):
        return reverse("enterprises:dossier", args=[link.first_id])
    if request.POST.get("decision") == LinkDecision.SAME and request.user.may(Permission.MERGE_FILES):
        return reverse("enterprises:merge", args=[link.pk])
    return reverse("enterprises:links")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MERGE_FILES)
@once
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Merge the two files of a link found to be one enterprise; both histories stay."""
    same = links_visible_to(request.user).filter(decision=LinkDecision.SAME).select_related(*_BOTH)
    link = get_object_or_404(same, pk=pk, first__merged_into=None, second__merged_into=None)
    form = MergeForm(request.POST or None, first=link.first, second=link.second)
    if request.method == "POST" and form.is_valid():
        try:
            into = _merged(request, link, form)
        except ValidationError as refused:
            add_errors(form, refused)
        else:
            messages.success(request, f"已并入“{into.name}”。")
            return redirect("enterprises:dossier", pk=into.pk)
    return render(request, "enterprises/merge.html", _pair_page(request, link, form, "合并档案"))


def _merged(request: HttpRequest, link: Link, form: MergeForm) -> Enterprise:
    into, duplicate = link.first, link.second
    if form.cleaned_data["direction"] == str(link.second_id):
        into, duplicate = duplicate, into
    note = form.cleaned_data["note"]
    return operations.merge_enterprises(
        duplicate=duplicate, into=into, note=note, by=request.user, at=timezone.now()
    )


def _pair_page(request: HttpRequest, link: Link, form, heading: str) -> dict:
    to_list = request.user.may(Permission.DECIDE_LINKS)
    back = reverse("enterprises:links") if to_list else reverse("enterprises:dossier", args=[link.first_id])
    return {
        "link": link,
        "form": form,
        "heading": heading,
        "reasons": facts.reason_text(link),
        "rows": facts.side_by_side(link.first, link.second),
        "cancel_url": back,
        "crumbs": [("疑似关联", back), (heading, "")] if to_list else ledger_crumbs(heading),
    }
