"""Panels of a tip's page from the units' side: whose it is and until when, what was found, what was done, which enterprises."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from capacity_portal.lib.workdays import Calendar
from capacity_portal.lib.workflow import steps_from
from capacity_portal.organization.queries import work_calendar
from capacity_portal.organization.roles import Permission
from enterprises.models import VisitRequest
from enterprises.queries import visible_to
from tipoffs import panels
from tipoffs.choices import OPEN_STATES, AssignmentState, DispositionKind, RequestState
from tipoffs.documents.unit_facts import after_extension, computation, unit_name
from tipoffs.models import Assignment, Disposition, Extension, Tip, TipEnterprise, Verification
from tipoffs.operations.standing import FOUND
from tipoffs.panels import Panel
from tipoffs.queries.clock_rules import clock_of
from tipoffs.queries.objections import keeps_off
from tipoffs.queries.units import days_left_to_ask, is_before_expiry, may_lead, part_for, parts_of
from tipoffs.rules.clocks import Clock, standing
from tipoffs.rules.dealing import ENFORCEMENT

_STATES = {"open": "running", "done": "good", "returned": "bad", "transferred": "closed"}
_PICTURES = "image/"


def register() -> None:
    """Called from AppConfig.ready."""
    for position, source in enumerate((assignments, verifications, measures, enterprises)):
        panels.register(source, position=20 + position)


@dataclass(frozen=True)
class PartRow:
    """One unit's part with its clock in words and its requests for more time."""

    part: Assignment
    unit: str
    state_kind: str
    clock: str
    clock_kind: str
    computed: str
    extensions: list[tuple[Extension, str, str]]


@dataclass(frozen=True)
class _Count:
    """What dates are counted with."""

    today: date
    clock: Clock
    calendar: Calendar


def assignments(tip: Tip, officer, today: date) -> Panel | None:
    """Whose hands the tip is in, and was; how each last day was counted."""
    rows = list(tip.assignments.select_related("region", "department").order_by("-turn", "-is_lead", "id"))
    if not rows:
        return None
    calendar = work_calendar()
    asked = _extensions(tip, officer, calendar)
    count = _Count(today, clock_of(tip.kind), calendar)
    context = {"rows": [_part_row(row, asked.get(row.pk, []), count) for row in rows]}
    return Panel(
        "assignments",
        "交办与期限",
        "tipoffs/_panel_assignments.html",
        context,
        _own_actions(tip, officer, today),
    )


def _extensions(tip: Tip, officer, calendar: Calendar) -> dict[int, list[tuple[Extension, str, str]]]:
    """(extension, last day if granted, address of the decision for whoever decides) by part."""
    found: dict[int, list] = {}
    rows = Extension.objects.filter(assignment__tip=tip).select_related(
        "assignment", "asked_by", "decided_by"
    )
    for row in rows.order_by("id"):
        waits = row.state == RequestState.ASKED
        may = waits and officer.may(Permission.DECIDE_TIPOFFS) and officer.pk != row.asked_by_id
        url = reverse("tipoffs:extension", args=[tip.pk, row.pk]) if may else ""
        found.setdefault(row.assignment_id, []).append(
            (row, after_extension(row, calendar) if waits else "", url)
        )
    return found


def _part_row(part: Assignment, extensions: list, count: _Count) -> PartRow:
    is_open = part.state == AssignmentState.OPEN
    words, kind = standing(part.due_on, count.today, count.calendar, count.clock) if is_open else ("", "")
    computed = computation(part, count.calendar)
    return PartRow(part, unit_name(part), _STATES[part.state], words, kind, computed, extensions)


def _own_actions(tip: Tip, officer, today: date) -> tuple[tuple[str, str], ...]:
    part = part_for(tip, officer) if officer.may(Permission.VERIFY_TIPOFFS) else None
    if part is None or tip.state not in OPEN_STATES:
        return ()
    is_joint = parts_of(tip).filter(is_lead=False).exists()
    actions = [("填写联合核查意见", reverse("tipoffs:remark", args=[tip.pk]))] if is_joint else []
    waits = part.extensions.filter(state=RequestState.ASKED).exists()
    in_time = part.state == AssignmentState.OPEN and is_before_expiry(part, today)
    if in_time and not waits and days_left_to_ask(part):
        actions.insert(0, ("申请延期", reverse("tipoffs:extend", args=[tip.pk])))
    return tuple(actions)


