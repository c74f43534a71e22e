"""What stands around a tip: comparing it with another, and who keeps out of it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from capacity_portal.journal.once import once
from capacity_portal.lib.form_errors import add_errors
from capacity_portal.lib.pages import int_param
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from tipoffs.forms.around import ExclusionForm, OtherTipForm, SameMatterForm
from tipoffs.forms.office import NothingForm
from tipoffs.models import Tip
from tipoffs.operations.exclusions import exclude as exclude_party
from tipoffs.operations.exclusions import lift
from tipoffs.operations.reading import has_read, log_read
from tipoffs.operations.same_matter import decide_same
from tipoffs.queries.exclusions import exclusions_on, parties
from tipoffs.queries.scope import tips_visible_to
from tipoffs.views.office_steps import earlier_tip
from tipoffs.views.tip_page import SHOWN_WITH, tip_of

_GET_POST = require_http_methods(["GET", "HEAD", "POST"])


@_GET_POST
@requires(Permission.HANDLE_TIPOFFS)
@cache_control(private=True, no_store=True)
@once
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Without ``other``: which one. With it: both side by side, and the verdict."""
    tip = tip_of(request, pk)
    other = _other(request, tip)
    if other is None:
        return _which(request, tip)
    form = SameMatterForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _decided(request, tip, other, form.cleaned_data)
    if request.method != "POST":
        log_read(tip=other, what="text", by=request.user, at=timezone.now())
        log_read(tip=tip, what="text", by=request.user, at=timezone.now())
    elif not _both_read(request, tip, other):
        messages.error(request, "请先看过两件举报的原文再认定。")
        return redirect(f"{reverse('tipoffs:compare', args=[tip.pk])}?other={other.pk}")
    pair = sorted((tip, other), key=lambda record: record.pk)
    return render(
        request, "tipoffs/compare.html", {"pair": pair, "other": other} | _context(tip, form, "比对")
    )


def _decided(request: HttpRequest, tip: Tip, other: Tip, typed: dict) -> HttpResponse:
    is_same = typed["verdict"] == "same"
    decide_same(tip=tip, other=other, is_same=is_same, note=typed["note"], by=request.user, at=timezone.now())
    messages.success(request, f"已认定{'是' if is_same else '不是'}同一事项。")
    return redirect("tipoffs:tip", pk=tip.pk)


def _both_read(request: HttpRequest, *tips: Tip) -> bool:
    """A refused form shows again only what this officer has opened within the hour: a refused POST can log nothing."""
    at = timezone.now()
    return all(has_read(tip=tip, what="text", by=request.user, at=at) for tip in tips)


def _other(request: HttpRequest, tip: Tip) -> Tip | None:
    number = int_param(request.GET, "other", least=1, most=2**63 - 1)
    if number is None or number == tip.pk:
        return None
    return get_object_or_404(tips_visible_to(request.user).select_related(*SHOWN_WITH), pk=number)


def _which(request: HttpRequest, tip: Tip) -> HttpResponse:
    form = OtherTipForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            other = earlier_tip(form.cleaned_data["number"], request.user)
        except ValidationError as refused:
            form.add_error("number", refused.messages)
        else:
            if other.pk != tip.pk:
                return redirect(f"{reverse('tipoffs:compare', args=[tip.pk])}?other={other.pk}")
            form.add_error("number", "这就是本件的编号，请填写另一件。")
    return render(
        request, "tipoffs/around_form.html", _context(tip, form, "与另一件比对", submit_label="比对")
    )


@_GET_POST
@requires(Permission.VIEW_TIPOFFS)
@cache_control(private=True, no_store=True)
@once
def exclude(request: HttpRequest, pk: int) -> HttpResponse:
    """Set that a unit or a person keeps out of the tip, or of an enterprise it is about."""
    tip = _for_office(request, pk)
    linked = list(tip.links.select_related("enterprise").order_by("id"))
    form = ExclusionForm(
        request.POST if request.method == "POST" else None,
        parties=parties(tip, timezone.localdate(), with_office=request.user.may(Permission.DECIDE_TIPOFFS)),
        enterprises=[(link.enterprise_id, link.enterprise.name) for link in linked],
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["matter"]
        about = next((link.enterprise for link in linked if str(link.enterprise_id) == chosen), None)
        try:
            exclude_party(
                tip=tip, party=form.chosen, reason=form.cleaned_data["reason"], enterprise=about, by=request.user,
                at=timezone.now(),
            )  # fmt: skip
        except (ValidationError, StepRefused) as refused:
            add_errors(form, refused)
        else:
            return _done(request, pk, "已设定回避，立即生效。")
    lead = "设定后，对方立即看不到这件举报；已交给该单位承办的，请同时改派。"
    return render(request, "tipoffs/around_form.html", _context(tip, form, "设定回避", lead=lead))


@_GET_POST
@requires(Permission.VIEW_TIPOFFS)
@cache_control(private=True, no_store=True)
@once
def exclusion_lift(request: HttpRequest, pk: int, exclusion: int) -> HttpResponse:
    """End an exclusion."""
    tip = _for_office(request, pk)
    made = get_object_or_404(exclusions_on(tip), pk=exclusion)
    form = NothingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            lift(tip=tip, exclusion=made, by=request.user, at=timezone.now())
        except (ValidationError, StepRefused) as refused:
            add_errors(form, refused)
        else:
            return _done(request, pk, "已解除回避。")
    lead = f"{(made.officer or made.department or made.region).name}：{made.reason}"
    return render(request, "tipoffs/around_form.html", _context(tip, form, "解除回避", lead=lead))


def _for_office(request: HttpRequest, pk: int) -> Tip:
    """The tip for handlers and leader; for units the page does not exist."""
    rows = tips_visible_to(request.user) if _may(request.user) else Tip.objects.none()
    return get_object_or_404(rows.select_related(*SHOWN_WITH), pk=pk)


def _may(officer) -> bool:
    return officer.may(Permission.HANDLE_TIPOFFS) or officer.may(Permission.DECIDE_TIPOFFS)


def _done(request: HttpRequest, pk: int, sentence: str) -> HttpResponse:
    """To the tip; to the queue for whoever has just kept himself out."""
    messages.success(request, sentence)
    if tips_visible_to(request.user).filter(pk=pk).exists():
        return redirect("tipoffs:tip", pk=pk)
    return redirect("tipoffs:queue")


def _context(tip: Tip, form: Form, heading: str, *, lead: str = "", submit_label: str = "") -> dict:
    page = reverse("tipoffs:tip", args=[tip.pk])
    return {
        "tip": tip,
        "form": form,
        "heading": heading,
        "lead_text": lead,
        "crumbs": [("举报办理", reverse("tipoffs:queue")), (tip.label, page), (heading, "")],
        "submit_label": submit_label or heading,
        "cancel_url": page,
    }
