"""An officer's own background jobs: list, progress, result, once more."""

from io import BytesIO
from typing import BinaryIO

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from capacity_portal.jobs import operations, registry, results
from capacity_portal.jobs.choices import JobState
from capacity_portal.jobs.models import Job
from capacity_portal.jobs.queries import visible_to
from capacity_portal.jobs.rules import lifetimes
from capacity_portal.journal.once import once, repeatable
from capacity_portal.lib.pager import pager
from capacity_portal.lib.pages import Order, keyset_page
from capacity_portal.lib.workflow import StepRefused

_NEWEST = Order("newest", "最新在前", ("-id",))
_PAGE_SIZE = 30
KINDS_OF_STATUS = {
    JobState.QUEUED: "neutral",
    JobState.RUNNING: "running",
    JobState.DONE: "good",
    JobState.FAILED: "bad",
}


@require_safe
@never_cache
def job_list(request: HttpRequest) -> HttpResponse:
    page = keyset_page(
        visible_to(request.user), _NEWEST, cursor=request.GET.get("cursor", ""), size=_PAGE_SIZE
    )
    rows = [{"job": job, "kind": KINDS_OF_STATUS[job.state]} for job in page.rows]
    return render(request, "jobs/list.html", {"rows": rows, **pager(page, unit="项")})


@require_safe
@never_cache
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    job = get_object_or_404(visible_to(request.user), pk=pk)
    context = {
        "job": job,
        "kind": KINDS_OF_STATUS[job.state],
        "text": text_of(job),
        "sentences": job.report.get("sentences", ()),
        "can_repeat": job.is_over and not job.result_is_once and registry.find(job.kind) is not None,
        "kept_until": job.finished_at + lifetimes.RESULT_KEPT if job.result_path else None,
        "crumbs": [("后台任务", reverse("jobs:list")), (job.label, "")],
    }
    return render(request, "jobs/detail.html", context)


def text_of(job: Job) -> str:
    """What the job says of itself, or what its state says."""
    if job.is_expired and job.result_is_once:
        return f"{job.message}{lifetimes.HANDED_OVER}。"
    if job.is_expired:
        return lifetimes.EXPIRED
    waiting = "排队中，前面的任务完成后自动开始"
    return job.message or (waiting if job.state == JobState.QUEUED else job.get_state_display())


@require_safe
@never_cache
def status(request: HttpRequest, pk: int) -> JsonResponse:
    """Polled by static/js/progress.js."""
    job = get_object_or_404(visible_to(request.user), pk=pk)
    return JsonResponse({"percent": job.percent, "text": text_of(job), "finished": job.is_over})


@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """The file, under its readable name (RFC 5987), while the owner may still ask for it; never kept by a cache.

    What is handed over once is asked for with the button of the job's page: a GET writes nothing.
    """
    job = get_object_or_404(visible_to(request.user).select_related("owner"), pk=pk)
    if job.result_is_once:
        return redirect("jobs:detail", pk=pk)
    path = results.path_of(job.result_path) if job.result_path else None
    if path is None or operations.why_not(job):
        raise Http404
    return _attachment(path.open("rb"), job.result_name)


def _attachment(file: BinaryIO, name: str) -> FileResponse:
    response = FileResponse(file, as_attachment=True, filename=name or "结果")
    response["Cache-Control"] = "no-store, private"
    return response


@require_POST
@repeatable("the result goes when it is handed over; asked for again, the page says that it is gone")
def hand_over(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """The file that is downloaded once."""
    job = get_object_or_404(visible_to(request.user).select_related("owner"), pk=pk)
    if operations.why_not(job):
        raise Http404
    try:
        content = operations.hand_over(job=job, by=request.user, at=timezone.now())
    except StepRefused as refused:
        messages.warning(request, f"{refused}。")
        return redirect("jobs:detail", pk=pk)
    return _attachment(BytesIO(content), job.result_name)


@require_POST
@once
def repeat(request: HttpRequest, pk: int) -> HttpResponse:
    job = get_object_or_404(visible_to(request.user), pk=pk)
    try:
        operations.repeat_job(job=job, by=request.user, at=timezone.now())
    except StepRefused as refused:
        messages.warning(request, str(refused))
    return redirect("jobs:detail", pk=pk)
