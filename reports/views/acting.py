"""One page for each step of a document: the form, what still blocks, and the one operation behind it."""

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
from reports.choices import NoticeState
from reports.models import Notice
from reports.operations.door import NoticeChanged
from reports.queries.flow_offers import Offer, offer_for
from reports.queries.registers import next_number
from reports.queries.scope import notices_visible_to
from reports.rules.workflow import STAGE_OF
from reports.views.act_steps import HANDLINGS, Handling
from reports.views.notice_page import readable


@dataclass(frozen=True)
class Acting:
    """A step about to be taken."""

    notice: Notice
    handling: Handling
    offer: Offer

    @property
    def is_on_offer(self) -> bool:
        if not self.handling.beside:
            return self.offer.has(self.handling.name)
        is_issued = self.notice.state == NoticeState.ISSUED
        return {
            "link": True,
            "publish": is_issued and not self.notice.is_public,
            "unpublish": is_issued and self.notice.is_public,
        }[self.handling.name]

    @property
    def off(self) -> str:
        """What is said where it is not on offer."""
        why = self.offer.off or "可能已有他人办理，请核对最新情况。"
        return f"现在不能{self.handling.label}。{why}"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.VIEW_DOCUMENTS)
@cache_control(private=True, no_store=True)
@once
def act(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """A step on a document. GET shows the form, POST takes the step."""
    handling = HANDLINGS.get(step.replace("-", "_"))
    if handling is None or "_" in step or not request.user.may(handling.permission):
        raise Http404
    notice, at = get_object_or_404(notices_visible_to(request.user), pk=pk), timezone.now()
    acting = Acting(notice, handling, offer_for(notice, request.user, timezone.localdate(at)))
    if request.method == "POST":
        return _posted(request, acting, at)
    if not acting.is_on_offer:
        messages.error(request, acting.off)
        return redirect("reports:notice", notice.pk)
    return _page(request, acting, handling.form(notice, None, request.user, at), notice.version)


def act_url(notice: Notice, name: str) -> str:
    """The address of a step."""
    return reverse("reports:notice-act", args=[notice.pk, name.replace("_", "-")])


def _posted(request: HttpRequest, acting: Acting, at) -> HttpResponse:
    """The step taken, or the form again with what was typed: 409 when somebody was first."""
    notice, handling = acting.notice, acting.handling
    version = int_param(request.POST, "version", default=0)
    form = handling.form(notice, request.POST, request.user, at)
    if not form.is_valid():
        return _page(request, acting, form, version)
    if version == notice.version and not acting.is_on_offer:
        form.add_error(None, acting.off)
        return _page(request, acting, form, version)
    try:
        handling.save(notice, version, form, request.user, at)
    except NoticeChanged as changed:
        current = changed.current
        now = Acting(current, handling, offer_for(current, request.user, timezone.localdate(at)))
        form.add_error(None, str(changed) if now.is_on_offer else now.off)
        return _page(request, now, form, current.version, status=409)
    except (ValidationError, StepRefused) as refused:
        add_errors(form, refused)
        return _page(request, acting, form, version)
    except PermissionDenied:
        raise Http404 from None
    messages.success(request, f"{handling.done}。")
    return redirect(_back(request, notice))


def _back(request: HttpRequest, notice: Notice) -> str:
    """The document's page; for who does not see it any more, the list."""
    if notices_visible_to(request.user).filter(pk=notice.pk).exists():
        return reverse("reports:notice", args=[notice.pk])
    return reverse("reports:notices")


def _page(request: HttpRequest, acting: Acting, form: Form, version: int, status: int = 200) -> HttpResponse:
    notice, handling, other = acting.notice, acting.handling, HANDLINGS.get(acting.handling.other)
    blocks = acting.offer.blocks if handling.name in {"submit", "sign", "issue"} else []
    back, is_reviewed = _back(request, notice), handling.name in STAGE_OF and acting.is_on_offer
    context = {
        "notice": notice,
        "form": form,
        "handling": handling,
        "blocks": blocks,
        "off": "" if acting.is_on_offer else acting.off,
        "document": readable(notice, request.user, timezone.now())[0] if is_reviewed else None,
        "reminders": acting.offer.reminders if handling.name == "issue" else (),
        "next_number": next_number(notice) if handling.name == "issue" else "",
        "other": (other.label, act_url(notice, other.name), "danger" if other.is_grave else "primary")
        if other
        else None,
        "version": version,
        "crumbs": [("公文", reverse("reports:notices")), (notice.title, back), (handling.label, "")],
        "submit_label": handling.label,
        "kind": "danger" if handling.is_grave else "primary",
        "cancel_url": back,
    }
    return render(request, "reports/act.html", context, status=status)
