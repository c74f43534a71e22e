"""Files of a report: the pages as PDF and .docx, and the evidence of its marks."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from capacity_portal.journal.once import once
from capacity_portal.lib import typesetting
from capacity_portal.lib.stored_files import served
from capacity_portal.lib.typesetting.official.printing import print_document
from capacity_portal.lib.uploads import UploadRefused, read_upload
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from reports.documents.assessments import document_for, file_name
from reports.forms.assessments import EvidenceForm, NoValues
from reports.models import Assessment, ScoreEvidence
from reports.operations.score_evidence import attach_evidence, remove_evidence
from reports.queries.scope import assessments_visible_to
from reports.views.assessment_forms import FormPage, carry_out, posted
from reports.views.assessments import crumbs, found, may_edit

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@requires(Permission.COMPILE_REPORTS)
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The frozen bytes of a final report; any other variant, and every draft, is typeset anew (``?internal=1``, ``?compare=1``)."""
    assessment = found(request, pk)
    asks_more = _asked(request, "internal") or _asked(request, "compare")
    if assessment.pdf_sha256 and not asks_more:
        return served(
            request, assessment.pdf, content_type="application/pdf", name=file_name(assessment, "pdf")
        )
    try:
        content = print_document(_document(request, assessment)).content
    except typesetting.RenderFailed as failed:
        messages.error(request, f"没有生成打印件：{failed}")
        return redirect("reports:assessment-print", pk)
    return _sent(content, "application/pdf", file_name(assessment, "pdf"), is_shown=True)


@require_safe
@requires(Permission.COMPILE_REPORTS)
def docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The same words as .docx."""
    from capacity_portal.lib.typesetting.official.docx import to_docx  # noqa: PLC0415 - slow import

    assessment = found(request, pk)
    return _sent(
        to_docx(_document(request, assessment)), _DOCX, file_name(assessment, "docx"), is_shown=False
    )


@require_safe
@requires(Permission.COMPILE_REPORTS)
def evidence(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A file of evidence, for those who see the report."""
    row = _evidence(request, uuid)
    return served(request, row.file, content_type=row.content_type, name=row.name)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.COMPILE_REPORTS)
@once
def attach(request: HttpRequest, pk: int, score: int) -> HttpResponse:
    """Upload evidence of one mark."""
    assessment = found(request, pk)
    row = assessment.scores.select_related("indicator", "assessment").filter(pk=score).first()
    if row is None or not may_edit(request, assessment):
        raise Http404
    files = request.FILES if request.method == "POST" else None
    act = FormPage(
        EvidenceForm(posted(request), files),
        lambda form: _attach(request, row, form.cleaned_data["file"]),
        reverse("reports:assessment-evidence", args=[pk]),
        "已上传。",
        "enterprises/form.html",
        {
            "heading": f"上传佐证：{row.indicator.name}",
            "lead": row.indicator.evidence_hint,
            "crumbs": crumbs(assessment, "上传佐证"),
            "submit_label": "上传",
        },
    )
    return carry_out(request, act)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.COMPILE_REPORTS)
@once
def remove(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take a file of evidence off the page."""
    row = _evidence(request, uuid)
    assessment = row.score.assessment
    if not may_edit(request, assessment):
        raise Http404
    act = FormPage(
        NoValues(posted(request)),
        lambda form: remove_evidence(evidence=row, by=request.user, at=timezone.now()),
        reverse("reports:assessment-evidence", args=[assessment.pk]),
        "已移除。",
        page={
            "heading": "移除佐证材料",
            "lead": f"“{row.name}”不再随报告报送；已上传的文件和移除的记录都保留。",
            "crumbs": crumbs(assessment, "移除佐证材料"),
            "submit_label": "移除",
            "kind": "danger",
        },
    )
    return carry_out(request, act)


def _attach(request: HttpRequest, score, file) -> None:
    try:
        upload = read_upload(file, most_bytes=settings.UPLOAD_MAX_BYTES)
        attach_evidence(score=score, upload=upload, by=request.user, at=timezone.now())
    except UploadRefused as refused:
        raise StepRefused(str(refused)) from refused


def _evidence(request: HttpRequest, uuid: UUID) -> ScoreEvidence:
    rows = ScoreEvidence.objects.filter(
        score__assessment__in=assessments_visible_to(request.user), removed_at=None
    )
    row = (
        rows.filter(uuid=uuid)
        .select_related("score__assessment__scheme", "score__assessment__region")
        .first()
    )
    if row is None:
        raise Http404
    return row


def _document(request: HttpRequest, assessment: Assessment):
    """Only the region itself prints the internal variant, with names and mobile numbers."""
    now = timezone.localtime()
    is_own = assessment.region_code == request.user.region_code
    return document_for(
        assessment, viewer=request.user.name, seen_at=f"{now:%Y-%m-%d %H:%M}",
        is_internal=is_own and _asked(request, "internal"), with_comparison=_asked(request, "compare"),
    )  # fmt: skip


def _asked(request: HttpRequest, name: str) -> bool:
    return request.GET.get(name) == "1"


def _sent(content: bytes, content_type: str, name: str, *, is_shown: bool) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(not is_shown, name)
    response["Cache-Control"] = "no-store"
    return response
