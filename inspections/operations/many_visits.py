"""Many visits at once, by the rules of ``visits.record_visit``: for spreadsheets, the keyboard grid without scripts, the demonstration.

All or none. Visits, inspectors, journal and the duties' standing are written set by set, about a millisecond a visit.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count

from capacity_portal.journal import operations as journal
from capacity_portal.lib import bulk_rows
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.models import Officer
from capacity_portal.organization.roles import Permission
from inspections import access
from inspections.models import Duty, Visit, VisitInspector, VisitPhoto
from inspections.operations import counting
from inspections.operations import visit_parts as parts
from inspections.operations.findings import open_finding
from inspections.operations.rounds_open import refuse_closed
from inspections.operations.visits import record_visit
from inspections.queries import colleagues
from inspections.queries.many_duties import items_by_duty, previous_by_duty
from inspections.rules.reports import VisitReport
from inspections.rules.visits import Checked, Task


class ReportRefused(StepRefused):
    """One of the reports cannot be taken: ``number`` is its place in the sequence, ``cause`` what ``record_visit`` raises."""

    def __init__(self, number: int, duty: Duty, cause: Exception):
        words = cause.messages if isinstance(cause, ValidationError) else [str(cause)]
        super().__init__(f"“{duty.title}”：{''.join(words)}")
        self.number, self.cause = number, cause


@dataclass
class _Taken:
    """One report on its way: what was found of it, the row it becomes."""

    number: int
    duty: Duty
    report: VisitReport
    found: Checked
    visit: Visit
    photos: list[VisitPhoto]


@refused_in_chinese
@transaction.atomic
def record_many(
    *, reports: Sequence[tuple[Duty, VisitReport]], by, at: datetime, note: str = "", step: str = "create"
) -> list[Visit]:
    """Take the reports, each of a duty; returns their visits in order. A report under a known client id gives the stored visit.

    ``step`` as in ``tracking``; ``note`` is added to each visit's entry. Raises ReportRefused, RoundClosed, PermissionDenied.
    """
    duties = _locked([duty.pk for duty, _ in reports], by)
    stored = _known(reports, by, at)
    fresh = [
        (number, duties[duty.pk], report)
        for number, (duty, report) in enumerate(reports)
        if number not in stored
    ]
    taken = _taken(fresh, by, at)
    _store(taken, by=by, at=at, note=note, step=step)
    counting.recount_many(list({one.duty.pk: one.duty for one in taken}.values()), by=by, at=at)
    found = stored | {one.number: one.visit for one in taken}
    return [found[number] for number in range(len(reports))]


def tasks_of(reports: Sequence[tuple[Duty, VisitReport]]) -> dict[int, Task]:
    """What each duty asks, by its number; the visits before are read where an answer refers to them."""
    referring = {duty.pk: duty for duty, report in reports if _refers(report)}
    previous = previous_by_duty(list(referring.values()))
    return _tasks([duty for duty, _ in reports], previous)


def tasks_for(duties: Sequence[Duty]) -> dict[int, Task]:
    """The same before anything is reported, with the visits before: seven queries, however many duties."""
    return _tasks(duties, previous_by_duty(duties))


def _tasks(duties: Sequence[Duty], previous: Mapping[int, Visit]) -> dict[int, Task]:
    different = list({duty.pk: duty for duty in duties}.values())
    items = items_by_duty(different)
    return {
        duty.pk: parts.task_of(duty, items=items[duty.pk], previous=previous.get(duty.pk))
        for duty in different
    }


def _refers(report: VisitReport) -> bool:
    return any(answer.get("same") for answer in report.answers.values())


def _locked(numbers: Sequence[int], by) -> dict[int, Duty]:
    rows = Duty.objects.select_for_update(of=("self",)).select_related("round", "enterprise").order_by("pk")
    duties = rows.in_bulk(set(numbers))
    for region_code, cell_id in {(duty.region_code, duty.cell_id) for duty in duties.values()}:
        access.insist_on_place(by, Permission.RECORD_VISITS, region_code=region_code, cell_id=cell_id)
    for round_ in {duty.round_id: duty.round for duty in duties.values()}.values():
        refuse_closed(round_)
    return duties


def _known(reports: Sequence[tuple[Duty, VisitReport]], by, at: datetime) -> dict[int, Visit]:
    """Those that are stored already, or come twice: ``record_visit`` says whether they say the same."""
    ids = [report.client_id for _, report in reports]
    if len(set(ids)) < len(ids):
        raise StepRefused("同一条记录在一次提交里出现了两次，请去掉重复的行。")
    stored = set(Visit.objects.filter(client_id__in=ids).values_list("client_id", flat=True))
    found = {}
    for number, (duty, report) in enumerate(reports):
        if report.client_id in stored:
            found[number] = _telling(number, duty, record_visit, duty=duty, report=report, by=by, at=at)
    return found


def _taken(fresh: Sequence[tuple[int, Duty, VisitReport]], by, at: datetime) -> list[_Taken]:
    tasks = tasks_of([(duty, report) for _, duty, report in fresh])
    return [
        _telling(number, duty, _one, number, duty, report, tasks[duty.pk], by, at)
        for number, duty, report in fresh
    ]


def _one(number: int, duty: Duty, report: VisitReport, task: Task, by, at: datetime) -> _Taken:
    if duty.removed_on is not None:
        raise StepRefused(f"“{duty.title}”已移出本月清单（{duty.removed_reason}），不能再登记排查。")
    photos = parts.waiting_photos(report.photos, by=by) if report.photos else []
    found = parts.checked(report, task, at=at, photos=photos, duty=duty)
    return _Taken(number, duty, report, found, parts.visit_of(report, duty, found, by=by, at=at), photos)


def _telling(number: int, about: Duty, act, /, *args: Any, **kwargs: Any):
    try:
        return act(*args, **kwargs)
    except (ValidationError, StepRefused) as refused:
        raise ReportRefused(number, about, refused) from refused


def _store(taken: Sequence[_Taken], *, by, at: datetime, note: str, step: str) -> None:
    visits = [one.visit for one in taken]
    times = _times_used(visits)
    bulk_rows.insert_records(visits)
    changes = (journal.Change(one.visit, None, _note(one, times, note)) for one in taken)
    journal.record_many(changes, step=step, by=by, at=at)
    people = _all_people(taken, by, at)
    bulk_rows.insert_records(people)
    journal.record_many((journal.Change(person, None) for person in people), step=step, by=by, at=at)
    for one in taken:
        parts.use_photos(one.photos, one.visit, by=by, at=at)
        for draft in one.report.findings:
            open_finding(visit=one.visit, draft=draft, by=by, at=at)


def _all_people(taken: Sequence[_Taken], by, at: datetime) -> list[VisitInspector]:
    accounts = _accounts(taken, by)
    alike = colleagues.namesakes([name for one in taken for name in parts.typed_names(one.report.inspectors)])
    return [
        person
        for one in taken
        for person in _telling(one.number, one.duty, _people, one, accounts, alike, by, at)
    ]


def _note(one: _Taken, times: Mapping[str, int], note: str) -> str:
    used = times.get(one.visit.text_digest, 0)
    return note + parts.notes_of(one.visit, one.found, one.photos, times=used)


def _times_used(visits: Sequence[Visit]) -> dict[str, int]:
    """How many other visits carry the same remarks, on file and in this batch, by digest."""
    here = Counter(visit.text_digest for visit in visits if visit.text_digest)
    rows = Visit.objects.filter(text_digest__in=here).order_by().values_list("text_digest")
    on_file = dict(rows.annotate(Count("pk")))
    return {digest: on_file.get(digest, 0) + number - 1 for digest, number in here.items()}


def _accounts(taken: Sequence[_Taken], by) -> dict[int, Officer]:
    """The accounts named as inspectors that may be inspectors at all."""
    wanted = {person.officer_id for one in taken for person in one.report.inspectors} - {None, by.pk}
    return colleagues.inspectors().select_related("department").in_bulk(wanted)


def _people(one: _Taken, accounts: Mapping[int, Officer], alike: Sequence[Officer], by, at: datetime) -> list:
    named = {person.officer_id for person in one.report.inspectors} & accounts.keys()
    near = {
        number: accounts[number] for number in named if colleagues.is_colleague(accounts[number], one.duty)
    }
    return parts.inspectors_of(one.visit, one.report.inspectors, by=by, at=at, accounts=near, alike=alike)
