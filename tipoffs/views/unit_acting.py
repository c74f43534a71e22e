"""The one way a step of a unit is shown, carried out, or shown again with what was refused."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from capacity_portal.lib.form_errors import add_errors
from capacity_portal.lib.pages import int_param
from capacity_portal.lib.workflow import StepRefused
from tipoffs.models import Tip
from tipoffs.operations.door import TipChanged
from tipoffs.operations.reading import log_read
from tipoffs.views.unit_tips import crumbs


@dataclass(frozen=True)
class Act:
    """``save(form, version)`` calls one operation; ``is_offered`` False: a GET goes back to the tip with a sentence.

    ``done``: said afterwards; ``page``: context of ``tipoffs/unit_step.html`` besides (lead, facts, groups, template);
    ``url``: where it leads, the tip's page unless given.
    """

    tip: Tip
    form: Form
    heading: str
    save: Callable[[Form, int], object]
    done: str
    is_offered: bool = True
    submit_label: str = ""
    url: str = ""
    page: dict = field(default_factory=dict)

    @property
    def leads_to(self) -> str:
        return self.url or reverse("tipoffs:tip", args=[self.tip.pk])


def carry_out(request: HttpRequest, act: Act) -> HttpResponse:
    """Answer GET with the form, POST with the form again (409 when somebody was first) or with the tip's page."""
    if request.method != "POST":
        if not act.is_offered:
            messages.error(request, f"现在不能{act.heading}，可能已有他人办理，请核对最新情况。")
            return redirect(act.leads_to)
        log_read(tip=act.tip, what="page", by=request.user, at=timezone.now())
        return _page(request, act, act.tip.version)
    version = int_param(request.POST, "version", default=0)
    if not act.form.is_valid():
        return _page(request, act, version)
    try:
        act.save(act.form, version)
    except TipChanged as changed:
        act.form.add_error(None, str(changed))
        return _page(request, act, changed.current.version, status=409)
    except (ValidationError, StepRefused) as refused:
        add_errors(act.form, refused)
    except PermissionDenied:
        raise Http404 from None
    else:
        messages.success(request, act.done)
        return redirect(act.leads_to)
    return _page(request, act, version)


def _page(request: HttpRequest, act: Act, version: int, status: int = 200) -> HttpResponse:
    context = {
        "tip": act.tip,
        "form": act.form,
        "heading": act.heading,
        "version": version,
        "crumbs": crumbs(act.tip, act.heading),
        "submit_label": act.submit_label or act.heading,
        "cancel_url": act.leads_to,
        **act.page,
    }
    return render(request, "tipoffs/unit_step.html", context, status=status)
