"""The one way a small form about a month or a duty is shown, carried out, or shown again with what was refused."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from capacity_portal.lib.form_errors import add_errors
from capacity_portal.lib.workflow import StepRefused


@dataclass(frozen=True)
class Act:
    """``save(form)`` calls one operation; ``url`` is where it leads, also when it is given up.

    ``denied`` is said to somebody whom only the operation refuses; without it the page does not exist for him.
    ``page``: context of ``round_form.html`` besides (heading, lead, submit_label, kind, crumbs, facts, blockers).
    """

    form: Form
    save: Callable[[Form], object]
    url: str
    done: str
    page: dict = field(default_factory=dict)
    denied: str = ""


def carry_out(request: HttpRequest, act: Act) -> HttpResponse:
    """Answer GET and what is refused with the form, a lawful POST with a redirect. Raises Http404 for who may not."""
    if request.method == "POST" and act.form.is_valid():
        try:
            act.save(act.form)
        except (ValidationError, StepRefused) as refused:
            add_errors(act.form, refused)
        except PermissionDenied:
            if not act.denied:
                raise Http404 from None
            act.form.add_error(None, act.denied)
        else:
            messages.success(request, act.done)
            return redirect(act.url)
    context = {"form": act.form, "cancel_url": act.url, **act.page}
    return render(request, "inspections/round_form.html", context)
