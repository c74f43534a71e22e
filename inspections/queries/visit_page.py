"""What the page of one visit and its printed record show, each part in one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q

from capacity_portal.journal import registry
from capacity_portal.journal.models import Entry
from inspections.models import ChecklistItem, Finding, Visit, VisitInspector, VisitPhoto, VisitScan
from inspections.queries.checklists import asked
from inspections.queries.scope import findings_visible_to, is_bound_to_cells, visits_visible_to
from inspections.rules import answers
from inspections.rules.visit_marks import Mark, is_far, marks_of, metres

_KINDS = {"create": "good", "confirm": "good", "correct": "warn", "send_back": "bad"}


@dataclass(frozen=True)
class Answered:
    """One item: ``value`` as it is read; ``is_bad`` where it is not the normal answer."""

    group: str
    text: str
    value: str
    note: str
    is_same: bool
    is_bad: bool


@dataclass(frozen=True)
class Shot:
    """One photo; ``first_use``: the visit the same file was used for before, if the officer may see it."""

    photo: VisitPhoto
    distance: str
    is_far: bool
    first_use: int | None


@dataclass(frozen=True)
class Event:
    """One line of the timeline (_partials/timeline.html)."""

    at: datetime
    who: str
    title: str
    note: str
    kind: str


@dataclass(frozen=True)
class VisitPage:
    """``unseen_findings``: how many there are beside ``findings`` that are not the officer's, who was only there."""

    answers: list[Answered]
    inspectors: list[VisitInspector]
    photos: list[Shot]
    scans: list[VisitScan]
    findings: list[Finding]
    unseen_findings: int
    marks: list[Mark]
    events: list[Event]
    chain: list[Visit]
    distance: str


def page_of(visit: Visit, officer) -> VisitPage:
    """Everything around ``visit`` that ``officer`` may see."""
    inspectors = list(visit.inspectors.select_related("officer").order_by("position", "id"))
    photos = list(visit.photos.select_related("duplicate_of", "uploaded_by").order_by("id"))
    scans = list(visit.scans.select_related("uploaded_by").order_by("id"))
    chain = _chain(visit, officer)
    findings = list(findings_visible_to(officer).filter(visit__in=chain).order_by("id"))
    return VisitPage(
        answers=answers_of(visit),
        inspectors=inspectors,
        photos=_shots(photos, officer),
        scans=scans,
        findings=findings,
        unseen_findings=_unseen(chain, findings) if is_bound_to_cells(officer) else 0,
        marks=marks_of(visit, photos, inspectors, _same_remarks(visit)),
        events=_events(chain, inspectors, scans),
        chain=chain,
        distance=metres(visit.distance_m),
    )


def answers_of(visit: Visit) -> list[Answered]:
    """The answers in the order of the visit's own version of the checklist."""
    items = list(ChecklistItem.objects.filter(checklist=visit.checklist_id).order_by("position", "id"))
    found = []
    for item, rule in zip(items, asked(items), strict=True):
        answer = visit.answers.get(item.code)
        if answer is not None:
            value = str(answer["value"])
            shown = answers.shown(rule, value) or "未填写"
            found.append(
                Answered(item.group, item.text, shown, answer["note"], answer["same"], rule.is_bad(value))
            )
    return found


def _shots(photos: list[VisitPhoto], officer) -> list[Shot]:
    firsts = {p.duplicate_of.visit_id for p in photos if p.duplicate_of and p.duplicate_of.visit_id}
    seen = (
        set(visits_visible_to(officer).filter(pk__in=firsts).values_list("pk", flat=True))
        if firsts
        else set()
    )
    return [
        Shot(
            photo,
            metres(photo.distance_m),
            is_far(photo.distance_m, photo.accuracy_m),
            photo.duplicate_of.visit_id
            if photo.duplicate_of and photo.duplicate_of.visit_id in seen
            else None,
        )
        for photo in photos
    ]


def _same_remarks(visit: Visit) -> int:
    if not visit.text_digest:
        return 0
    others = Visit.objects.filter(text_digest=visit.text_digest).exclude(pk=visit.pk)
    return others.exclude(duty=visit.duty_id).count()


def _unseen(chain: list[Visit], seen: list[Finding]) -> int:
    return Finding.objects.filter(visit__in=chain).count() - len(seen)


def _chain(visit: Visit, officer) -> list[Visit]:
    """The visit with what it corrects and what corrected it that the officer may see, the first one first; all of one duty."""
    seen = visits_visible_to(officer).filter(duty=visit.duty_id).select_related("recorded_by")
    rows = {visit.pk: visit} | {row.pk: row for row in seen}
    after = {row.replaces_id: row for row in rows.values() if row.replaces_id}
    first = rows[visit.pk]
    while first.replaces_id in rows:
        first = rows[first.replaces_id]
    chain = [first]
    while chain[-1].pk in after:
        chain.append(after[chain[-1].pk])
    return chain


def _events(chain: list[Visit], inspectors: Iterable, scans: Iterable) -> list[Event]:
    """What the journal knows of the chain, the people and the scans, the newest first."""
    subjects = {"visit": chain, "visit_inspector": inspectors, "visit_scan": scans}
    wanted = [Q(subject=name, subject_id__in=[row.pk for row in rows]) for name, rows in subjects.items()]
    entries = Entry.objects.filter(reduce(or_, wanted)).order_by("-id")[:60]
    return [
        _event(entry) for entry in entries if (entry.subject, entry.step) != ("visit_inspector", "create")
    ]


def _event(entry: Entry) -> Event:
    title = registry.step_labels(entry.subject).get(entry.step, entry.step)
    return Event(entry.at, entry.by_name, title, entry.note, _KINDS.get(entry.step, "running"))
