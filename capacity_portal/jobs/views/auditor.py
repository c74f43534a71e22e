"""The auditor's buttons on the journal page: verify, and compare the records (long work, so it stands here)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from capacity_portal.jobs import journal_work, registry
from capacity_portal.jobs.operations import start_job
from capacity_portal.journal.once import once
from capacity_portal.lib.pages import text_param
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission

_KINDS = frozenset({journal_work.VERIFY, journal_work.DRIFT})


@require_POST
@requires(Permission.READ_JOURNAL)
@once
def check_journal(request: HttpRequest) -> HttpResponse:
    """Start the check named ``kind``; ``head`` may hold a head kept outside."""
    kind = request.POST.get("kind", "")
    if kind not in _KINDS:
        raise Http404
    job = start_job(
        kind=kind,
        label=registry.labels()[kind],
        parameters={"head": text_param(request.POST, "head", longest=2_000)},
        by=request.user,
        at=timezone.now(),
    )
    return redirect("jobs:detail", pk=job.pk)
