"""One at a time for whatever changes which duties a month has: opening, reconciling, additions and removals by hand."""

from django.db import connection

from capacity_portal.lib import months
from capacity_portal.lib.workflow import StepRefused
from inspections.models import Round
from inspections.operations.rounds_open import refuse_closed
from inspections.queries.rounds import newest_round

# Any number will do that no other advisory lock of this database uses.
_LISTS = 8_108_108


class ListSettled(StepRefused):
    """A later month goes on from this one's list; the message says where to go instead."""


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
