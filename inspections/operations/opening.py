"""Opening a month: its list is frozen, going on from what was in force at the end of the month before."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.journal import operations as journal
from capacity_portal.lib import months
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.models import Threshold
from capacity_portal.organization.queries import work_calendar
from capacity_portal.organization.roles import Permission
from enterprises.models import Enterprise
from inspections import access
from inspections.models import Round
from inspections.operations.list_chain import Chain
from inspections.operations.list_lock import lock_lists
from inspections.queries.freezing import Freezing
from inspections.queries.list_digest import list_digest
from inspections.queries.rounds import newest_round, round_of
from inspections.rules import deadlines

Progress = Callable[[float, str], None]


@refused_in_chinese
@transaction.atomic
def open_round(*, period: int, by, at: datetime, progress: Progress | None = None) -> Round:
    """Freeze the list of the month ``period`` (yyyymm); the round that is there already when it was opened before.

    Months that were missed since the newest one are opened first, in order: late, as their ``opened_at`` tells.

    Raises StepRefused for a month that has not begun, that lies before one already opened, or without templates.
    """
    access.insist_on_all(by, Permission.MANAGE_ROUNDS)
    lock_lists()
    if (known := round_of(period)) is not None:
        return known
    previous, frozen = newest_round(), Freezing()
    _insist_on_order(period, previous, at)
    insist_on_templates(frozen)
    for missing in _since(previous, period):
        previous = _frozen(_begun(missing, by, at), previous, frozen, by, at, progress or _silent)
    return previous


def open_current_month(at: datetime) -> Round | None:
    """Open the month of ``at`` (office time), and those missed before it, unless it is open, or there are no templates or
    enterprises yet.
    """
    period = months.month_of(localdate(at))
    if round_of(period) is not None or Freezing().missing_templates() or not Enterprise.objects.exists():
        return None
    return open_round(period=period, by=None, at=at)


def insist_on_templates(frozen: Freezing) -> None:
    """Raise StepRefused naming the templates that are missing and the command that loads them."""
    if missing := frozen.missing_templates():
        raise StepRefused(
            f"还没有检查表模板（缺：{'、'.join(missing)}）。请系统管理员先运行 manage.py load_checklists 载入，再开启月排查。"
        )


def _insist_on_order(period: int, previous: Round | None, at: datetime) -> None:
    current = months.month_of(localdate(at))
    if period > current:
        raise StepRefused(f"{months.label(period)}还没有到，现在最多只能开启{months.label(current)}的排查。")
    if previous is not None and period < previous.period:
        raise StepRefused(
            f"{months.label(period)}早于已开启的{months.label(previous.period)}；清单按月接续，不能补开以前的月份。"
        )


def _since(previous: Round | None, period: int) -> list[int]:
    """The months to open: ``period`` and those missed since ``previous``."""
    return [period] if previous is None else months.span(months.next_month(previous.period), period)


def _frozen(round_: Round, previous: Round | None, frozen: Freezing, by, at: datetime, progress) -> Round:
    count = Chain(round_, previous, frozen, by, at, progress).write()
    round_.list_digest = list_digest(round_)
    round_.save(update_fields=["list_digest"])
    note = f"清单共{count}项，校验值 {round_.list_digest}"
    journal.record_created(round_, step="create", by=by, at=at, note=note)
    return round_


def _begun(period: int, by, at: datetime) -> Round:
    calendar, settings = work_calendar(), Threshold.objects.value_of
    return Round.objects.create(
        period=period,
        visits_due_on=deadlines.visits_due_on(
            period, calendar, workdays_before_end=settings("visits-due-workdays-before-end", 0)
        ),
        return_due_on=deadlines.return_due_on(period, calendar, workdays=settings("return-due-workdays", 3)),
        list_digest="",
        opened_at=at,
        opened_by=by,
    )


def _silent(percent: float, message: str = "") -> None:
    pass
