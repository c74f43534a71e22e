"""What stands on a month's list although the ledger or the grid no longer ask for it: only the office takes it off.

A county may change a class, unmark a key enterprise, merge files, dissolve a cell; none of it takes a duty off the list by itself.
"""

from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, Q

from enterprises.models import Enterprise
from inspections.choices import DutyKind
from inspections.models import Duty, Round
from inspections.queries.list_reasons import ADDED_BY_HAND, Key, key_of
from inspections.rules import scope

_CHUNK = 500
_KEPT = Exists(
    Duty.objects.in_force().filter(period=OuterRef("period"), enterprise=OuterRef("enterprise__merged_into"))
)
_UNASKED = Q(
    enterprise__merged_into=None,
    enterprise__is_key=False,
    enterprise__supervision_class__in=scope.OTHER_CLASSES,
    enterprise__status__in=scope.OTHER_STATUSES,
)
_MERGED = Q(enterprise__merged_into__isnull=False) & ~_KEPT
_FILE = Q(kind=DutyKind.ENTERPRISE) & ~Q(entered_reason__startswith=ADDED_BY_HAND) & (_UNASKED | _MERGED)

LEFT = Q(removed_on=None) & (_FILE | Q(kind=DutyKind.SWEEP, cell__dissolved_on__isnull=False))
"""Duties in force that wait for the office: out of scope, merged into a file that is not listed, cell dissolved. What the
office put on by hand is none of them.
"""


def put_on_by_hand(round_: Round) -> set[Key]:
    """What stands on the list because the office put it there: for that month."""
    rows = Duty.objects.in_force().filter(period=round_.period, entered_reason__startswith=ADDED_BY_HAND)
    return {key_of(*row) for row in rows.values_list("kind", "enterprise_id", "cell_id")}


def merged_into(keys: Iterable[Key]) -> dict[Key, Key]:
    """Of the enterprises among ``keys`` that were merged: the file that stands for each."""
    numbers = [number for kind, number in keys if kind == DutyKind.ENTERPRISE]
    rows = (row for part in _parts(numbers) for row in part)
    return {(DutyKind.ENTERPRISE.value, one): (DutyKind.ENTERPRISE.value, into) for one, into in rows}


def _parts(numbers: Sequence[int]):
    for start in range(0, len(numbers), _CHUNK):
        merged = Enterprise.objects.filter(pk__in=numbers[start : start + _CHUNK], merged_into__isnull=False)
        yield merged.values_list("pk", "merged_into")
