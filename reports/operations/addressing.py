"""Whom a document goes to (主送、抄送): chosen while it is a draft, seen by them once it is issued."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.journal.operations import Change
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.models import Department, Region
from reports.choices import NoticeState
from reports.models import Notice, Recipient
from reports.operations.drafting import insist_editor
from reports.queries.tip_addressees import unfit_for

MOST = 1_000
Place = Region | Department
Key = tuple[int, int | None]  # region, department


@refused_in_chinese
@transaction.atomic
def address(
    *, notice: Notice, regions: Iterable[Region] = (), departments: Iterable[Department] = (), copies: Iterable[Place] = (),
    by, at: datetime,
) -> list[Recipient]:  # fmt: skip
    """Let the draft go to exactly these: ``regions`` and ``departments`` as 主送 in this order, then ``copies`` (of both) as 抄送.

    What concerns a tip goes only to units that have the tip in hand. Who stays keeps his row. Raises StepRefused unless it is a draft, ValidationError by ``chosen``, PermissionDenied.
    """
    current = draft_of(notice, by)
    wanted = _wanted([*regions, *departments], list(copies))
    _insist_inside(wanted.values(), current.region_code)
    if unfit := unfit_for(current.tip, (_unit(place) for place, _ in wanted.values())):
        raise ValidationError({"chosen": unfit})
    known = {_key_of(row): row for row in current.recipients.select_for_update(of=("self",))}
    for key in known.keys() - wanted.keys():
        _remove(known.pop(key), by=by, at=at)
    rows = [
        _placed(current, known.get(key), place, number, is_copy)
        for number, (key, (place, is_copy)) in _numbered(wanted)
    ]
    _write(rows, by=by, at=at)
    return list(current.recipients.order_by("position", "id"))


@transaction.atomic
def reorder(*, notice: Notice, ids: Collection[int], by, at: datetime) -> None:
    """Put the addressees in the order of ``ids``; those it does not name follow as they stood. Raises like ``address``."""
    current = draft_of(notice, by)
    place = {pk: number for number, pk in enumerate(ids)}
    rows = list(current.recipients.select_for_update(of=("self",)).order_by("position", "id"))
    rows.sort(key=lambda row: (row.is_copy, place.get(row.pk, len(place))))
    before = {row.pk: row.position for row in rows}
    changes = []
    for number, row in enumerate(rows, start=1):
        if before[row.pk] != number:
            changes.append(Change(row, journal.snapshot(row)))
            row.position = number
    Recipient.objects.bulk_update([change.record for change in changes], ["position"])
    journal.record_many(changes, step="address", by=by, at=at)


def draft_of(notice: Notice, by) -> Notice:
    """The stored draft, locked, for its drafter or the secretariat. Raises StepRefused, PermissionDenied."""
    current = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if by is not None:
        insist_editor(current, by)
    elif current.state != NoticeState.DRAFT:
        raise StepRefused(f"文件现在是“{current.get_state_display()}”，不能修改。")
    return current


def _wanted(mains: list[Place], copies: list[Place]) -> dict[Key, tuple[Place, bool]]:
    """Everybody once; who stands under both is 主送."""
    wanted = {_key(place): (place, False) for place in mains}
    for place in copies:
        wanted.setdefault(_key(place), (place, True))
    if len(wanted) > MOST:
        raise ValidationError(
            {"chosen": f"选了 {len(wanted)} 个单位，一份文件最多 {MOST} 个，请分成几份印发。"}
        )
    return wanted


def _insist_inside(places: Collection[tuple[Place, bool]], region_code: str) -> None:
    outside = [place.name for place, _ in places if not _code(place).startswith(region_code)]
    if outside:
        raise ValidationError({"chosen": f"{'、'.join(outside[:5])}不在本地区内，请从列表中选择。"})


def _numbered(wanted: dict[Key, tuple[Place, bool]]):
    return enumerate(wanted.items(), start=1)


def _placed(
    notice: Notice, row: Recipient | None, place: Place, number: int, is_copy: bool
) -> tuple[Recipient, dict | None]:
    """The row of one addressee as it shall be, with what it was before (None: new)."""
    before = journal.snapshot(row) if row else None
    row = row or Recipient(
        notice=notice, region_id=_key(place)[0], region_code=_code(place), department_id=_key(place)[1]
    )
    row.name, row.position, row.is_copy = place.name, number, is_copy
    return row, before


def _write(rows: list[tuple[Recipient, dict | None]], *, by, at: datetime) -> None:
    Recipient.objects.bulk_create([row for row, before in rows if before is None])
    changed = [
        (row, before) for row, before in rows if before is not None and before != journal.snapshot(row)
    ]
    Recipient.objects.bulk_update([row for row, _ in changed], ["name", "position", "is_copy"])
    new = [Change(row, None) for row, before in rows if before is None]
    journal.record_many(
        [*new, *(Change(row, before) for row, before in changed)], step="address", by=by, at=at
    )


def _remove(row: Recipient, *, by, at: datetime) -> None:
    journal.record_removed(row, step="address", by=by, at=at)
    row.delete()


def _key(place: Place) -> Key:
    return (place.region_id, place.pk) if isinstance(place, Department) else (place.pk, None)


def _key_of(row: Recipient) -> Key:
    return (row.region_id, row.department_id)


def _unit(place: Place) -> tuple[str, int | None, str]:
    return _code(place), place.pk if isinstance(place, Department) else None, place.name


def _code(place: Place) -> str:
    return place.region.code if isinstance(place, Department) else place.code
