"""Figures that add amounts up: furnaces, and tasks and exits by product and unit. No sum crosses products or units."""

from collections.abc import Callable, Iterable
from decimal import Decimal

from enterprises.models import ReductionItem, ReductionTotal
from reports.queries.figure_counts import furnaces_in, tasks_of, topmost

Pairs = tuple[str, Iterable[tuple[int, int]]]
Amounts = tuple[str, Iterable[tuple[int, int | None, str, Decimal]]]
_OF_AMOUNT = ("pk", "product_id", "unit")
SOURCE_OF = {"task": "reduction_total", "part": "reduction_item", "exit": "reduction_item"}


def _furnaces(code: str, year: int) -> Pairs:
    return "equipment", furnaces_in(code).order_by("pk").values_list("pk", "count")


def _totals(code: str, year: int) -> Amounts:
    rows = ReductionTotal.objects.filter(task__in=tasks_of(code, year), is_withdrawn=False)
    return "reduction_total", rows.order_by("task", "pk").values_list(*_OF_AMOUNT, "stated")


def _parts(code: str, year: int) -> Amounts:
    rows = ReductionItem.objects.filter(task__in=tasks_of(code, year), is_withdrawn=False)
    return "reduction_item", rows.order_by("task", "position", "pk").values_list(*_OF_AMOUNT, "amount")


def _exits(code: str, year: int) -> Amounts:
    """Parts finished in the year, of whatever year's task; of an industry, product and unit the region's own, or those inside it."""
    done = ReductionItem.objects.filter(is_withdrawn=False, completed_on__year=year)
    rows = topmost(done, code, "task__industry", "product", "unit", field="task__region_code")
    return "reduction_item", rows.order_by("task", "position", "pk").values_list(*_OF_AMOUNT, "amount")


SUMS: dict[str, Callable[[str, int], Pairs]] = {"furnaces": _furnaces}
FAMILIES: dict[str, Callable[[str, int], Amounts]] = {"task": _totals, "part": _parts, "exit": _exits}
