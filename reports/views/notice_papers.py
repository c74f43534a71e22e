"""A document as paper: pictures of its pages, PDF, .docx. Drafts carry the viewer's name and are kept nowhere."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from capacity_portal.lib import typesetting
from capacity_portal.lib.stored_files import served
from capacity_portal.lib.typesetting import RenderFailed
from capacity_portal.lib.typesetting.official import docx
from capacity_portal.lib.typesetting.official.outline import OfficialDocument
from capacity_portal.lib.typesetting.official.printing import print_document
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from reports.choices import OUT_STATES
from reports.models import Notice
from reports.operations.reading import log_read
from reports.views.notice_of import notice_of
from reports.views.notice_page import readable

DPI = 84
_PDF, _PNG = "application/pdf", "image/png"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@requires(Permission.VIEW_DOCUMENTS)
@cache_control(private=True, no_store=True)
def notice_preview(request: HttpRequest, pk: int, page: int) -> HttpResponse:
    """Page ``page`` as PNG; 404 behind the last one."""
    record, document = _looked_at(request, pk, "版面")
    try:
        pictures = typesetting.pages_as_png(_pdf(record, document), DPI, first=page, last=page)
    except (RenderFailed, ValueError):
        raise Http404("版面现在不能生成。") from None
    if page < 1 or not pictures:
        raise Http404("没有这一页。")
    return HttpResponse(pictures[0], content_type=_PNG)


@require_safe
@requires(Permission.VIEW_DOCUMENTS)
@cache_control(private=True, no_store=True)
def notice_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The frozen bytes once issued; a draft with the viewer's name before."""
    record, document = _looked_at(request, pk, "PDF")
    if record.pdf:
        return served(request, record.pdf, content_type=_PDF, name=f"{record.title}.pdf")
    try:
        content = _pdf(record, document)
    except (RenderFailed, ValueError) as failure:
        messages.error(request, f"没有生成PDF：{failure}")
        return redirect("reports:notice", pk=pk)
    return _file(content, _PDF, _name(record, "pdf"))


@require_safe
@requires(Permission.VIEW_DOCUMENTS)
@cache_control(private=True, no_store=True)
def notice_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The same document for WPS and Word."""
    record, document = _looked_at(request, pk, "docx")
    return _file(docx.to_docx(document), _DOCX, _name(record, "docx"), is_download=True)


def _looked_at(request: HttpRequest, pk: int, what: str) -> tuple[Notice, OfficialDocument]:
    record, at = notice_of(request, pk), timezone.now()
    document, fault = readable(record, request.user, at)
    if document is None:
        raise Http404(fault)
    log_read(notice=record, what=what, by=request.user, at=at)
    return record, document


def _pdf(record: Notice, document: OfficialDocument) -> bytes:
    """Bytes of the frozen copy, or typeset now."""
    if record.pdf:
        try:
            with record.pdf.open("rb") as stored:
                return stored.read()
        except OSError as missing:
            raise RenderFailed("印发件的文件找不到，请联系系统管理员。") from missing
    return print_document(document).content


def _name(record: Notice, ending: str) -> str:
    return f"{'' if record.state in OUT_STATES else '草稿_'}{record.title[:60]}.{ending}"


def _file(content: bytes, content_type: str, name: str, *, is_download: bool = False) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(is_download, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
