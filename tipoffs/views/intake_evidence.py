"""The third step: photos, videos and documents, one a request, encrypted while they arrive."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from capacity_portal.journal.once import repeatable
from capacity_portal.lib.memory_uploads import uploads_in_memory
from capacity_portal.lib.uploads import UploadRefused
from tipoffs.operations import draft_files
from tipoffs.views.draft_cookie import draft_of, key_in
from tipoffs.views.intake_pages import (
    GONE,
    TOO_OFTEN,
    address_of,
    comes_from_check,
    refusal_of,
    step_page,
    too_often,
)

STEP = "evidence"
MOST_BYTES = 20 * 1024 * 1024
_NOTHING = "请先选择文件，再点“上传”；不上传材料的，直接点“继续”。"
_TOO_LARGE = "文件超过 20 MB，没有上传。请压缩、截短或拆分后再传。"


@login_not_required
@uploads_in_memory(MOST_BYTES + 1)
@require_http_methods(["GET", "HEAD", "POST"])
@repeatable("the same file sent again is the one that is there")
def evidence(request: HttpRequest) -> HttpResponse:
    """The list of files with a form for one more; a script asks for JSON."""
    key, content = draft_of(request, timezone.now())
    if request.method == "POST":
        return _added(request, key, is_lost=content is None)
    return redirect("tipoffs:new") if content is None else _page(request, key)


@login_not_required
@require_POST
@repeatable("a file that is gone is not removed again")
def remove_file(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take a file out of the draft."""
    key = key_in(request)
    if key is not None:
        draft_files.drop(key=key, uuid=uuid)
    back = "?back=check" if comes_from_check(request) else ""
    return redirect(address_of(STEP) + back)


def _added(request: HttpRequest, key: bytes | None, *, is_lost: bool) -> HttpResponse:
    at = timezone.now()
    if refused := refusal_of(request, "file", at):
        return too_often(_answer(request, key, str(refused), TOO_OFTEN), refused)
    if is_lost:
        return _answer(request, None, draft_files.DRAFT_OVER, GONE)
    return _answer(request, key, _kept(request, key, at))


def _kept(request: HttpRequest, key: bytes, at) -> str:
    """Keep the file that was sent; what to say when it was not taken."""
    if request.has_dropped_files:
        return _TOO_LARGE
    upload = request.FILES.get("file")
    if upload is None:
        return _NOTHING
    try:
        draft_files.keep(key=key, upload=upload, at=at)
    except UploadRefused as refused:
        return str(refused)
    return ""


def _answer(request: HttpRequest, key: bytes | None, fault: str, status: int = 200) -> HttpResponse:
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"fault": fault}, status=status)
    if fault:
        return _page(request, key, fault, status)
    back = "?back=check" if comes_from_check(request) else ""
    return redirect(address_of(STEP) + back)


def _page(request: HttpRequest, key: bytes | None, fault: str = "", status: int = 200) -> HttpResponse:
    files = draft_files.listed(key) if key else []
    context = {
        "files": files,
        "left": draft_files.MOST_FILES - len(files),
        "most": draft_files.MOST_FILES,
        "error_list": [(fault, "id_file")] if fault else [],
        "has_errors": bool(fault),
    }
    return step_page(request, STEP, context, status)
