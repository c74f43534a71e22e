"""The one way a form of a report or scheme is shown, carried out, or shown again with what was refused."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from capacity_portal.lib.form_errors import add_errors
from capacity_portal.lib.pages import int_param
from capacity_portal.lib.workflow import StepRefused
from reports.operations.assessment_door import AssessmentChanged
from reports.operations.schemes import SchemeChanged

_CHANGED = (AssessmentChanged, SchemeChanged)


@dataclass(frozen=True)
class FormPage:
    """``save(form)`` calls one operation; ``url`` is where it leads, also when it is given up; ``page``: more context,
    ``version`` of the record among it: after somebody was first the form comes back with the version that stands now."""

    form: Form
    save: Callable[[Form], object]
    url: str
    done: str
    template: str = "tipoffs/one_form.html"
    page: dict = field(default_factory=dict)


def carry_out(request: HttpRequest, act: FormPage) -> HttpResponse:
    """Answer GET and what is refused with the form (409 when somebody was first), a lawful POST with a redirect."""
    context, status = {"form": act.form, "cancel_url": act.url, **act.page}, 200
    if request.method == "POST" and act.form.is_valid():
        refused = outcome(act)
        if refused is None:
            messages.success(request, act.done)
            return redirect(act.url)
        add_errors(act.form, refused)
        if isinstance(refused, _CHANGED):
            context["version"], status = refused.current.version, 409
    return render(request, act.template, context, status=status)


def outcome(act: FormPage) -> Exception | None:
    """What the operation refused; None when it was done. What only this person may not do is said, too."""
    try:
        act.save(act.form)
    except (ValidationError, StepRefused) as refused:
        return refused
    except PermissionDenied as denied:
        return StepRefused(str(denied) or "您不能办理这一步，请由其他人员办理。")
    return None


def version_of(request: HttpRequest, current: int) -> int:
    """The version the page was opened at, as its form gave it back; the present one where nothing came."""
    return int_param(request.POST, "version", default=current) if request.method == "POST" else current


def posted(request: HttpRequest):
    """What a form is bound to: the POST, or nothing."""
    return request.POST if request.method == "POST" else None
