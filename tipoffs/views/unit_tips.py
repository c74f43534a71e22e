"""Tips for the units' pages, and how the files of a verification are kept before its form is judged."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from capacity_portal.lib.kept_uploads import Keep
from capacity_portal.lib.stored_files import served
from capacity_portal.lib.workflow import steps_from
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
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


def evidence_keeper(request: HttpRequest, pk: int) -> Keep | None:
    """For ``lib.kept_uploads``: files wait for the verification of a tip that can be verified."""
    if not request.user.may(Permission.VERIFY_TIPOFFS):
        return None
    tip = tip_of(request, pk)
    if not is_on_offer(tip, "verify"):
        return None
    return lambda upload: keep_evidence(tip=tip, upload=upload, by=request.user, at=timezone.now()).pk
