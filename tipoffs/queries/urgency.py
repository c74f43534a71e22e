"""Tips by their clock: which are late, which nearly so."""

from datetime import date

from django.db.models import QuerySet

from capacity_portal.lib.workdays import Calendar, deadline
from tipoffs.choices import OPEN_STATES, TipState
from tipoffs.models import Tip

AT_UNITS = (TipState.HANDED_OVER, TipState.VERIFYING, TipState.VERIFIED)
BEFORE_HANDOVER = (TipState.RECEIVED, TipState.REFUSING, TipState.REFUSED, TipState.ACCEPTED)
# Before the hand-over the office's clock runs, until the answer the result's.
TIMED = tuple(sorted(set(OPEN_STATES) - {TipState.ANSWERED}))


def overdue(rows: QuerySet[Tip], today: date) -> QuerySet[Tip]:
    """Those whose running clock has passed its last day; what is answered only waits to be closed."""
    return rows.filter(state__in=TIMED, due_on__lt=today)


def due_soon(rows: QuerySet[Tip], today: date, calendar: Calendar, days: int = 2) -> QuerySet[Tip]:
    """Those due today or within ``days`` working days."""
    return rows.filter(state__in=TIMED, due_on__range=(today, deadline(today, days, calendar).due))
