"""From a file to a comparison with what is on file: nothing is written here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from capacity_portal.imports.choices import RowAction
from capacity_portal.imports.registry import Compared, Comparison, Context, Kind, by_key
from capacity_portal.lib.exports import NUMBER
from capacity_portal.lib.spreadsheets import map_options, matching, units
from capacity_portal.lib.spreadsheets.book import Book, FileRefused, Sheet
from capacity_portal.lib.spreadsheets.checking import Checked, check
from capacity_portal.lib.spreadsheets.findings import Finding, Level
from capacity_portal.lib.spreadsheets.matching import Matched
from capacity_portal.lib.spreadsheets.tables import Table, find_table

# Sheets that the portal itself adds to its templates and marked workbooks.
OWN_SHEETS = frozenset({"填表说明", "导入说明", "字典"})
_EVERY = 5_000

Told = Callable[[float, str], None]


def _nothing(percent: float, message: str) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True)
class Wish:
    """What a person has said about a file so far; see ``SheetImport`` for the shapes.

    ``leaves_unknown``: headings that are no column do not stop the reading but are told as a 核实性 finding.
    """

    sheet: str = ""
    remembered: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[int, str] = field(default_factory=dict)
    options: Sequence[tuple[str, str]] = ()
    answers: Mapping[tuple[int, str], str] = field(default_factory=dict)
    leaves_unknown: bool = False


@dataclass(frozen=True)
class Understood:
    """``comparison`` is None while headings wait for a person; ``findings`` are all of the file, in the order of its rows."""

    book: Book
    table: Table
    matched: Matched
    comparison: Comparison | None = None
    findings: Sequence[Finding] = ()

    @property
    def keys(self) -> dict[int, str]:
        """Column key by place."""
        return {one.place: one.key for one in self.matched.mapped}

    @property
    def needs_mapping(self) -> bool:
        return self.comparison is None

    def counts(self) -> dict[str, int]:
        rows = self.comparison.rows if self.comparison else ()
        by_action = {action: sum(row.action == action for row in rows) for action in RowAction}
        by_level = {level: sum(finding.level == level for finding in self.findings) for level in Level}
        return {
            "rows": len(rows),
            "new": by_action[RowAction.NEW],
            "changed": by_action[RowAction.CHANGED],
            "unchanged": by_action[RowAction.UNCHANGED],
            "blocked": by_action[RowAction.BLOCKED],
            "to_confirm": by_level[Level.CONFIRM],
            "to_explain": by_level[Level.EXPLAIN],
            "errors": by_level[Level.ERROR],
        }


def understand(book: Book, kind: Kind, context: Context, wish: Wish, told: Told = _nothing) -> Understood:
    """Find the table, match its headings, check its rows and compare them with what is on file.

    Stops after matching when a heading is unknown or a required column is missing and nobody has said what to do.
    Raises FileRefused, MapError.
    """
    columns = list(kind.columns(context))
    sheet, table = _table(book, columns, wish)
    if kind.check_headings:
        kind.check_headings(table.headings)
    told(20, f"工作表“{sheet.name}”共 {len(table.rows):,} 行" if sheet.name else f"共 {len(table.rows):,} 行")
    choices = {**wish.choices, **map_options.choices_from(wish.options, table.headings)}
    matched = matching.match(table.headings, columns, wish.remembered, choices)
    unknown = [*matched.unknown, *matched.ambiguous]
    if matched.missing_required or (unknown and not wish.leaves_unknown):
        return Understood(book, table, matched)
    checked = _checked(table, matched, columns, wish, told)
    told(60, "正在与台账比对")
    where = {one.key: one for one in matched.mapped}
    about = replace(context, sheet=table.sheet, mapped=where, stated=_stated(table, matched, columns))
    comparison = kind.compare(about, checked)
    rows = [_held(row, one) for row, one in zip(comparison.rows, checked, strict=True)]
    findings = [*_left(table, unknown), *comparison.findings, *table.findings]
    for row, one in zip(rows, checked, strict=True):
        findings += [*one.findings, *row.findings]
    return Understood(
        book, table, matched, Comparison(rows, comparison.findings, comparison.totals), findings
    )


def _checked(table: Table, matched: Matched, columns, wish: Wish, told: Told) -> list[Checked]:
    checked, total = [], len(table.rows)
    for number, one in enumerate(check(table, matched.mapped, by_key(columns), wish.answers), start=1):
        checked.append(one)
        if number % _EVERY == 0:
            told(20 + 40 * number / total, f"已核对 {number:,} 行，共 {total:,} 行")
    return checked


def _stated(table: Table, matched: Matched, columns) -> dict[str, Decimal]:
    """What the row 合计 says of the quantities, by key, in the columns' own units."""
    found = {}
    for one in matched.mapped:
        column, amount = by_key(columns)[one.key], table.stated.get(one.place)
        if amount is not None and column.kind == NUMBER:
            size = units.factor(one.unit, column.unit) if one.unit else Decimal(1)
            found |= {one.key: amount * size} if size is not None else {}
    return found


def _left(table: Table, unknown: Sequence[Any]) -> list[Finding]:
    if not unknown:
        return []
    names = "、".join(f"“{one.label}”" for one in unknown)
    message = f"表中{names}没有对应的列，这些内容不导入。"
    return [Finding(Level.EXPLAIN, "unknown_columns", message, sheet=table.sheet)]


def _held(row: Compared, one: Checked) -> Compared:
    """A row with an error, or with a cell that nobody has decided, is not stored."""
    held = any(finding.level != Level.EXPLAIN for finding in (*one.findings, *row.findings))
    if held:
        row.action = RowAction.BLOCKED
    return row


def _table(book: Book, columns, wish: Wish) -> tuple[Sheet, Table]:
    known = matching.known_by(columns, wish.remembered)
    if wish.sheet:
        sheet = _named(book, wish.sheet)
        return sheet, find_table(sheet, known)
    refused: FileRefused | None = None
    for sheet in book.sheets:
        is_own = sheet.name in OWN_SHEETS and len(book.sheets) > 1  # a .csv may be called so
        if sheet.is_hidden or is_own or not any(sheet.rows):
            continue
        try:
            return sheet, find_table(sheet, known)
        except FileRefused as error:
            refused = refused or error
    raise refused or FileRefused("文件里没有数据，请检查后重新上传。")


def _named(book: Book, name: str) -> Sheet:
    found = next((sheet for sheet in book.sheets if sheet.name == name), None)
    if found is None:
        names = "、".join(f"“{sheet.name}”" for sheet in book.sheets)
        raise FileRefused(f"没有名为“{name}”的工作表，文件里有{names or '一张无名的表'}。")
    return found


def as_json(finding: Finding) -> dict[str, Any]:
    """A finding for the command line: ``{sheet, row, column, value, message}``."""
    return {
        "sheet": finding.sheet,
        "row": finding.row,
        "column": finding.column,
        "value": finding.value,
        "message": finding.message,
    }
