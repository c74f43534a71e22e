"""Visits: recorded once however often they are sent, never changed, corrected by a new one, sent back by the prefecture."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.typed_text import storable
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.models import Officer
from capacity_portal.organization.roles import Permission
from inspections import access
from inspections.choices import VisitState
from inspections.models import Duty, Visit, VisitInspector, VisitPhoto
from inspections.operations import counting, gap_reasons
from inspections.operations import visit_parts as parts
from inspections.operations.findings import open_finding
from inspections.operations.rounds_open import refuse_closed
from inspections.queries.checklists import previous_visit
from inspections.queries.visit_chain import first_taken_of
from inspections.rules.report_digest import report_digest
from inspections.rules.reports import VisitReport
from inspections.rules.visits import Checked

LONGEST_COMMENT = 300


class VisitConflict(StepRefused):
    """Something else was recorded under the same client id; ``visit`` is the stored one, None when it is another officer's."""

    def __init__(self, visit: Visit | None):
        super().__init__(
            "这条记录已经提交过，内容与这次不同，没有覆盖。请打开已提交的记录核对，需要改动的请用“更正”。"
        )
        self.visit = visit


@dataclass(frozen=True)
class _Write:
    duty: Duty
    report: VisitReport
    by: Officer
    at: datetime
    replaces: int | None = None
    reason: str = ""


def record_visit(*, duty: Duty, report: VisitReport, by, at: datetime) -> Visit:
    """Take a visit; the same report under the same client id gives the stored one again.

    Raises ValidationError by field (names of VisitReport, ``answers.<code>``), VisitDoubtful, VisitConflict, RoundClosed,
    StepRefused for a duty that left the list, PermissionDenied.
    """
    return _sent_once(_Write(duty, report, by, at), _record)


def correct_visit(*, visit: Visit, report: VisitReport, reason: str, by, at: datetime) -> Visit:
    """Put a new visit in the place of one, which stays to be seen. The photos that ``report`` names go over to the new one.

    Late and 补录 go by the first record of the chain, unless the corrected one was sent back (``rules.corrections``).
    Raises what ``record_visit`` raises, ValidationError for ``correction_reason``.
    """
    reason = _worded(reason, "correction_reason", "更正原因", 200)
    return _sent_once(_Write(visit.duty, report, by, at, visit.pk, reason), _correct)


@refused_in_chinese
@transaction.atomic
def send_back_visit(*, visit: Visit, comment: str, by, at: datetime) -> Visit:
    """Return a visit that will not do: it no longer counts. Raises StepRefused, ValidationError for ``comment``."""
    comment = _worded(comment, "comment", "退回意见", LONGEST_COMMENT)
    duty, record = _both_locked(visit)
    access.insist(by, Permission.MANAGE_ROUNDS, record.region_code)
    refuse_closed(duty.round)
    if record.state != VisitState.RECORDED:
        raise StepRefused(f"这条记录{record.get_state_display()}，不能再退回，请刷新页面查看。")
    with journal.recording(record, step="send_back", by=by, at=at, note=comment):
        record.state, record.send_back_comment = VisitState.SENT_BACK, comment
        record.sent_back_at, record.sent_back_by = at, by
        record.save(update_fields=["state", "send_back_comment", "sent_back_at", "sent_back_by"])
    gap_reasons.forget([duty], by=by, at=at, why="排查记录被退回")
    counting.recount(duty, by=by, at=at)
    return record


@transaction.atomic
def confirm_inspector(*, visit: Visit, by, at: datetime) -> VisitInspector:
    """The officer named says himself that he took part. Raises PermissionDenied for anybody else, RoundClosed."""
    row = VisitInspector.objects.select_for_update().filter(visit=visit, officer=by).first()
    if row is None:
        raise PermissionDenied("只有列为检查人员的本人可以确认。")
    refuse_closed(visit.duty.round)
    if row.confirmed_at is None:
        with journal.recording(row, step="confirm", by=by, at=at):
            row.confirmed_at = at
            row.save(update_fields=["confirmed_at"])
    return row


# --- taking it --------------------------------------------------------------------------------------------------------
def _sent_once(write: _Write, take) -> Visit:
    """Two that arrive together: the later one finds what the earlier one stored."""
    try:
        return take(write)
    except IntegrityError:
        if not Visit.objects.filter(client_id=write.report.client_id).exists():
            raise
        return _known(write)


def _known(write: _Write) -> Visit | None:
    """What stands under the client id already. Raises VisitConflict when it says something else."""
    stored = Visit.objects.filter(client_id=write.report.client_id).select_related("duty__round").first()
    if stored is None:
        return None
    if stored.recorded_by_id != write.by.pk:
        raise VisitConflict(None)
    if not _says_the_same(stored, write):
        raise VisitConflict(stored)
    return stored


