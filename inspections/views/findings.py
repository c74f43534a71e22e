"""One finding on one page: what was seen, what must be done until when, what was done, what still blocks its end."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from inspections.choices import FindingState
from inspections.documents import finding_facts
from inspections.models import Finding, FindingEvidence
from inspections.panels import panels_for
from inspections.queries.finding_case import case_of, clearing_of, person_of
from inspections.rules.finding_case import Case, Point, blocks_end, open_parts
from inspections.rules.finding_workflow import OF_CLEARING, enforcement_steps_for, steps_for
from inspections.views.finding_files import finding_of

_FIRST = {"progress", "close"}


@dataclass(frozen=True)
class Action:
    """A step on offer; ``kind`` of its button."""

    label: str
    url: str
    kind: str = "secondary"


@dataclass(frozen=True)
class PointRow:
    """A point of the clearing; ``waits_for_parts``: its sub-items come first."""

    point: Point
    evidence: list[FindingEvidence]
    url: str
    waits_for_parts: bool


@require_safe
@requires(Permission.VIEW_INSPECTIONS)
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """The finding with its actions for this officer."""
    record, today = finding_of(request, pk), timezone.localdate()
    case = case_of(record)
    filed = _filed(record)
    context = {
        "finding": record,
        "badges": finding_facts.badges(record, today),
        "facts": finding_facts.facts(record, today),
        "enforcement": finding_facts.enforcement_facts(record),
        "closing": finding_facts.closing_facts(record),
        "blocks": [] if record.state == FindingState.CLOSED else blocks_end(case),
        "photos": list(record.visit.photos.order_by("id")),
        "evidence": [row for row in filed if not row.item_code],
        "events": finding_facts.events(record.progress.select_related("reported_by").order_by("-id")),
        "crumbs": [("问题整改", reverse("inspections:findings")), (record.number, "")],
        "may_print": request.user.may(Permission.PRINT_DOSSIERS),
        "panels": panels_for(record, request.user, today),
        **_actions(request, record, case),
        **_clearing(request, record, case, filed),
    }
    return render(request, "inspections/finding.html", context)


def _filed(record: Finding) -> list[FindingEvidence]:
    rows = record.evidence.exclude(progress=None).select_related("uploaded_by", "progress").order_by("id")
    found = list(rows)
    for row in found:
        row.is_picture = finding_facts.is_picture(row)
    return found


def _actions(request: HttpRequest, record: Finding, case: Case) -> dict:
    person = person_of(request.user)
    steps = [step for step in steps_for(case, person) if step.name not in OF_CLEARING]
    enforcing = enforcement_steps_for(record.enforcement_state, person)
    return {
        "actions": [
            Action(
                step.label,
                reverse("inspections:finding-step", args=[record.pk, step.name]),
                "primary" if step.name in _FIRST else "secondary",
            )
            for step in steps
        ],
        "enforcing": [
            Action(step.label, reverse("inspections:finding-enforce", args=[record.pk, step.name]))
            for step in enforcing
        ],
    }


def _clearing(request: HttpRequest, record: Finding, case: Case, filed: list[FindingEvidence]) -> dict:
    """The list of 五个彻底 with what each point has, and the steps about it."""
    clearing = clearing_of(record)
    if clearing is None:
        return {"clearing": None}
    offered = {step.name: step for step in steps_for(case, person_of(request.user))}
    rows = [
        PointRow(
            point,
            [row for row in filed if row.item_code == point.code],
            reverse("inspections:finding-clear", args=[record.pk, point.code]) if "clear" in offered else "",
            bool(open_parts(case.points, point.code)),
        )
        for point in case.points
    ]
    about = [
        Action(step.label, reverse("inspections:finding-step", args=[record.pk, name]))
        for name, step in offered.items()
        if name in OF_CLEARING - {"clear"}
    ]
    complete = sum(point.is_complete for point in case.points)
    return {"clearing": clearing, "points": rows, "clearing_actions": about, "complete": complete}
