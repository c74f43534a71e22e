"""Evidence of findings: how it is served, and how a form's files are kept before the form is judged."""

from collections.abc import Callable, Iterable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from capacity_portal.lib.stored_files import served
from capacity_portal.lib.uploads import UploadRefused, read_upload
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from inspections.choices import FindingState
from inspections.forms.findings import MOST_FILES
from inspections.models import Finding, FindingEvidence
from inspections.operations.finding_parts import keep_evidence
from inspections.queries.scope import findings_visible_to

_SHOWN_WITH = (
    "visit__duty", "visit__recorded_by", "enterprise", "cell", "responsible_unit", "enforcement_unit",
    "claimed_by", "closed_by", "recorded_by",
)  # fmt: skip


def finding_of(request: HttpRequest, pk: int) -> Finding:
    """A finding the officer may see. Raises Http404."""
    return get_object_or_404(findings_visible_to(request.user).select_related(*_SHOWN_WITH), pk=pk)


def findings_of(request: HttpRequest, numbers: Iterable[str]) -> list[Finding]:
    """Those of the numbers typed that are findings the officer may see, in order of id."""
    typed = [int(number) for number in numbers if number.isascii() and number.isdigit() and len(number) < 19]
    rows = findings_visible_to(request.user).filter(pk__in=typed)
    return list(rows.select_related(*_SHOWN_WITH).order_by("id"))


@require_safe
@requires(Permission.VIEW_INSPECTIONS)
@cache_control(private=True, no_store=True)
def evidence(request: HttpRequest, pk: int, evidence: int) -> HttpResponse:
    """The file under the type found when it came in; one that no step has taken up yet is its sender's alone."""
    record = get_object_or_404(FindingEvidence, finding=finding_of(request, pk), pk=evidence)
    if record.progress_id is None and record.uploaded_by_id != request.user.pk:
        raise Http404
    return served(request, record.file, content_type=record.content_type, name=record.original_name)


def keeps_files(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keep the posted files before the view, in writes of their own: a form that is refused is rolled back, its files are not.

    The view finds the numbers of the kept ones in ``request.kept_files``, sentences about the others in ``request.file_errors``.
    """

    @wraps(view)
    def keeping(request: HttpRequest, pk: int, *args, **kwargs) -> HttpResponse:
        request.kept_files, request.file_errors = [], []
        uploads = request.FILES.getlist("file") if request.method == "POST" else []
        if uploads and request.user.may(Permission.RECTIFY_FINDINGS):
            _keep(request, finding_of(request, pk), uploads)
        return view(request, pk, *args, **kwargs)

    return keeping


def _keep(request: HttpRequest, finding: Finding, uploads: list) -> None:
    if finding.state == FindingState.CLOSED:
        return
    if len(uploads) > MOST_FILES:
        request.file_errors.append(
            f"一次上传了 {len(uploads)} 个文件，最多 {MOST_FILES} 个，其余的请分次提交。"
        )
    for file in uploads[:MOST_FILES]:
        try:
            upload = read_upload(file, most_bytes=settings.UPLOAD_MAX_BYTES)
        except UploadRefused as refused:
            request.file_errors.append(f"“{file.name[:60]}”：{refused}")
            continue
        record = keep_evidence(finding=finding, upload=upload, by=request.user, at=timezone.now())
        request.kept_files.append(record.pk)
        file.seek(0)