def _says_the_same(stored: Visit, write: _Write) -> bool:
    place = (stored.duty_id, stored.replaces_id, stored.correction_reason)
    wanted = (write.duty.pk, write.replaces, write.reason)
    return place == wanted and stored.report_digest == report_digest(write.report)


@refused_in_chinese
@transaction.atomic
def _record(write: _Write) -> Visit:
    if (stored := _known(write)) is not None:  # its answer was lost, and the month may have been closed since
        return stored
    duty = _open_duty(write)
    if (stored := _known(write)) is not None:  # its twin was faster
        return stored
    if duty.removed_on is not None:
        raise StepRefused(f"“{duty.title}”已移出本月清单（{duty.removed_reason}），不能再登记排查。")
    photos = parts.waiting_photos(write.report.photos, by=write.by)
    task = parts.task_of(duty, previous=previous_visit(duty))
    found = parts.checked(write.report, task, at=write.at, photos=photos, duty=duty)
    visit = parts.visit_of(write.report, duty, found, by=write.by, at=write.at)
    return _stored(visit, duty, found, photos, write, step="create")


def _open_duty(write: _Write) -> Duty:
    """The duty, locked, of a month that is open and a place that the officer answers for."""
    duty = counting.locked(write.duty.pk)
    place = {"region_code": duty.region_code, "cell_id": duty.cell_id}
    access.insist_on_place(write.by, Permission.RECORD_VISITS, **place)
    refuse_closed(duty.round)
    return duty


@refused_in_chinese
@transaction.atomic
def _correct(write: _Write) -> Visit:
    duty = _open_duty(write)
    if (stored := _known(write)) is not None:
        return stored
    old = Visit.objects.select_for_update(of=("self",)).get(pk=write.replaces)
    if old.state == VisitState.REPLACED:
        raise StepRefused("这条记录已经更正过，请在更正后的记录上再更正。")
    photos = _photos_for(old, write)
    task = parts.task_of(
        duty,
        previous=previous_visit(duty, before=old),
        findings_before=old.findings.count(),
        first_taken=first_taken_of(old),
    )
    found = parts.checked(write.report, task, at=write.at, photos=photos, duty=duty)
    with journal.recording(old, step="correct", by=write.by, at=write.at, note=write.reason):
        old.state = VisitState.REPLACED
        old.save(update_fields=["state"])
    visit = parts.visit_of(write.report, duty, found, by=write.by, at=write.at)
    visit.replaces, visit.correction_reason = old, write.reason
    stored = _stored(visit, duty, found, photos, write, step="correct")
    parts.carry_findings(old, stored, by=write.by, at=write.at)
    return stored


def _photos_for(old: Visit, write: _Write) -> list[VisitPhoto]:
    """Photos of the old visit that stay in use, and new ones that wait."""
    named = list(write.report.photos)
    kept: QuerySet[VisitPhoto] = old.photos.filter(client_id__in=named)
    found = {photo.client_id for photo in kept}
    return [*kept, *parts.waiting_photos([name for name in named if name not in found], by=write.by)]


def _stored(visit: Visit, duty: Duty, found: Checked, photos, write: _Write, *, step: str) -> Visit:
    visit.save(force_insert=True)
    note = parts.notes_of(visit, found, photos)
    journal.record_created(visit, step=step, by=write.by, at=write.at, note=note)
    for person in parts.inspectors_of(visit, write.report.inspectors, by=write.by, at=write.at):
        person.save(force_insert=True)
        journal.record_created(person, step=step, by=write.by, at=write.at)
    parts.use_photos(photos, visit, by=write.by, at=write.at)
    for draft in write.report.findings:
        open_finding(visit=visit, draft=draft, by=write.by, at=write.at)
    counting.recount(duty, by=write.by, at=write.at)
    return visit


def _both_locked(visit: Visit) -> tuple[Duty, Visit]:
    """The duty first, as everybody who writes does."""
    duty = counting.locked(visit.duty_id)
    return duty, Visit.objects.select_for_update(of=("self",)).select_related("recorded_by").get(pk=visit.pk)


def _worded(text: str, field: str, name: str, longest: int) -> str:
    words = storable(text).strip()
    if not words:
        raise ValidationError({field: [f"请写明{name}。"]})
    if len(words) > longest:
        raise ValidationError({field: [f"{name}共 {len(words)} 个字，最多 {longest} 个字，请缩短。"]})
    return words
