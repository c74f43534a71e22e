"""One at a time for whatever changes which duties a month has: opening, reconciling, additions and removals by hand."""

from datetime import datetime

from django.db import connection
from django.utils.timezone import localdate

from capacity_portal.lib import months
from capacity_portal.lib.workflow import StepRefused
from inspections.models import Round
from inspections.operations.rounds_open import refuse_closed
from inspections.queries.rounds import newest_round

# Any number will do that no other advisory lock of this database uses.
_LISTS = 8_108_108


class ListSettled(StepRefused):
    """A later month goes on from this one's list; the message says where to go instead."""


class MonthOver(StepRefused):
    """The month's last day has passed; what comes or goes now belongs to the next one."""


def lock_lists() -> None:
    """Wait for the turn; held until the end of the transaction. Taken before any duty is locked."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LISTS])


def insist_on_changeable(round_: Round) -> None:
    """Take the turn. Raises RoundClosed, or ListSettled when a later month was opened from this list."""
    lock_lists()
    refuse_closed(round_)
    newest = newest_round()
    if newest.period > round_.period:
        raise ListSettled(
            f"{months.label(round_.period)}的清单已由{months.label(newest.period)}接续，不能再增减；"
            f"请在{months.label(newest.period)}的清单上办理。"
        )


def is_over(round_: Round, at: datetime) -> bool:
    """Whether ``at`` (office time) lies after the month's last day: its list takes nothing more and gives nothing up."""
    return localdate(at) > months.last_day(round_.period)


def refuse_over(round_: Round, at: datetime) -> None:
    """Raise MonthOver after the month's last day."""
    if is_over(round_, at):
        following = months.label(months.next_month(round_.period))
        raise MonthOver(
            f"{months.label(round_.period)}已经结束，清单不能再增减；{following}的清单开启后，请在那里办理。"
        )
