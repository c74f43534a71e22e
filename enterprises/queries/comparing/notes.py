"""Findings of a comparison, with the place of the column they are about."""

from dataclasses import dataclass, field

from capacity_portal.imports.registry import Context
from capacity_portal.lib.spreadsheets.findings import Finding, Level

_ROWS_NAMED = 10


@dataclass
class Notes:
    """What was found in one row."""

    context: Context
    row: int
    found: list[Finding] = field(default_factory=list)

    def error(self, code: str, key: str, message: str, value: object = "") -> None:
        self._add(Level.ERROR, code, key, message, value)

    def explain(self, code: str, key: str, message: str, value: object = "") -> None:
        self._add(Level.EXPLAIN, code, key, message, value)

    def confirm(self, code: str, key: str, message: str, value: object = "") -> None:
        self._add(Level.CONFIRM, code, key, message, value)

    def _add(self, level: Level, code: str, key: str, message: str, value: object) -> None:
        mapped = self.context.mapped.get(key)
        place, label = (mapped.place, mapped.label) if mapped else (None, "")
        about = {"sheet": self.context.sheet, "row": self.row, "place": place, "column": label}
        self.found.append(Finding(level, code, message, value=str(value)[:200], **about))


def of_the_file(context: Context, code: str, message: str) -> Finding:
    """A 核实性 finding that is explained once for the whole file."""
    return Finding(Level.EXPLAIN, code, message, sheet=context.sheet)


def rows_named(rows: list[int]) -> str:
    """``3 行（第 2、5、8 行）``; after ten of them 等."""
    named = "、".join(map(str, rows[:_ROWS_NAMED]))
    return f"{len(rows):,} 行（第 {named} 行{'等' if len(rows) > _ROWS_NAMED else ''}）"
