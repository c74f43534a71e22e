"""Reminders (催报): what has not been seen to is put on the desks of those who answer for it, and the journal says who asked."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.lib import months
from capacity_portal.lib.territory import contains
from capacity_portal.organization.roles import Permission
from inspections import access
from inspections.models import Duty, Round
from inspections.operations.rounds_open import refuse_closed
from inspections.queries.uncovered import UNCOVERED, uncovered_of

_AT_ONCE = 500


@dataclass(frozen=True)
class RowResult:
    """What came of one row of a batch; ``pk`` of the duty, ``name`` empty for one of another region."""

    pk: int
    name: str
    done: bool
    message: str


def may_remind(officer) -> bool:
    """The office reminds counties, a county its cells."""
    return officer.may(Permission.MANAGE_ROUNDS) or officer.may(Permission.COMPILE_RETURNS)


@transaction.atomic
def remind(*, round_: Round, duties: Iterable[int], by, at: datetime) -> list[RowResult]:
    """Press for the duties with these numbers that are not inspected yet; one result each, in the order given.

    Raises PermissionDenied, and RoundClosed when the month is closed.
    """
    _insist(by, by.region_code)
    refuse_closed(round_)
    wanted = list(dict.fromkeys(duties))
    found: dict[int, RowResult] = {}
    pressed: Counter[str] = Counter()
    for start in range(0, len(wanted), _AT_ONCE):
        ids = wanted[start : start + _AT_ONCE]
        rows = Duty.objects.select_for_update(of=("self",)).filter(round=round_, pk__in=ids).order_by("id")
        for duty in rows:
            against = _objection(duty, by)
            name = duty.title if contains(by.region_code, duty.region_code) else ""
            found[duty.pk] = RowResult(duty.pk, name, not against, against or "已催报")
            pressed[duty.county_code] += not against
        done = [pk for pk in ids if pk in found and found[pk].done]
        Duty.objects.filter(pk__in=done).update(reminded_at=at, reminded_by=by)
    _note(round_, pressed, by, at)
    return [found.get(pk) or RowResult(pk, "", False, "没有这项任务。") for pk in wanted]


@transaction.atomic
def remind_counties(*, round_: Round, codes: Sequence[str], by, at: datetime) -> dict[str, int]:
    """Press for everything in these counties that is not inspected yet; how many duties, by county code.

    Raises PermissionDenied, and RoundClosed when the month is closed.
    """
    for code in codes:
        _insist(by, code)
    refuse_closed(round_)
    rows = uncovered_of(round_)
    pressed = Counter(
        {
            code: rows.filter(county_code=code).update(reminded_at=at, reminded_by=by)
            for code in dict.fromkeys(codes)
        }
    )
    _note(round_, pressed, by, at)
    return dict(pressed)


def _insist(by, region_code: str) -> None:
    if not may_remind(by):
        raise PermissionDenied("您的角色没有这项权限。")
    office = by.may(Permission.MANAGE_ROUNDS)
    access.insist(by, Permission.MANAGE_ROUNDS if office else Permission.COMPILE_RETURNS, region_code)


def _objection(duty: Duty, by) -> str:
    if not contains(by.region_code, duty.region_code):
        return "不在您负责的地区内。"
    if duty.removed_on is not None:
        return "已移出本月清单。"
    return "" if duty.coverage in UNCOVERED else f"{duty.get_coverage_display()}，不用催报。"


def _note(round_: Round, pressed: Counter, by, at: datetime) -> None:
    """An entry a county: who asked, and for how many."""
    for code, number in sorted(pressed.items()):
        if number:
            journal.record_event(
                subject="round",
                subject_id=round_.pk,
                step="remind",
                by=by,
                at=at,
                note=f"{months.label(round_.period)}催报{number}处",
                region_code=code or by.region_code,
            )
