"""Tips for the units' pages, and how the files of a verification are kept before its form is judged."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from capacity_portal.lib.stored_files import served
from capacity_portal.lib.uploads import UploadRefused, read_upload
from capacity_portal.lib.workflow import steps_from
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from tipoffs.forms.verification import MOST_FILES
from tipoffs.models import Tip, VerificationFile
from tipoffs.operations.reading import log_read
from tipoffs.operations.verification_files import keep_evidence
from tipoffs.queries.scope import tips_visible_to
from tipoffs.rules.workflow import STEPS


def tip_of(request: HttpRequest, pk: int) -> Tip:
    """A tip the officer may see. Raises Http404."""
    return get_object_or_404(tips_visible_to(request.user), pk=pk)


def is_on_offer(tip: Tip, name: str) -> bool:
    return any(step.name == name for step in steps_from(STEPS, tip.state))


def crumbs(tip: Tip, here: str) -> list[tuple[str, str]]:
    return [
        ("举报办理", reverse("tipoffs:queue")),
        (tip.label, reverse("tipoffs:tip", args=[tip.pk])),
        (here, ""),
    ]


@require_safe
@requires(Permission.VIEW_TIPOFFS)
@cache_control(private=True, no_store=True)
def verification_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """The file under the type found when it came in; one that no record has taken up yet is its sender's alone."""
    tip = tip_of(request, pk)
    record = get_object_or_404(VerificationFile, tip=tip, pk=file)
    if record.verification_id is None and record.uploaded_by_id != request.user.pk:
        raise Http404
    log_read(tip=tip, what="file", by=request.user, at=timezone.now())
    return served(request, record.file, content_type=record.content_type, name=record.original_name)


def keeps_files(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keep the posted files before the view, in writes of their own: a form that is refused is rolled back, its files are not.

    The view finds the numbers of the kept ones in ``request.kept_files``, sentences about the others in ``request.file_errors``.
    """

    @wraps(view)
    def keeping(request: HttpRequest, pk: int, *args, **kwargs) -> HttpResponse:
        request.kept_files, request.file_errors = [], []
        uploads = request.FILES.getlist("file") if request.method == "POST" else []
        if uploads and request.user.may(Permission.VERIFY_TIPOFFS):
            _keep(request, tip_of(request, pk), uploads)
        return view(request, pk, *args, **kwargs)

    return keeping


def _keep(request: HttpRequest, tip: Tip, uploads: list) -> None:
    if not is_on_offer(tip, "verify"):
        return
    if len(uploads) > MOST_FILES:
        request.file_errors.append(
            f"一次上传了 {len(uploads)} 个文件，最多 {MOST_FILES} 个，其余的请分次提交。"
        )
    for file in uploads[:MOST_FILES]:
        try:
            upload = read_upload(file, most_bytes=settings.UPLOAD_MAX_BYTES)
        except UploadRefused as refused:
            request.file_errors.append(f"“{(file.name or '')[:60]}”：{refused}")
            continue
        record = keep_evidence(tip=tip, upload=upload, by=request.user, at=timezone.now())
        request.kept_files.append(record.pk)
        file.seek(0)
