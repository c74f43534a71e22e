"""The one way a small form of the follow-up (reward, objection, publication) is shown, carried out, or shown again with what was refused."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from capacity_portal.lib.form_errors import add_errors
from capacity_portal.lib.workflow import StepRefused


@dataclass(frozen=True)
class OneForm:
    """``save(form)`` calls one operation; ``url`` is where it leads, also when it is given up; ``page``: context of
    ``tipoffs/one_form.html`` besides (heading, lead, submit_label, crumbs, facts, blocks, confirm)."""

    form: Form
    save: Callable[[Form], object]
    url: str
    done: str
    page: dict = field(default_factory=dict)


def carry_out(request: HttpRequest, act: OneForm) -> HttpResponse:
    """Answer GET and what is refused with the form, a lawful POST with a redirect; what only this person may not is said."""
    if request.method == "POST" and act.form.is_valid():
        try:
            act.save(act.form)
        except (ValidationError, StepRefused) as refused:
            add_errors(act.form, refused)
        except PermissionDenied as denied:
            act.form.add_error(None, str(denied) or "您不能办理这一步，请由其他人员办理。")
        else:
            messages.success(request, act.done)
            return redirect(act.url)
    return render(request, "tipoffs/one_form.html", {"form": act.form, "cancel_url": act.url, **act.page})
