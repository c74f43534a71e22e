"""Parts (其中), stated total and difference (差额) of a reduction task.

张掖 2016: 16 mines and 96 万吨 stated, 9/51 and 6/39 named, so 1/6 stand nowhere; 石家庄方案: 374 + 482 = 856. What does
not add up is shown with its difference and a warning; nothing is repaired.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from capacity_portal.lib.quantities import trimmed


@dataclass(frozen=True)
class Amount:
    """A stated figure of one measure: a product in its unit, or "" for the number of works (处、户、座)."""

    product: str
    unit: str
    amount: Decimal
    label: str = ""


@dataclass(frozen=True)
class Measure:
    """One measure: ``stated`` None when no total is given; ``difference`` = stated - sum of the parts."""

    product: str
    unit: str
    stated: Decimal | None
    parts: tuple[Amount, ...]

    @property
    def name(self) -> str:
        return self.product or ("合计" if "吨" in self.unit or "箱" in self.unit else "数量")

    @property
    def parts_sum(self) -> Decimal:
        return sum((part.amount for part in self.parts), Decimal(0))

    @property
    def difference(self) -> Decimal | None:
        return None if self.stated is None else self.stated - self.parts_sum

    @property
    def adds_up(self) -> bool:
        return not self.difference


def measures(totals: Iterable[Amount], parts: Iterable[Amount]) -> list[Measure]:
    """One Measure for each product and unit that is stated or named, stated ones first.

    An overall total without parts of its own (856 万吨 of iron and steel) is held against the totals stated by product in
    the same unit: the source added them, so they are shown as its parts.
    """
    totals = list(totals)
    stated = {(total.product, total.unit): total.amount for total in totals}
    named: dict[tuple[str, str], list[Amount]] = {key: [] for key in stated}
    for part in parts:
        named.setdefault((part.product, part.unit), []).append(part)
    return [
        Measure(
            product, unit, stated.get((product, unit)), tuple(group or _of_products(product, unit, totals))
        )
        for (product, unit), group in named.items()
    ]


def _of_products(product: str, unit: str, totals: list[Amount]) -> list[Amount]:
    if product:
        return []
    return [total for total in totals if total.product and total.unit == unit]


def warnings(found: Iterable[Measure]) -> list[str]:
    """One sentence for each measure whose parts and total differ, or whose total is not stated."""
    return [sentence for measure in found if (sentence := _warning(measure))]


def _warning(measure: Measure) -> str:
    parts = trimmed(measure.parts_sum, measure.unit)
    if measure.stated is None:
        return f"{measure.name}：原文没有合计，分项之和为 {parts}。"
    if measure.adds_up or not measure.parts:
        return ""
    stated, gap = trimmed(measure.stated, measure.unit), trimmed(abs(measure.difference), measure.unit)
    if measure.difference > 0:
        return f"{measure.name}：合计 {stated}，分项之和 {parts}，差额 {gap}没有列出去向。"
    return f"{measure.name}：合计 {stated}，分项之和 {parts}，分项多出 {gap}。"