def verifications(tip: Tip, officer, today: date) -> Panel | None:
    """The record in force first, then those that were sent back."""
    rows = Verification.objects.filter(tip=tip).select_related("recorded_by", "replaced_by")
    found = list(rows.prefetch_related("people", "files").order_by("replaced_at", "-id"))
    if not found:
        return None
    found.sort(key=lambda record: (record.replaced_at is not None, -record.pk))
    for record in found:
        record.papers = list(record.files.all())
        for paper in record.papers:
            paper.is_picture = paper.content_type.startswith(_PICTURES)
    return Panel("verification", "核查记录", "tipoffs/_panel_verification.html", {"records": found})


def measures(tip: Tip, officer, today: date) -> Panel | None:
    """What was done, and how far each went with the unit that may punish."""
    rows = list(tip.measures.select_related("recorded_by", "enforcement_unit").order_by("-turn", "id"))
    if not rows:
        return None
    may = officer.may(Permission.VERIFY_TIPOFFS) and may_lead(tip, officer, office_too=True)
    lines = [(row, _onward(tip, row) if may and row.turn == tip.turn else []) for row in rows]
    return Panel("measures", "处置情况", "tipoffs/_panel_measures.html", {"lines": lines})


def _onward(tip: Tip, measure: Disposition) -> list[tuple[str, str]]:
    if measure.kind == DispositionKind.NOTHING_NEEDED:
        return []
    steps = steps_from(ENFORCEMENT, measure.enforcement_state)
    return [
        (step.label, reverse("tipoffs:enforce", args=[tip.pk, measure.pk, step.name.replace("_", "-")]))
        for step in steps
    ]


@dataclass(frozen=True)
class LinkRow:
    """One enterprise of the tip, with what this officer may do about it. ``name``: not of another county's file."""

    link: TipEnterprise
    name: str
    dossier: str
    actions: list[tuple[str, str]]
    unlink: str
    waits: bool
    requests: list[VisitRequest]


def enterprises(tip: Tip, officer, today: date) -> Panel | None:
    """The files of the ledger the tip is about, and the looks that were asked for."""
    works = (
        officer.may(Permission.VERIFY_TIPOFFS) and tip.state in OPEN_STATES and not keeps_off(tip, officer)
    )
    links = list(tip.links.select_related("enterprise", "settled_by").order_by("id"))
    if not links and not works:
        return None
    numbers = [link.enterprise_id for link in links]
    seen = set(visible_to(officer).filter(pk__in=numbers).values_list("pk", flat=True))
    asked = VisitRequest.objects.filter(enterprise__in=seen, receipt_number=tip.label).select_related(
        "answered_by"
    )
    requests: dict[int, list] = {}
    for request in asked.order_by("id"):
        requests.setdefault(request.enterprise_id, []).append(request)
    rows = [
        _link_row(tip, link, officer, works, requests.get(link.enterprise_id, []))
        for link in links
        if link.enterprise_id in seen
    ]
    actions = (("关联企业", reverse("tipoffs:enterprises", args=[tip.pk])),) if works else ()
    context = {"rows": rows, "elsewhere": len(links) - len(rows)}
    return Panel(
        "enterprises", "涉及企业", "tipoffs/_panel_enterprises.html", context, actions, len(rows) or None
    )


def _link_row(tip: Tip, link: TipEnterprise, officer, works: bool, requests: list) -> LinkRow:
    def url(name: str) -> str:
        return reverse(f"tipoffs:{name}", args=[tip.pk, link.pk])

    waits = tip.conclusion in FOUND and link.settled_at is None
    actions = [("请求检查", url("request-visit"))] if works else []
    if waits and officer.may(Permission.MARK_KEY_ENTERPRISES):
        actions.insert(0, ("更新企业监管", url("standing")))
    dossier = reverse("enterprises:dossier", args=[link.enterprise_id])
    may_unlink = works and link.settled_at is None
    return LinkRow(
        link, link.enterprise.name, dossier, actions, url("unlink") if may_unlink else "", waits, requests
    )
