"""Papers of meetings: sent, shown, taken off; the record on paper."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from capacity_portal.journal.once import once
from capacity_portal.lib.file_names import display_name
from capacity_portal.lib.stored_files import served
from capacity_portal.lib.typesetting import RenderedPdf, RenderFailed
from capacity_portal.lib.uploads import UploadRefused, read_upload
from capacity_portal.organization.access import requires
from capacity_portal.organization.queries import region_names
from reports.documents.meetings import meeting_html
from reports.documents.papers import pdf_of
from reports.forms.meetings import FileForm, ReasonForm
from reports.models import MeetingFile
from reports.operations.meetings import attach_meeting_file, remove_meeting_file
from reports.queries.scope import meetings_visible_to
from reports.views.meetings import MAY, meeting_of, meeting_url, own_meeting
from reports.views.recording import Act, answer


@require_POST
@requires(MAY)
@once
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Upload one paper; what is refused is said on the form."""
    record, form = own_meeting(request, pk), FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            upload = read_upload(form.cleaned_data["file"], most_bytes=settings.UPLOAD_MAX_BYTES)
            attach_meeting_file(meeting=record, upload=upload, by=request.user, at=timezone.now())
        except UploadRefused as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, "已上传。")
            return redirect(meeting_url(record))
    crumbs = [("会议", reverse("reports:meetings")), (record.title, meeting_url(record)), ("上传材料", "")]
    page = {
        "form": form,
        "heading": "上传会议材料",
        "submit_label": "上传",
        "crumbs": crumbs,
        "cancel_url": meeting_url(record),
    }
    return render(request, "enterprises/form.html", page)


def file_of(request: HttpRequest, uuid) -> MeetingFile:
    """A paper of a meeting the officer may see. Raises Http404."""
    rows = MeetingFile.objects.filter(meeting__in=meetings_visible_to(request.user), removed_at=None)
    return get_object_or_404(rows.select_related("meeting"), uuid=uuid)


@require_safe
@requires(MAY)
@cache_control(private=True, no_store=True)
def show(request: HttpRequest, uuid) -> HttpResponse:
    """The paper under the type found when it came in."""
    record = file_of(request, uuid)
    return served(request, record.file, content_type=record.content_type, name=record.name)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MAY)
@once
def remove(request: HttpRequest, uuid) -> HttpResponse:
    """Take a paper off the page, with a reason."""
    record = file_of(request, uuid)
    own_meeting(request, record.meeting_id)
    url = meeting_url(record.meeting)

    def save(form: ReasonForm) -> None:
        remove_meeting_file(file=record, note=form.cleaned_data["note"], by=request.user, at=timezone.now())

    crumbs = [("会议", reverse("reports:meetings")), (record.meeting.title, url), ("移除材料", "")]
    page = {
        "heading": "移除会议材料",
        "lead": record.name,
        "submit_label": "移除",
        "kind": "danger",
        "crumbs": crumbs,
    }
    return answer(request, Act(ReasonForm(request.POST or None), save, url, "已移除，留痕可查。", page))


@require_safe
@requires(MAY)
@cache_control(private=True, no_store=True)
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The record of a meeting, A4."""
    record = meeting_of(request, pk)
    place, at = region_names([record.region_code]).get(record.region_code, ""), timezone.now()
    try:
        rendered = pdf_of(lambda undrawn: meeting_html(record, place, request.user, at, undrawn))
    except RenderFailed as failure:
        messages.error(request, f"没有生成打印件：{failure}")
        return redirect(meeting_url(record))
    return as_pdf(rendered, f"会议记录-{record.held_on:%Y%m%d}-{record.title}")


def as_pdf(rendered: RenderedPdf, name: str) -> HttpResponse:
    response = HttpResponse(rendered.content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(
        False, display_name(name.replace("/", "_"), "pdf")
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
