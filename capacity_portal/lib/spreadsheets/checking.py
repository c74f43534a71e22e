"""From a table and its mapping to rows of values and findings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from capacity_portal.lib.exports import NUMBER
from capacity_portal.lib.spreadsheets.columns import Column, Doubtful, Fault, Unclear
from capacity_portal.lib.spreadsheets.findings import Finding, Level
from capacity_portal.lib.spreadsheets.matching import Mapped
from capacity_portal.lib.spreadsheets.tables import Row, Table
from capacity_portal.lib.typed_text import excerpt, plain

_LONGEST = 200


@dataclass
class Checked:
    """One row: ``values`` by column key (keys of empty cells are there with None), and what was found in it.

    ``answers``: keys whose cell a person has decided on the preview page.
    """

    row: int
    values: dict[str, object] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    is_hidden: bool = False

    @property
    def is_faulty(self) -> bool:
        return any(finding.level == Level.ERROR for finding in self.findings)


def check(
    table: Table,
    mapped: Sequence[Mapped],
    columns: Mapping[str, Column],
    answers: Mapping[tuple[int, str], str] | None = None,
) -> Iterator[Checked]:
    """Yield every row of the table. ``answers[(row, key)]`` replaces the cell by what a person typed on the preview page."""
    answers = answers or {}
    used = [(one, columns[one.key]) for one in mapped]
    for row in table.rows:
        yield _checked(table, row, used, answers)


def _checked(table: Table, row: Row, used, answers) -> Checked:
    checked = Checked(row.number, is_hidden=row.is_hidden)
    for one, column in used:
        cell = row.cells[one.place - 1] if one.place <= len(row.cells) else None
        cell = answers.get((row.number, one.key), cell)
        checked.values[one.key] = _value(table, row, one, column, cell, checked.findings)
    if row.filled:
        _ask_about_merged(table, row, used, answers, checked)
    return checked


def _ask_about_merged(table: Table, row: Row, used, answers, checked: Checked) -> None:
    """A quantity merged over several rows may be that of each or of all together: nobody should guess."""
    for one, column in used:
        is_asked = column.kind == NUMBER and one.place in row.filled and (row.number, one.key) not in answers
        if not is_asked or checked.values[one.key] is None:
            continue
        cell = row.cells[one.place - 1]
        message = (
            f"第 {row.number} 行“{column.title}”是合并单元格的值{excerpt(cell)}，是各行共有的还是每行都是，请填写："
            "每行都是的照填，各行共有的填这一行自己的数，没有的留空。"
        )
        suggestion = plain(cell)[:_LONGEST]
        checked.findings.append(
            _finding(Level.CONFIRM, "merged", message, table, row, one, cell, suggestion=suggestion)
        )
        checked.values[one.key] = None


def _value(table: Table, row: Row, one: Mapped, column: Column, cell, findings: list[Finding]) -> object:
    try:
        value = column.read(cell, one.unit)
    except Fault as fault:
        findings.append(_finding(Level.ERROR, "fault", str(fault), table, row, one, cell))
        return None
    except Unclear as unclear:
        finding = _finding(
            Level.CONFIRM, "unclear", str(unclear), table, row, one, cell, suggestion=unclear.suggestion
        )
        findings.append(finding)
        return None
    if isinstance(value, Doubtful):
        findings.append(_finding(Level.EXPLAIN, value.code, value.message, table, row, one, cell))
        return value.value
    if value is None and column.is_required:
        message = f"请填写{column.title}。"
        findings.append(_finding(Level.ERROR, "missing", message, table, row, one, cell))
    return value


def _finding(
    level, code, message, table: Table, row: Row, one: Mapped, cell, suggestion: str = ""
) -> Finding:
    value = "" if cell is None else plain(cell)[:_LONGEST]
    about = {"sheet": table.sheet, "row": row.number, "place": one.place, "column": one.label}
    return Finding(level, code, message, value=value, suggestion=suggestion, **about)
