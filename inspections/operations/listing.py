"""Putting many duties on a month's list at once, counted, and each addition and removal in the journal."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils.timezone import localdate

from capacity_portal.journal import operations as journal
from capacity_portal.lib import bulk_rows, months
from inspections.choices import DutyEntry
from inspections.models import Duty, Round
from inspections.operations import counting
from inspections.operations.gap_reasons import about


def enter_opening(round_: Round, drafts: Iterable[dict], *, on: date) -> int:
    """Put down what was in force at the month's beginning; returns how many."""
    duties = _stored(
        round_, [{**draft, "entry": DutyEntry.OPENING.value, "entered_on": on} for draft in drafts]
    )
    return len(duties)


def enter_gone(
    round_: Round, drafts: Sequence[dict], reasons: Sequence[str], *, on: date, by, at: datetime
) -> None:
    """Put down what was in force at the month's beginning and has left since: on the list and off it at once."""
    off = min(max(on, localdate(at)), months.last_day(round_.period))
    rows = [
        {
            **draft,
            "entry": DutyEntry.OPENING.value,
            "entered_on": on,
            "removed_on": off,
            "removed_reason": reason,
        }
        for draft, reason in zip(drafts, reasons, strict=True)
    ]
    record(_stored(round_, rows), step="remove", by=by, at=at)


def enter_added(
    round_: Round, drafts: Sequence[dict], reasons: Sequence[str], *, on: date, by, at: datetime
) -> list[Duty]:
    """Put down what came to the list, each with its reason."""
    rows = [
        {**draft, "entry": DutyEntry.ADDED.value, "entered_on": on, "entered_reason": reason}
        for draft, reason in zip(drafts, reasons, strict=True)
    ]
    duties = _stored(round_, rows)
    record(duties, step="add", by=by, at=at)
    return duties


def record(duties: Iterable[Duty], *, step: str, by, at: datetime) -> None:
    """Write one entry for each addition (``add``), removal (``remove``) or cell found (``place``), in the file it is about."""
    events = [journal.Event(duty.pk, about(duty), duty.region_code, _said(duty, step)) for duty in duties]
    journal.record_events(events, subject="duty", step=step, by=by, at=at)


def _said(duty: Duty, step: str) -> str:
    reasons = {"add": duty.entered_reason, "remove": duty.removed_reason, "place": _placed(duty)}
    return f"{duty.period // 100}年{duty.period % 100}月清单：{reasons[step]}"


def _placed(duty: Duty) -> str:
    return f"原没有网格，现归入网格“{duty.cell_name}”，责任人{duty.responsible_name or '暂缺'}"


def _stored(round_: Round, rows: Sequence[dict]) -> list[Duty]:
    template = Duty(round=round_, period=round_.period)
    duties = [bulk_rows.like(template, row) for row in rows]
    bulk_rows.insert_records(duties)
    counting.enter(round_, duties)
    return duties
