"""The one way a form of a report or scheme is shown, carried out, or shown again with what was refused."""

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
class FormPage:
    """``save(form)`` calls one operation; ``url`` is where it leads, also when it is given up; ``page``: more context."""

    form: Form
    save: Callable[[Form], object]
    url: str
    done: str
    template: str = "tipoffs/one_form.html"
    page: dict = field(default_factory=dict)


def carry_out(request: HttpRequest, act: FormPage) -> HttpResponse:
    """Answer GET and what is refused with the form, a lawful POST with a redirect."""
    if request.method == "POST" and act.form.is_valid():
        if refused := outcome(act):
            add_errors(act.form, refused)
        else:
            messages.success(request, act.done)
            return redirect(act.url)
    return render(request, act.template, {"form": act.form, "cancel_url": act.url, **act.page})


def outcome(act: FormPage) -> Exception | None:
    """What the operation refused; None when it was done. What only this person may not do is said, too."""
    try:
        act.save(act.form)
    except (ValidationError, StepRefused) as refused:
        return refused
    except PermissionDenied as denied:
        return StepRefused(str(denied) or "您不能办理这一步，请由其他人员办理。")
    return None


def posted(request: HttpRequest):
    """What a form is bound to: the POST, or nothing."""
    return request.POST if request.method == "POST" else None
