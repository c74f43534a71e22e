"""The one way a small form about an addressee or an incoming document is shown, carried out, or shown again with what was refused."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from capacity_portal.lib.form_errors import add_errors
from capacity_portal.lib.pages import int_param
from capacity_portal.lib.workflow import StepRefused
from reports.operations.incoming import IncomingChanged
from reports.operations.recipient_door import RecipientChanged

_CHANGED = (RecipientChanged, IncomingChanged)


@dataclass(frozen=True)
class Act:
    """``save(form, version)`` calls one operation; ``version`` is that of the record shown.

    ``url``: where it leads, also when it is given up (``save`` may return another address); ``page``: context of
    ``reports/sending_act.html`` besides (heading, lead, submit_label, crumbs, facts, kind, version_now).
    """

    form: Form
    save: Callable[[Form, int], object]
    version: int
    url: str
    done: str
    page: dict = field(default_factory=dict)


def carry_out(request: HttpRequest, act: Act) -> HttpResponse:
    """Answer GET and what is refused with the form (409 when somebody was first), a lawful POST with a redirect."""
    if request.method != "POST":
        return _page(request, act, act.version)
    version = int_param(request.POST, "version", default=0)
    if not act.form.is_valid():
        return _page(request, act, version)
    try:
        led = act.save(act.form, version)
    except _CHANGED as changed:
        act.form.add_error(None, str(changed))
        return _page(request, act, act.version, status=409)
    except (ValidationError, StepRefused) as refused:
        add_errors(act.form, refused)
    except PermissionDenied:
        raise Http404 from None
    else:
        messages.success(request, act.done)
        return redirect(led if isinstance(led, str) else act.url)
    return _page(request, act, version)


def _page(request: HttpRequest, act: Act, version: int, status: int = 200) -> HttpResponse:
    context = {"form": act.form, "version": version, "cancel_url": act.url, **act.page}
    return render(request, "reports/sending_act.html", context, status=status)
