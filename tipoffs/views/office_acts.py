"""One page for each step of the office: the form, what is still missing, and the one operation behind it."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
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
from tipoffs.access import reads_original
from tipoffs.choices import OPEN_STATES
from tipoffs.models import Tip
from tipoffs.operations.door import TipChanged
from tipoffs.operations.reading import has_read, log_read
from tipoffs.queries.offers import Offer, offer_for
from tipoffs.queries.scope import dismissals_visible_to, tips_visible_to
from tipoffs.views.office_steps import HANDLINGS, Handling
from tipoffs.views.tip_page import SHOWN_WITH, act_url

_BESIDE = {"summary", "ask"}  # not steps of the workflow: possible while the tip is open
_WANTS_ORIGINAL = {"propose_refusal", "hand_over", "summary", "answer", "ask"}


@dataclass(frozen=True)
class Acting:
    """A step about to be taken."""

    tip: Tip
    handling: Handling
    offer: Offer

    @property
    def is_on_offer(self) -> bool:
        if self.handling.name in _BESIDE:
            return self.tip.state in OPEN_STATES and not self.offer.off
        return self.offer.has(self.handling.name)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.VIEW_TIPOFFS)
@cache_control(private=True, no_store=True)
@once
def act(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """A step of the office on a tip. GET shows the form (and is logged as reading), POST takes the step."""
    handling = HANDLINGS.get(step.replace("-", "_"))
    if handling is None or "_" in step or not request.user.may(handling.permission):
        raise Http404
    tip, at = _tip(request, pk, handling), timezone.now()
    acting = Acting(tip, handling, offer_for(tip, request.user))
    if request.method == "POST":
        return _posted(request, acting, at)
    if not acting.is_on_offer:
        messages.error(request, _not_now(acting))
        return redirect(_back_url(request, acting))
    log_read(tip=tip, what=_shown(request, handling), by=request.user, at=at)
    return _page(request, acting, handling.form(tip, None, at), tip.version)


def _posted(request: HttpRequest, acting: Acting, at) -> HttpResponse:
    """The step taken, or the form again with what was typed: 409 when somebody was first."""
    tip, handling = acting.tip, acting.handling
    form, version = handling.form(tip, request.POST, at), int_param(request.POST, "version", default=0)
    if not form.is_valid():
        return _page(request, acting, form, version)
    try:
        handling.save(tip, version, form, request.user, at)
    except TipChanged as changed:
        form.add_error(None, str(changed))
        return _page(request, acting, form, changed.current.version, status=409)
    except (ValidationError, StepRefused) as refused:
        add_errors(form, refused)
        return _page(request, acting, form, version)
    except PermissionDenied:
        raise Http404 from None
    messages.success(request, f"{handling.done}。")
    return redirect(_back_url(request, acting))


def _tip(request: HttpRequest, pk: int, handling: Handling) -> Tip:
    """The tip; for the second person it is among the dismissals, which he sees without seeing the tip."""
    is_second = handling.permission == Permission.CONFIRM_DISMISSALS and not reads_original(request.user)
    rows = dismissals_visible_to(request.user) if is_second else tips_visible_to(request.user)
    return get_object_or_404(rows.select_related(*SHOWN_WITH), pk=pk)


def _not_now(acting: Acting) -> str:
    blocks = "".join(acting.offer.blocks)
    return f"现在不能{acting.handling.label}。{blocks or '可能已有他人办理，请核对最新情况。'}"


def _back_url(request: HttpRequest, acting: Acting) -> str:
    if tips_visible_to(request.user).filter(pk=acting.tip.pk).exists():
        return reverse("tipoffs:tip", args=[acting.tip.pk])
    return reverse("tipoffs:dismissals")


def _shown(request: HttpRequest, handling: Handling) -> str:
    return "text" if _sees_text(request, handling) else "page"


def _sees_text(request: HttpRequest, handling: Handling) -> bool:
    return handling.name in _WANTS_ORIGINAL and reads_original(request.user)


def _shows_text(request: HttpRequest, acting: Acting) -> bool:
    """On a refused form only what this officer has opened within the hour: a refused POST can log nothing."""
    if not _sees_text(request, acting.handling):
        return False
    if request.method != "POST":
        return True
    return has_read(tip=acting.tip, what="text", by=request.user, at=timezone.now())


def _others(acting: Acting) -> list[tuple[str, str, str]]:
    """(label, address, kind of button) of the other answer on the same page."""
    other = HANDLINGS.get(acting.handling.other)
    if other is None:
        return []
    return [(other.label, act_url(acting.tip.pk, other.name), "danger" if other.is_grave else "secondary")]


def _page(request: HttpRequest, acting: Acting, form: Form, version: int, status: int = 200) -> HttpResponse:
    tip, handling = acting.tip, acting.handling
    back, heading = _back_url(request, acting), "复核不受理" if handling.other else handling.label
    context = {
        "tip": tip,
        "form": form,
        "handling": handling,
        "shows_original": _shows_text(request, acting),
        "blocks": acting.offer.blocks,
        "heading": heading,
        "others": _others(acting),
        "version": version,
        "crumbs": [("举报办理", reverse("tipoffs:queue")), (tip.label, back), (heading, "")],
        "submit_label": handling.label,
        "kind": "danger" if handling.is_grave else "secondary" if handling.other else "primary",
        "cancel_url": back,
    }
    return render(request, "tipoffs/act.html", context, status=status)
