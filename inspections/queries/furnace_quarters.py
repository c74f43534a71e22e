"""A quarter's table of furnaces by county: what the counties signed for its last month; where nothing is signed, the ledger as it is now.

A quarter is ``2026-1`` to ``2026-4``; each row says where its figures come from (``source``).
"""

import re
from datetime import date

from capacity_portal.lib import months
from inspections.models import MonthlyReturn
from inspections.queries.furnaces import counted, places_below, sum_of, table
from inspections.queries.return_lists import SIGNED

NOW = "台账现数"
_FORM = re.compile(r"(20[1-9][0-9])-([1-4])", re.ASCII)


def quarter_or_none(text: str) -> tuple[int, int] | None:
    """(year, 1 to 4), or None for anything else."""
    found = _FORM.fullmatch(text)
    return (int(found[1]), int(found[2])) if found else None


def quarters_back(today: date, count: int = 8) -> list[tuple[int, int]]:
    """The quarters up to that of ``today``, the newest first."""
    newest = today.year * 4 + (today.month - 1) // 3
    return [(number // 4, number % 4 + 1) for number in range(newest, newest - count, -1)]


def furnaces_of_quarter(region_code: str, quarter: tuple[int, int], today: date) -> dict:
    """``queries.furnaces.table`` of the counties below a prefecture, with ``source`` in every row: all of them, zeros too."""
    year, number = quarter
    last = year * 100 + number * 3
    places = places_below(region_code, min(today, months.last_day(last)))
    live = table(places, region_code, counted(region_code))
    signed = _signed(last - 2, last)
    rows = [_row(row, signed.get(row["code"])) for row in live["rows"]]
    return {"rows": rows, "total": sum_of(rows)}


def _signed(first: int, last: int) -> dict[str, tuple[int, dict]]:
    """For each county the latest month of the quarter that it has signed, and the total of its table then."""
    rows = MonthlyReturn.objects.filter(period__gte=first, period__lte=last, state__in=SIGNED).order_by(
        "period"
    )
    asked = rows.values_list("region_code", "period", "figures__furnaces__total")
    return {code: (period, total) for code, period, total in asked if total}


def _row(row: dict, signed: tuple[int, dict] | None) -> dict:
    if signed is None:
        return row | {"source": NOW}
    period, total = signed
    return {"code": row["code"], "name": row["name"], **total, "source": f"{period % 100}月月报"}
