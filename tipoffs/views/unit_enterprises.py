"""The enterprises a tip is about: looked up in the officer's own region, linked, unlinked, asked to be looked at, their standing decided."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from capacity_portal.journal.once import once
from capacity_portal.lib.pages import int_param, text_param
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from enterprises.choices import CLOSED_STATUSES
from enterprises.queries import visible_to
from enterprises.queries.finding import found_by_text
from tipoffs.choices import OPEN_STATES
from tipoffs.forms.units import FindForm, StandingForm, VisitRequestForm
from tipoffs.models import Tip, TipEnterprise
from tipoffs.operations.linking import link_enterprise, request_visit, unlink_enterprise
from tipoffs.operations.standing import FOUND, settle_standing
from tipoffs.queries.units import lead_of
from tipoffs.views.unit_acting import Act, carry_out
from tipoffs.views.unit_tips import crumbs, tip_of

SHOWN = 20
_GET_POST = require_http_methods(["GET", "HEAD", "POST"])


@_GET_POST
@requires(Permission.VERIFY_TIPOFFS)
@once
def enterprises(request: HttpRequest, pk: int) -> HttpResponse:
    """``?q=`` looks up; POST ``enterprise`` links one of those shown."""
    tip = tip_of(request, pk)
    if request.method == "POST":
        number = int_param(request.POST, "enterprise", default=0)
        try:
            link_enterprise(tip=tip, enterprise_id=number, by=request.user, at=timezone.now())
        except (ValidationError, StepRefused) as refused:
            messages.error(request, " ".join(getattr(refused, "messages", [str(refused)])))
        else:
            messages.success(request, "已关联。")
            return redirect(f"{reverse('tipoffs:tip', args=[tip.pk])}#enterprises")
    return _finding(request, tip)


def _finding(request: HttpRequest, tip: Tip) -> HttpResponse:
    text = text_param(request.GET, "q", longest=60)
    linked = set(tip.links.values_list("enterprise", flat=True))
    found = found_by_text(request.user, text, most=SHOWN + 1, besides=linked)
    context = {
        "tip": tip,
        "form": FindForm({"q": text or _guess(request, tip)}),
        "text": text,
        "rows": found[:SHOWN],
        "is_cut": len(found) > SHOWN,
        "may_link": tip.state in OPEN_STATES,
        "new_url": _new_url(request, text),
        "crumbs": crumbs(tip, "关联企业"),
        "cancel_url": reverse("tipoffs:tip", args=[tip.pk]),
    }
    return render(request, "tipoffs/unit_enterprises.html", context)


def _guess(request: HttpRequest, tip: Tip) -> str:
    """The firm's name as reported, for whoever reads the reporter's own words."""
    return tip.firm_name if request.user.may(Permission.HANDLE_TIPOFFS) else ""


def _new_url(request: HttpRequest, text: str) -> str:
    """Where a new file is opened, its name typed already; "" for whoever may not."""
    if not request.user.may(Permission.EDIT_LEDGER):
        return ""
    return f"{reverse('enterprises:create')}?{urlencode({'name': text})}"


@require_POST
@requires(Permission.VERIFY_TIPOFFS)
@once
def unlink(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    """Take a link back."""
    tip, record = _linked(request, pk, link)
    try:
        unlink_enterprise(link=record, by=request.user, at=timezone.now())
    except StepRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已解除关联。")
    return redirect(f"{reverse('tipoffs:tip', args=[tip.pk])}#enterprises")


@_GET_POST
@requires(Permission.VERIFY_TIPOFFS)
@once
def ask_for_look(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    """Ask whoever inspects to look at a linked enterprise."""
    tip, record = _linked(request, pk, link)

    def save(form, version):
        typed = form.cleaned_data
        return request_visit(
            link=record, reason=typed["reason"], due_on=typed["due_on"], is_checked=typed["checked"], by=request.user,
            at=timezone.now(),
        )  # fmt: skip

    lead = lead_of(tip)
    form = VisitRequestForm(
        request.POST if request.method == "POST" else None, latest=lead.due_on if lead else None
    )
    page = {"facts": [("企业", record.enterprise.name), ("来由编号", tip.label)]}
    act = Act(tip, form, "请求检查", save, "已提出检查请求。", tip.state in OPEN_STATES, page=page)
    return carry_out(request, act)


@_GET_POST
@requires(Permission.MARK_KEY_ENTERPRISES)
@once
def standing(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    """Decide what a confirmed tip does to the enterprise's standing."""
    if not request.user.may(Permission.VIEW_TIPOFFS):
        raise Http404
    tip, record = _linked(request, pk, link)

    def save(form, version):
        typed = {"revive": False, **form.cleaned_data}
        return settle_standing(link=record, **typed, by=request.user, at=timezone.now())

    may_revive = record.enterprise.status in CLOSED_STATUSES and request.user.may(Permission.CHANGE_STATUS)
    form = StandingForm(request.POST if request.method == "POST" else None, may_revive=may_revive)
    facts = [
        ("企业", record.enterprise.name),
        ("核查结论", tip.get_conclusion_display()),
        ("经营状态", record.enterprise.get_status_display()),
        ("重点监管", "是" if record.enterprise.is_key else "否"),
    ]
    offered = tip.conclusion in FOUND and record.settled_at is None
    act = Act(tip, form, "更新企业监管", save, "已更新企业监管情况。", offered, page={"facts": facts})
    return carry_out(request, act)


def _linked(request: HttpRequest, pk: int, link: int) -> tuple[Tip, TipEnterprise]:
    """The tip and one of its enterprises that lies in the officer's own region. Raises Http404."""
    tip = tip_of(request, pk)
    own = TipEnterprise.objects.filter(tip=tip, enterprise__in=visible_to(request.user))
    record = get_object_or_404(own.select_related("enterprise"), pk=link)
    record.tip = tip
    return tip, record
