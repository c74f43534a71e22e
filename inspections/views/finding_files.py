"""Evidence of findings: how it is served, and how a form's files are kept before the form is judged."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from capacity_portal.lib.kept_uploads import Keep
from capacity_portal.lib.stored_files import served
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from inspections.choices import FindingState
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


def evidence_keeper(request: HttpRequest, pk: int) -> Keep | None:
    """For ``lib.kept_uploads``: files wait for a step of a finding that is not closed."""
    if not request.user.may(Permission.RECTIFY_FINDINGS):
        return None
    finding = finding_of(request, pk)
    if finding.state == FindingState.CLOSED:
        return None
    return lambda upload: keep_evidence(finding=finding, upload=upload, by=request.user, at=timezone.now()).pk
