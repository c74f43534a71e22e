"""A finding as its rules want it: the case, and who asks."""

from collections import Counter
from datetime import date

from django.utils.timezone import localdate

from capacity_portal.organization.roles import Permission
from inspections.choices import EnforcementState, Severity
from inspections.models import Clearing, Finding, FindingEvidence
from inspections.rules.finding_case import Case, Point
from inspections.rules.finding_workflow import Person


def person_of(officer) -> Person:
    """An officer as the rules know him; None is the system."""
    if officer is None:
        return Person(None, None)
    return Person(officer.pk, frozenset(p for p in Permission if officer.may(p)))


def case_of(finding: Finding, *, coming: int = 0, item: str = "") -> Case:
    """The finding's case as stored, with ``coming`` more files that the step under way brings, for the point ``item`` if any.

    Three queries, two more for one with a clearing.
    """
    clearing = clearing_of(finding)
    return Case(
        state=finding.state,
        kind=finding.kind,
        found_on=finding.found_on,
        evidence=_evidence_since_sent_back(finding) + coming,
        lacks_enforcement=(
            finding.severity == Severity.SERIOUS and finding.enforcement_state == EnforcementState.NONE
        ),
        is_confirmed=finding.is_confirmed,
        is_ruled_out=finding.is_ruled_out,
        points=None if clearing is None else points_of(clearing, {item: coming}),
        look_back_on=clearing.recheck_on if clearing else None,
        claimed_on=localdate(finding.claimed_at) if finding.claimed_at else None,
        claimed_by=finding.claimed_by_id,
        found_by=finding.recorded_by_id,
    )


def clearing_of(finding: Finding) -> Clearing | None:
    return Clearing.objects.filter(finding=finding).select_related("checklist").first()


def points_of(clearing: Clearing, coming: dict[str, int]) -> tuple[Point, ...]:
    """The points of the list in its order, with the days they were carried out and how many files prove each."""
    filed = FindingEvidence.objects.filter(finding=clearing.finding_id, progress__isnull=False)
    counted = Counter(filed.exclude(item_code="").values_list("item_code", flat=True)) + Counter(coming)
    items = clearing.checklist.items.order_by("position", "id")
    return tuple(
        Point(
            item.code,
            item.text,
            item.parent_code,
            _day(clearing, item.code),
            counted[item.code],
        )
        for item in items
    )


def _day(clearing: Clearing, code: str) -> date | None:
    return date.fromisoformat(clearing.done[code]) if code in clearing.done else None


def _evidence_since_sent_back(finding: Finding) -> int:
    rows = FindingEvidence.objects.filter(finding=finding, progress__isnull=False)
    sent_back = finding.progress.filter(step="reject").order_by("-id").values_list("id", flat=True).first()
    return rows.filter(progress__gt=sent_back).count() if sent_back else rows.count()
