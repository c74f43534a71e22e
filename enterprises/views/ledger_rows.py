"""Rows, headings and the choice of columns of the ledger."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from capacity_portal.lib.exports import NUMBER
from capacity_portal.lib.quantities import trimmed
from enterprises.facts import STATUS_KINDS
from enterprises.models import Enterprise
from enterprises.queries import Ledger
from enterprises.rules.filters import LedgerFilters, as_parameters
from enterprises.sheets import ALWAYS, COLUMNS, Column
from enterprises.views import ledger_markup

# Headings that sort, and the order each one asks for.
_SORTS = {
    "region": ("region", "ascending"),
    "updated_at": ("updated", "descending"),
    "confirmed_at": ("confirmed", "ascending"),
}


@dataclass(frozen=True, slots=True)
class Head:
    title: str
    is_number: bool
    sort_url: str = ""
    direction: str = ""


def heads(columns: Sequence[Column], found: Ledger, filters: LedgerFilters) -> list[Head]:
    """Headings; those whose order is on offer are links, the one in force says so."""
    offered = {order.name for order in found.orders}
    return [
        _head(column, found.order.name, offered, filters) for column in columns if column.key != "credit_code"
    ]


def _head(column: Column, current: str, offered: set[str], filters: LedgerFilters) -> Head:
    is_number = column.kind == NUMBER
    name, direction = _SORTS.get(column.key, ("", ""))
    if name not in offered or len(offered) < 2:
        return Head(column.title, is_number, "", direction if name == current else "")
    url = f"?{urlencode(as_parameters(filters) | {'order': name})}"
    return Head(column.title, is_number, url, direction if name == current else "")


def rows(enterprises: Iterable[Enterprise], columns: Sequence[Column]) -> SafeString:
    """The table's rows as markup. The credit code stands under the name, not in a column of its own."""
    has_code = any(column.key == "credit_code" for column in columns)
    shown = [column for column in columns if column.key not in (ALWAYS, "credit_code")]
    before, _, after = reverse("enterprises:dossier", args=[0]).partition("0")
    return ledger_markup.joined(
        ledger_markup.row(
            enterprise.pk,
            f"{before}{enterprise.pk}{after}",
            enterprise.name,
            COLUMNS["credit_code"].value(enterprise) if has_code else "",
            [_cell(column, enterprise) for column in shown],
        )
        for enterprise in enterprises
    )


def _cell(column: Column, enterprise: Enterprise) -> str:
    value = column.value(enterprise)
    if column.key == "status":
        return ledger_markup.cell(column.title, value, kind=STATUS_KINDS[enterprise.status])
    if column.key == "is_key" and value:
        return ledger_markup.cell(column.title, value, kind="bad")
    if isinstance(value, date):
        return ledger_markup.cell(column.title, value.isoformat(), "nowrap")
    return ledger_markup.cell(column.title, _text(value), "num" if column.kind == NUMBER else "")


def _text(value: object) -> str:
    if value is None or value == "":
        return "—"
    return trimmed(value) if isinstance(value, int | Decimal) else str(value)


def column_choices(shown: Sequence[Column]) -> SafeString:
    """All columns as boxes to tick, for the list where they are chosen."""
    keys = {column.key for column in shown}
    return ledger_markup.joined(
        ledger_markup.column_choice(
            column.key,
            column.title,
            " ".join(["checked"] * (column.key in keys) + ["disabled"] * (column.key == ALWAYS)),
        )
        for column in COLUMNS.values()
    )
