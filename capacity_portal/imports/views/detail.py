"""The page of one import, by what it waits for."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from capacity_portal.imports import files, operations, queries
from capacity_portal.imports.choices import ImportState
from capacity_portal.imports.models import SheetImport
from capacity_portal.imports.registry import find
from capacity_portal.imports.views.finding import crumbs, own_import, upload_url
from capacity_portal.imports.views.preview import preview
from capacity_portal.imports.views.summary import figures, left_out, totals
from capacity_portal.imports.views.uploading import KINDS_OF_STATUS
from capacity_portal.journal.once import once
from capacity_portal.lib.exports import XLSX_TYPE
from capacity_portal.lib.file_names import display_name
from capacity_portal.lib.kept_text import typed_values
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.models import Region


@require_safe
@never_cache
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return page_of(request, own_import(request, pk))


def page_of(request: HttpRequest, record: SheetImport, **more) -> HttpResponse:
    """Progress, the way to the mapping page, the preview, or what became of it; ``more`` is context."""
    if record.state == ImportState.MAPPING and request.method != "POST":
        return redirect("imports:columns", pk=record.pk)
    if record.state == ImportState.READY:
        return preview(request, record, frame(record) | more)
    context = frame(record) | {"typed": _typed(request)} | more
    if record.state in (ImportState.READING, ImportState.STORING, ImportState.MAPPING):
        return render(request, "imports/progress.html", context | _progress(record))
    return render(request, "imports/over.html", context | _result(record))


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Answers and explanations that could not be taken."""
    return [(name, value) for name, value in typed_values(request) if name.startswith(("cell_", "text_"))]


def frame(record: SheetImport) -> dict:
    """Context of every page of an import."""
    kind = find(record.kind)
    return {
        "record": record,
        "kind": kind,
        "status": KINDS_OF_STATUS[record.state],
        "region": Region.objects.filter(code=record.region_code).first(),
        "upload_url": upload_url(kind),
        "list_url": reverse(kind.list_url),
        "crumbs": crumbs(kind, record.file_name),
    }


def _progress(record: SheetImport) -> dict:
    return {"job": record.job, "is_stuck": record.job is None or record.job.is_over}


def _result(record: SheetImport) -> dict:
    return {
        "figures": figures(record),
        "totals": totals(record),
        "left_out": left_out(record),
        "explanations": _explanations(record),
    }


def _explanations(record: SheetImport) -> list[tuple[str, str]]:
    """(what was found, why it is right); after a week only the second is known."""
    asked = {str(one["code"]): str(one["message"]) for one in queries.to_explain(record)}
    return [(asked.get(code, ""), text) for code, text in record.explanations.items() if text]


@require_safe
@never_cache
def marked(request: HttpRequest, pk: int) -> FileResponse:
    """The user's own workbook with what was found in it."""
    record = own_import(request, pk)
    path = files.path_of(record.marked_file)
    if path is None:
        raise Http404
    stem = display_name(record.file_name, "xlsx").removesuffix(".xlsx")
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=f"{stem}-批注.xlsx", content_type=XLSX_TYPE
    )


@require_POST
@once
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Store all of it, in the background."""
    return _step(request, pk, partial(operations.confirm_import, reading=request.POST.get("reading", "")))


@require_POST
@once
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it up."""
    return _step(request, pk, operations.discard_import, done="已放弃，没有写入任何内容。")


@require_POST
@once
def read_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Once more, when the work was interrupted."""
    return _step(request, pk, operations.read_again, level=messages.WARNING)


def _step(
    request: HttpRequest, pk: int, take: Callable, *, done: str = "", level: int = messages.ERROR
) -> HttpResponse:
    """Take the step and lead back to the page; ``done`` says that it is taken, a refusal is said at ``level``."""
    record = own_import(request, pk)
    try:
        take(sheet_import=record, by=request.user, at=timezone.now())
    except StepRefused as refused:
        messages.add_message(request, level, str(refused))
    else:
        if done:
            messages.success(request, done)
    return redirect("imports:detail", pk=pk)
