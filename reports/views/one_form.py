"""A small form of the register with facts, or sentences that keep it off: shown, carried out, or shown again with what was refused."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from capacity_portal.lib.form_errors import add_errors
from capacity_portal.lib.uploads import UploadRefused
from capacity_portal.lib.workflow import StepRefused


@dataclass(frozen=True)
class OneForm:
    """``save(form)`` calls one operation and may return where to go instead of ``url``; ``page``: context of the template besides."""

    form: Form
    save: Callable[[Form], object]
    url: str
    done: str
    page: dict = field(default_factory=dict)
    template: str = "tipoffs/one_form.html"


def carry_out(request: HttpRequest, act: OneForm) -> HttpResponse:
    """Answer GET and what is refused with the form, a lawful POST with a redirect. Raises Http404 for who may not."""
    if request.method == "POST" and act.form.is_valid():
        try:
            url = act.save(act.form)
        except (ValidationError, StepRefused, UploadRefused) as refused:
            add_errors(
                act.form, refused if isinstance(refused, ValidationError) else StepRefused(str(refused))
            )
        except PermissionDenied:
            raise Http404 from None
        else:
            if act.done:
                messages.success(request, act.done)
            return redirect(url if isinstance(url, str) else act.url)
    return render(request, act.template, {"form": act.form, "cancel_url": act.url, **act.page})
