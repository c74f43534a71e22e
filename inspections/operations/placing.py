"""Duties that lay in no cell when they were frozen are given the cell that covers them, once the grid was mended."""

from collections.abc import Iterator
from datetime import datetime

from inspections.choices import DutyKind
from inspections.models import Duty, Round
from inspections.operations import listing
from inspections.queries.freezing import Freezing

_CHUNK = 500
_GIVEN = ("cell_id", "cell_name", "risk_marks", "responsible_officer_id", "responsible_name")


def place(round_: Round, frozen: Freezing, *, by, at: datetime) -> int:
    """Give them cell and person, each with its entry; a cell that was set is never changed. Returns how many were given one.

    Inside the transaction of whoever holds the turn (``list_lock``).
    """
    found = dict(_covered(round_, frozen))
    numbers = sorted(found)
    for start in range(0, len(numbers), _CHUNK):
        rows = Duty.objects.select_for_update().in_force().filter(cell=None).order_by("id")
        duties = list(rows.filter(pk__in=numbers[start : start + _CHUNK]))
        for duty in duties:
            for name in _GIVEN:
                setattr(duty, name, found[duty.pk][name])
        Duty.objects.bulk_update(duties, [name.removesuffix("_id") for name in _GIVEN])
        listing.record(duties, step="place", by=by, at=at)
    return len(numbers)


def _covered(round_: Round, frozen: Freezing) -> Iterator[tuple[int, dict]]:
    """Numbers of the duties without a cell and what covers them: by where the enterprise is now, if that is its county still."""
    rows = Duty.objects.in_force().filter(period=round_.period, kind=DutyKind.ENTERPRISE, cell=None)
    columns = ("id", "region_code", "county_code", "enterprise__region_code", "enterprise__county_code")
    for number, frozen_code, county, code, county_now in rows.values_list(*columns):
        covered = frozen.cover(code if county_now == county else frozen_code)
        if covered is not None:
            yield number, covered
