"""The parts of recording a visit that every door shares: what the duty asks, the check, the row, the people, the photos."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.timezone import localdate, localtime

from capacity_portal.journal import operations as journal
from capacity_portal.lib.coordinates import Position, distance
from capacity_portal.lib.typed_text import excerpt, storable
from capacity_portal.organization.models import Officer
from inspections.choices import DutyEntry
from inspections.models import ChecklistItem, Duty, Visit, VisitInspector, VisitPhoto
from inspections.queries import checklists
from inspections.queries.colleagues import bearing, colleagues, namesakes
from inspections.rules import sameness
from inspections.rules.doubts import Known
from inspections.rules.report_digest import report_digest
from inspections.rules.reports import Inspector, Place, VisitReport
from inspections.rules.visits import Checked, FirstTaken, Task, check

_PLAIN = ("outcome", "visited_on", "arrived", "left", "is_announced", "is_formal", "source", "device_time")
_TEXTS = ("outcome_reason", "remarks", "recusal_note")
_OF_DUTY = ("period", "enterprise_id", "cell_id", "region_code", "county_code", "checklist_id")


class VisitDoubtful(ValidationError):
    """Nothing is wrong, something is odd: the same report with ``doubts_accepted`` would be taken. ``doubts``: sentences."""

    def __init__(self, doubts: Sequence[str]):
        super().__init__(list(doubts))
        self.doubts = list(doubts)


def task_of(
    duty: Duty,
    *,
    items: Sequence[ChecklistItem] | None = None,
    previous: Visit | None = None,
    findings_before: int = 0,
    first_taken: FirstTaken | None = None,
) -> Task:
    """What ``duty`` asks; ``items`` and ``previous`` where the caller has read them for many duties at once."""
    return Task(
        period=duty.period,
        earliest=duty.entered_on if duty.entry == DutyEntry.ADDED else None,
        must_be_formal=duty.is_key or duty.is_lookback,
        items=checklists.asked(list(checklists.items_of(duty) if items is None else items)),
        previous=previous.answers if previous else {},
        findings_before=findings_before,
        first_taken=first_taken,
    )


def checked(
    report: VisitReport,
    task: Task,
    *,
    at: datetime,
    photos: Sequence[VisitPhoto] = (),
    duty: Duty | None = None,
) -> Checked:
    """The report's check; ``duty`` where its position is to be compared. Raises ValidationError by field; VisitDoubtful where the officer must say that he stands by it."""
    if report.device_time is not None:
        report = replace(report, device_time=localtime(report.device_time))
    about = Known(
        photo_items=frozenset(photo.item_code for photo in photos),
        photos_used=sum(photo.duplicate_of_id is not None for photo in photos),
        distance_m=metres_to(duty, report.place) if duty else None,
    )
    found = check(report, task, now=localtime(at).replace(tzinfo=None), known=about)
    if found.errors:
        raise ValidationError(found.errors)
    if found.doubts and not report.doubts_accepted:
        raise VisitDoubtful(found.doubts)
    return found


def visit_of(report: VisitReport, duty: Duty, found: Checked, *, by, at: datetime) -> Visit:
    """The row, not saved yet; ``duty.enterprise`` is read for the distance."""
    visit = Visit(
        client_id=report.client_id, duty=duty, recorded_at=at, recorded_by=by, answers=found.answers
    )
    for name in _OF_DUTY:
        setattr(visit, name, getattr(duty, name))
    for name in _PLAIN:
        setattr(visit, name, getattr(report, name))
    for name in _TEXTS:
        setattr(visit, name, storable(getattr(report, name)).strip())
    visit.is_night, visit.is_backfilled = found.is_night, found.is_backfilled
    visit.backfill_reason = storable(found.backfill_reason)
    visit.text_digest, visit.report_digest = sameness.digest(visit.remarks), report_digest(report)
    if report.place is not None:
        visit.longitude, visit.latitude = report.place.longitude, report.place.latitude
        visit.accuracy_m = report.place.accuracy_m
    visit.distance_m = metres_to(duty, report.place)
    return visit


def metres_to(duty: Duty, place: Place | None) -> int | None:
    """Whole metres from ``place`` to the enterprise's own position; None where one of the two is not known."""
    enterprise = duty.enterprise
    if place is None or enterprise is None or enterprise.longitude is None:
        return None
    here = Position(float(place.latitude), float(place.longitude))
    return round(distance(here, Position(float(enterprise.latitude), float(enterprise.longitude))))


