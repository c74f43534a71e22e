"""The upload page of a kind, and its template."""

from io import BytesIO

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from capacity_portal.imports import operations, queries
from capacity_portal.imports.choices import ImportState
from capacity_portal.imports.forms.upload import UploadForm
from capacity_portal.imports.models import SheetImport
from capacity_portal.imports.operations import ImportRefused
from capacity_portal.imports.registry import Kind
from capacity_portal.imports.views.finding import context_for, crumbs, kind_for
from capacity_portal.journal.once import once
from capacity_portal.lib.form_errors import add_errors
from capacity_portal.lib.spreadsheets.templates import write_template

KINDS_OF_STATUS = {
    ImportState.READING: "running",
    ImportState.MAPPING: "warn",
    ImportState.READY: "warn",
    ImportState.STORING: "running",
    ImportState.STORED: "good",
    ImportState.REFUSED: "bad",
    ImportState.DISCARDED: "closed",
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@once
def upload(request: HttpRequest, kind: str) -> HttpResponse:
    """GET: what to do, and the latest imports. POST: take the file in and lead to its page."""
    asked = kind_for(request, kind)
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    about = {"officer": request.user, "today": timezone.localdate(), "asks_region": asked.asks_region}
    form = UploadForm(*data, **about)
    if form.is_valid():
        try:
            return redirect("imports:detail", pk=_begin(request, asked, form).pk)
        except ImportRefused as refused:
            _say(form, refused)
    return render(request, "imports/upload.html", _page(request, asked, form))


def _begin(request: HttpRequest, kind: Kind, form: UploadForm) -> SheetImport:
    file = form.cleaned_data["file"]
    return operations.begin_import(
        kind=kind,
        content=file.read(),
        name=file.name,
        region_code=form.region_code,
        by=request.user,
        at=timezone.now(),
    )


def _say(form: UploadForm, refused: ImportRefused) -> None:
    if "file" in refused.error_dict:
        form.refuse(form.cleaned_data["file"].name, " ".join(refused.message_dict["file"]))
    else:
        add_errors(form, refused)


def _page(request: HttpRequest, kind: Kind, form: UploadForm) -> dict:
    latest = queries.latest(request.user, kind)
    return {
        "kind": kind,
        "form": form,
        "latest": [{"record": record, "status": KINDS_OF_STATUS[record.state]} for record in latest],
        "required": [column.title for column in kind.columns(context_for(request)) if column.is_required],
        "crumbs": crumbs(kind),
    }


@require_safe
@never_cache
def template(request: HttpRequest, kind: str) -> FileResponse:
    """The workbook to fill in, with today's dictionaries as drop-downs."""
    asked = kind_for(request, kind)
    book = BytesIO()
    title = f"{asked.label}导入模板"
    write_template(book, asked.columns(context_for(request)), title=title, notes=asked.notes)
    book.seek(0)
    return FileResponse(book, as_attachment=True, filename=f"{title}.xlsx")
