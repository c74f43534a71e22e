"""What is said once about a whole sheet: what all its new rows lack, which rows are twice, what its capacities add up to."""

from decimal import Decimal
from typing import Any

from capacity_portal.imports.registry import Context
from capacity_portal.lib import territory
from capacity_portal.lib.quantities import trimmed
from capacity_portal.lib.spreadsheets.findings import Finding
from enterprises.queries.comparing.notes import of_the_file, rows_named
from enterprises.rules.incoming_parts import ProductEntry, in_unit

# Code of the finding and its sentence; the number of rows and the first of them are put in.
_LACKING = {
    "no_code": "{rows}没有统一社会信用代码，将按无码企业登记，原因记为所填说明。",
    "no_place": "{rows}没有填写所在地区，暂按“{home}”登记。",
    "no_status": "{rows}没有填写经营状态，按“在产”登记。",
    "no_industry": "{rows}没有填写行业，按企业名称推定（煤炭、钢铁，其余为其他）。",
    "no_class": "{rows}没有填写监管类别，按“其他”登记（有粗钢产能的按“涉钢冶炼”）。",
}
UNTOLD = "未指明产品"


class WholeFile:
    """Gathers while the rows are compared one after the other."""

    def __init__(self, context: Context, home: str):
        self._context, self._home = context, home
        self._lacking: dict[str, list[int]] = {}
        self._codes: dict[str, int] = {}
        self._names: dict[str, list[tuple[str, str, int]]] = {}
        self._targets: dict[int, int] = {}
        self._totals: dict[tuple[str, str], Decimal] = {}
        self._keys: dict[tuple[str, str], str] = {}

    def lacks(self, code: str, row: int) -> None:
        self._lacking.setdefault(code, []).append(row)

    def earlier_row(self, row: int, code: str, name_key: str, region: str, target: int | None) -> int | None:
        """The earlier row that is the same enterprise: by code, by file, or by name and region where one has no code."""
        before = self._codes.get(code) if code else None
        before = (
            before
            or (self._targets.get(target) if target else None)
            or self._namesake(code, name_key, region)
        )
        if before is None:
            self._codes.update({code: row} if code else {})
            self._targets.update({target: row} if target else {})
            self._names.setdefault(name_key, []).append((region, code, row))
        return before

    def _namesake(self, code: str, name_key: str, region: str) -> int | None:
        rows = self._names.get(name_key, ())
        return next((row for place, other, row in rows if place == region and not (code and other)), None)

    def count(self, product: ProductEntry | None, value: Decimal, unit: str) -> None:
        own = in_unit(value, unit, product.unit) if product else None
        key = (product.name, product.unit) if product and own is not None else (UNTOLD, unit)
        self._totals[key] = self._totals.get(key, Decimal(0)) + (value if own is None else own)
        self._keys[key] = f"capacity:{product.code}" if product and own is not None else ""

    def findings(self) -> list[Finding]:
        return [
            of_the_file(self._context, code, sentence.format(rows=rows_named(rows), home=self._home))
            for code, sentence in _LACKING.items()
            if (rows := self._lacking.get(code))
        ]

    def totals(self) -> list[dict[str, Any]]:
        """``rows`` is what the rows add up to, ``stated`` what the sheet's row 合计 says, in the product's unit."""
        return [
            {
                "product": product,
                "unit": unit,
                "stated": self._stated((product, unit)),
                "rows": trimmed(total, places=8).replace(",", ""),
            }
            for (product, unit), total in self._totals.items()
        ]

    def _stated(self, key: tuple[str, str]) -> str | None:
        """Of the product's own column; of the column of any product where there is but one."""
        told = self._context.stated
        general = told.get("capacity") if len(self._totals) == 1 else None
        amount = told.get(self._keys[key], general)
        return None if amount is None else trimmed(amount, places=8).replace(",", "")


def region_name(regions: dict[str, str], code: str) -> str:
    """``吉州区永叔街道``: the name, with its county's before it."""
    above = (
        regions.get(territory.parent_code(code), "")
        if territory.level_of(code) > territory.Level.COUNTY
        else ""
    )
    return f"{above}{regions.get(code, code)}"
