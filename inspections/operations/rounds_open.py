"""Whether a month still takes writes: asked by every operation on its duties, visits, findings and returns."""

from django.db import connection

from capacity_portal.lib import months
from capacity_portal.lib.workflow import StepRefused
from inspections.choices import RoundState
from inspections.models import Round


class RoundClosed(StepRefused):
    """The month was closed; the message names it and the remedy."""


def refuse_closed(round_: Round) -> None:
    """Raise RoundClosed when the month is closed, else keep it from being closed until the end of the transaction.

    Reads the stored state, however old ``round_`` is. Any number of writers may hold a month open at once; closing waits for
    them and they for it. May be called before or after the duty is locked, inside the transaction of the write.
    """
    if held_open(round_.pk) == RoundState.CLOSED:
        raise RoundClosed(
            f"{months.label(round_.period)}已关账，不能再改动。确需更正的，请由市级办公室负责人写明理由重新开账。"
        )


def held_open(round_id: int) -> str:
    """The stored state of the month, under a lock that writers share and closing excludes."""
    rows = Round.objects.filter(pk=round_id).values_list("state", flat=True)
    if connection.vendor != "postgresql":
        return rows.get()  # whoever writes holds the whole database
    with connection.cursor() as cursor:
        cursor.execute(f"{_sql(rows.order_by())} FOR SHARE", [round_id])
        return cursor.fetchone()[0]


def _sql(rows) -> str:
    return rows.query.sql_with_params()[0]
