"""The one way a form of the dossier is opened, refused, found stale, and saved."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from capacity_portal.journal.queries import last_entry_of
from capacity_portal.lib.form_errors import add_errors
from capacity_portal.lib.form_versions import Conflict, compare, opened_token, read_opened, reconciled
from capacity_portal.lib.pages import int_param
from capacity_portal.lib.uploads import UploadRefused
from capacity_portal.lib.workflow import StepRefused
from enterprises.history import file_key
from enterprises.models import Enterprise
from enterprises.operations import StaleRecord
from enterprises.views.tabs import crumbs


@dataclass(frozen=True)
class Editing:
    """One form page. ``make_form(record, data, files, initial)`` builds its form, bound when ``data`` is given.

    ``record`` carries the version the form is opened with (None: nothing to compare with); ``save(form, version)`` calls
    one operation. ``before_saving(form)`` may answer with a page of its own instead (likely links to be seen first).
    """

    enterprise: Enterprise
    heading: str
    make_form: Callable[..., Form]
    save: Callable[[Form, int], object]
    done_url: str
    done_message: str = "已保存。"
    record: object = None
    before_saving: Callable[[Form], HttpResponse | None] = lambda form: None
    page: dict = field(default_factory=dict)

    @property
    def version(self) -> int:
        return getattr(self.record, "version", 0) or 0


def carry_out(request: HttpRequest, editing: Editing) -> HttpResponse:
    """Answer GET with the form and POST with the form again, a conflict (409), or a redirect to the dossier."""
    if request.method != "POST":
        form = editing.make_form(editing.record)
        return _page(request, editing, form, version=editing.version, opened=opened_token(form))
    form = editing.make_form(editing.record, request.POST, request.FILES)
    version = int_param(request.POST, "version", default=0)
    kept = {"version": version, "opened": request.POST.get("opened", "")[:20_000]}
    if not form.is_valid():
        return _page(request, editing, form, **kept)
    if (interposed := editing.before_saving(form)) is not None:
        return interposed
    try:
        editing.save(form, version)
    except StaleRecord as stale:
        return _conflict(request, editing, form, stale.current)
    except (ValidationError, StepRefused, UploadRefused) as refused:
        add_errors(form, refused)
        return _page(request, editing, form, **kept)
    messages.success(request, editing.done_message)
    return redirect(editing.done_url)


def _page(request: HttpRequest, editing: Editing, form: Form, status: int = 200, **more) -> HttpResponse:
    context = {
        "form": form,
        "heading": editing.heading,
        "crumbs": crumbs(editing.enterprise, editing.heading),
        "submit_label": "保存",
        "cancel_url": editing.done_url,
        "groups": form.groups() if hasattr(form, "groups") else None,
        "file_names": "、".join(upload.name for upload in request.FILES.values()),
    }
    return render(request, "enterprises/form.html", context | editing.page | more, status=status)


def _conflict(request: HttpRequest, editing: Editing, typed: Form, current) -> HttpResponse:
    saved = editing.make_form(current)
    opened = read_opened(request.POST.get("opened", "")[:20_000])
    last = last_entry_of(file_key(editing.enterprise))
    conflict = Conflict(last.by_name, last.at, compare(typed, saved, opened))
    again = editing.make_form(current, initial=reconciled(typed, saved, opened))
    return _page(
        request,
        editing,
        again,
        status=409,
        conflict=conflict,
        version=current.version,
        opened=opened_token(saved),
        submit_label="核对无误，按下方内容保存",
    )