def inspectors_of(
    visit: Visit,
    people: Sequence[Inspector],
    *,
    by,
    at: datetime,
    accounts: Mapping[int, Officer] | None = None,
    alike: Sequence[Officer] = (),
) -> list[VisitInspector]:
    """Rows of who took part, not saved yet; whoever records confirms with it.

    ``accounts``: those of ``colleagues`` that are named, ``alike``: ``namesakes`` of who is typed, where the caller has read them
    for many visits at once. Raises ValidationError for a foreign account, and for a colleague who is typed instead of chosen.
    """
    wanted = {person.officer_id for person in people if person.officer_id is not None}
    if accounts is None:
        accounts = colleagues(visit.duty).select_related("department").in_bulk(wanted - {by.pk})
        alike = namesakes(typed_names(people))
    known = {**accounts, by.pk: by}
    if wanted - known.keys():
        raise ValidationError({"inspectors": ["有检查人员的账户已停用或不在本地区，请重新选择。"]})
    if sentences := _typed_colleagues(visit.duty, people, alike):
        raise ValidationError({"inspectors": sentences})
    return [
        _inspector(visit, person, known.get(person.officer_id), number, by, at)
        for number, person in enumerate(people)
    ]


def typed_names(people: Sequence[Inspector]) -> list[str]:
    """Names of those without an account."""
    return [person.name for person in people if person.officer_id is None]


def _typed_colleagues(duty: Duty, people: Sequence[Inspector], alike: Sequence[Officer]) -> list[str]:
    """Who has an account confirms with it: nobody puts his name down for him."""
    return [
        f"检查人员{excerpt(name)}与本地区一个账户同名：请在检查人员中选择该账户，由其本人确认；"
        f"确是没有账户的同名人员，请在姓名后注明单位，例如“{name[:20]}（供电公司）”。"
        for name in typed_names(people)
        if bearing(name, duty, alike)
    ]


def _inspector(visit: Visit, person: Inspector, officer, number: int, by, at: datetime) -> VisitInspector:
    """An account stands under its own name and unit, whatever was typed beside it."""
    unit = officer.department.name if officer is not None and officer.department else person.unit
    return VisitInspector(
        visit=visit,
        officer=officer,
        name=storable(officer.name if officer else person.name).strip()[:40],
        unit=storable(unit).strip()[:80],
        position=number,
        confirmed_at=at if officer is not None and officer.pk == by.pk else None,
    )


def waiting_photos(client_ids: Sequence[UUID], *, by) -> list[VisitPhoto]:
    """The officer's own photos that wait for a visit, in the order of ``client_ids``. Raises ValidationError for one missing."""
    rows = {row.client_id: row for row in _waiting(by).filter(client_id__in=client_ids)}
    if missing := len(set(client_ids) - rows.keys()):
        raise ValidationError(
            {"photos": [f"有 {missing} 张照片没有传到或已经用过，请重新选择照片后再提交。"]}
        )
    return [rows[client_id] for client_id in dict.fromkeys(client_ids)]


def _waiting(by) -> QuerySet[VisitPhoto]:
    return VisitPhoto.objects.filter(visit=None, uploaded_by=by).select_for_update()


def use_photos(photos: Sequence[VisitPhoto], visit: Visit, *, by, at: datetime) -> None:
    """Give waiting photos (or those of the visit that is corrected) to ``visit``."""
    for photo in photos:
        with journal.recording(photo, step="attach", by=by, at=at):
            photo.visit = visit
            if photo.longitude is not None:
                photo.distance_m = metres_to(visit.duty, Place(photo.longitude, photo.latitude))
            photo.save(update_fields=["visit", "distance_m"])


def carry_findings(old: Visit, new: Visit, *, by, at: datetime) -> None:
    """What the corrected visit had found belongs to the one that stands in its place."""
    for finding in old.findings.exclude(visit=new).order_by("id"):
        with journal.recording(
            finding, step="edit", by=by, at=at, note="排查记录已更正，问题随之转到更正后的记录。"
        ):
            finding.visit = new
            finding.save(update_fields=["visit"])


def remarks_used_before(visit: Visit) -> int:
    """How many other visits of the last months carry the same remarks."""
    if not visit.text_digest:
        return 0
    others = Visit.objects.filter(text_digest=visit.text_digest).exclude(pk=visit.pk)
    return others.exclude(pk=visit.replaces_id).count()


def notes_of(visit: Visit, found: Checked, photos: Sequence[VisitPhoto], *, times: int | None = None) -> str:
    """What the journal says beside a recorded visit: the doubts that were accepted, and what was used before.

    ``times``: ``remarks_used_before``, where the caller has counted for many visits at once.
    """
    sentences = [f"提交时已提示：{doubt}" for doubt in found.doubts]
    if times := remarks_used_before(visit) if times is None else times:
        sentences.append(f"备注与另外 {times} 条记录相同。")
    if again := sum(photo.duplicate_of_id is not None for photo in photos):
        sentences.append(f"有 {again} 张照片以前用过。")
    if visit.is_backfilled:
        sentences.append(f"补录，排查日期 {visit.visited_on}，登记日期 {localdate(visit.recorded_at)}。")
    return "".join(sentences)
