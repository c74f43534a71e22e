"""One way to show a form of a record, carry it out, or show it again with what was refused."""

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
from reports.operations.keeping import RecordChanged
from reports.rules.pack_checklist import ChecklistError


@dataclass(frozen=True)
class Act:
    """``save(form)`` calls one operation and may return where to go instead of ``url``; ``page``: heading, crumbs, submit_label,
    lead, version, kind of ``enterprises/form.html``."""

    form: Form
    save: Callable[[Form], str | None]
    url: str
    done: str
    page: dict = field(default_factory=dict)


def answer(request: HttpRequest, act: Act) -> HttpResponse:
    """Answer GET and what is refused with the form, a lawful POST with a redirect. Raises Http404 for who may not.

    After somebody was first (409) the form comes back with the version that stands now.
    """
    status, changed = 200, {}
    if request.method == "POST" and act.form.is_valid():
        try:
            url = act.save(act.form)
        except RecordChanged as refused:
            status, changed = 409, {"version": refused.current.version}
            act.form.add_error(None, str(refused))
        except StepRefused as refused:
            act.form.add_error(None, str(refused))
        except (ValidationError, ChecklistError) as refused:
            add_errors(act.form, refused)
        except PermissionDenied:
            raise Http404 from None
        else:
            messages.success(request, act.done)
            return redirect(url or act.url)
    context = {"form": act.form, "cancel_url": act.url, **act.page, **changed}
    return render(request, "enterprises/form.html", context, status=status)


def version_of(request: HttpRequest, current: int) -> int:
    """The version the form was opened at, as it came back; the present one where nothing came."""
    return int_param(request.POST, "version", default=current) if request.method == "POST" else current
