"""Marks of a report's indicators, reckoned from figures: exact, half up to two decimals, never below 0 nor above the full mark."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from capacity_portal.lib.quantities import rounded
from reports.choices import MarkMethod

_PLACES = 2


@dataclass(frozen=True)
class Method:
    """How one indicator is marked; ``unit_mark``: taken off for each one counted (DEDUCT_EACH)."""

    method: str
    full_mark: Decimal
    unit_mark: Decimal | None = None


@dataclass(frozen=True)
class Mark:
    """A mark given (None: not yet) of its full mark; ``is_veto``: nothing of it refuses the whole (一票否决)."""

    mark: Decimal | None
    full_mark: Decimal
    is_veto: bool = False


def computed_mark(rule: Method, value: Decimal | None, target: Decimal | None = None) -> Decimal | None:
    """The mark that the figure gives; None for marking by hand or without a figure. Where the target is 0 nothing was to be done."""
    if rule.method == MarkMethod.MANUAL or value is None:
        return None
    if rule.method == MarkMethod.DEDUCT_EACH:
        return _within(rule.full_mark - value * (rule.unit_mark or 0), rule.full_mark)
    if target is not None and not target:
        return rounded(rule.full_mark, _PLACES)
    if rule.method == MarkMethod.ALL_OR_NOTHING:
        is_reached = value > 0 if target is None else value >= target
        return rounded(rule.full_mark if is_reached else 0, _PLACES)
    share = value / target if target else value
    return _within(rule.full_mark * min(share, Decimal(1)), rule.full_mark)


def total(marks: Iterable[Mark]) -> Decimal | None:
    """The sum; None while one is missing, for a sum of some would be taken for that of all."""
    given = [mark.mark for mark in marks]
    return None if None in given else rounded(sum(given, Decimal(0)), _PLACES)


def full_total(marks: Iterable[Mark]) -> Decimal:
    return rounded(sum((mark.full_mark for mark in marks), Decimal(0)), _PLACES)


def is_vetoed(marks: Iterable[Mark]) -> bool:
    """Whether an indicator with a veto got nothing."""
    return any(mark.is_veto and mark.full_mark > 0 and mark.mark == 0 for mark in marks)


def ranks(totals: Iterable[Decimal | None]) -> list[int | None]:
    """Rank of each, the best first, equal ones sharing it (1, 2, 2, 4); None for one without a total."""
    totals = list(totals)
    return [
        None if one is None else 1 + sum(other is not None and other > one for other in totals)
        for one in totals
    ]


def _within(mark: Decimal, full_mark: Decimal) -> Decimal:
    return rounded(min(max(mark, Decimal(0)), full_mark), _PLACES)
