"""Findings of a comparison, pointed at the cell that they speak of."""

from collections.abc import Mapping

from capacity_portal.imports.registry import Context
from capacity_portal.lib.spreadsheets.findings import Finding, Level


def error(
    context: Context, titles: Mapping[str, str], row: int, key: str, message: str, value: object = ""
) -> Finding:
    """A 强制性 finding about the column ``key`` of a row; ``titles`` name the columns that the file does not have."""
    one = context.mapped.get(key)
    return Finding(
        Level.ERROR,
        "conflict",
        message,
        sheet=context.sheet,
        row=row,
        place=one.place if one else None,
        column=one.label if one else titles.get(key, ""),
        value=str(value),
    )
