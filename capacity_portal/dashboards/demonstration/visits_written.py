"""Writes invented visits in bulk, each by its own officer at its own moment, by the rules of ``inspections.operations.visits``.

``many_visits.record_many`` takes the visits of one officer at one moment; here a month has as many moments as visits.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from capacity_portal.dashboards.demonstration.visits_invented import Told, key_of
from capacity_portal.journal import operations as journal
from capacity_portal.lib import bulk_rows
from capacity_portal.organization.models import Officer
from inspections.models import ChecklistItem, Finding, Visit, VisitInspector
from inspections.operations import counting
from inspections.operations import visit_parts as parts
from inspections.operations.findings import open_finding
from inspections.rules.visits import Checked


@dataclass
class Writer:
    """``items`` of each duty asked; ``officers`` by number; ``previous``: what each place's last visit answered."""

    officers: Mapping[int, Officer]
    previous: dict[tuple, Visit] = field(default_factory=dict)

    @transaction.atomic
    def write(self, told: Sequence[Told], items: Mapping[int, Sequence[ChecklistItem]]) -> list[Finding]:
        """Store the visits with people, journal and findings, and count their duties anew; returns the findings."""
        if not told:
            return []
        taken = [self._taken(one, items[one.duty.pk]) for one in told]
        bulk_rows.insert_records([visit for visit, _ in taken])
        people = [self._people(one, visit) for one, (visit, _) in zip(told, taken, strict=True)]
        bulk_rows.insert_records([person for group in people for person in group])
        for one, (visit, found), group in zip(told, taken, people, strict=True):
            note = parts.notes_of(visit, found, (), times=0)
            changes = [journal.Change(visit, None, note), *(journal.Change(row, None) for row in group)]
            journal.record_many(changes, step="create", by=visit.recorded_by, at=one.at)
        findings = list(self._findings(told, taken))
        counting.recount_many(list({one.duty.pk: one.duty for one in told}.values()))
        return findings

    def _taken(self, one: Told, items: Sequence[ChecklistItem]) -> tuple[Visit, Checked]:
        key = key_of(one.duty)
        task = parts.task_of(one.duty, items=items, previous=self.previous.get(key))
        found = parts.checked(one.report, task, at=one.at)
        visit = parts.visit_of(one.report, one.duty, found, by=self.officers[one.by], at=one.at)
        if visit.answers:
            self.previous[key] = visit
        return visit, found

    def _people(self, one: Told, visit: Visit) -> list[VisitInspector]:
        by = self.officers[one.by]
        return parts.inspectors_of(visit, one.report.inspectors, by=by, at=one.at, accounts={})

    def _findings(self, told: Sequence[Told], taken: Iterable) -> Iterable[Finding]:
        for one, (visit, _) in zip(told, taken, strict=True):
            for draft in one.report.findings:
                yield open_finding(visit=visit, draft=draft, by=visit.recorded_by, at=one.at)
