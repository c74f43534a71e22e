"""What a marked workbook says, whoever writes it: comments, the column 错误说明, the sheet 导入说明, how marks look.

A reader of marked workbooks leaves out the sheet NOTE_SHEET (its A1 is NOTE_TITLE) and the columns NOTE_HEADING and
NUMBER_HEADING.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from capacity_portal.lib.exports import cell_text
from capacity_portal.lib.spreadsheets.findings import LEVEL_LABELS, Finding, Level

AUTHOR = "化解办门户"
NOTE_HEADING, NUMBER_HEADING = "错误说明", "原行号"
NOTE_SHEET, NOTE_TITLE = "导入说明", "导入说明（化解办门户）"
NOTE_WIDTH = 72
# More comments than this make a workbook too slow to open; the column 错误说明 has every finding.
MOST_COMMENTS = 5_000


@dataclass(frozen=True)
class Look:
    """``colour`` and ``ground`` as RRGGBB; ``pattern`` tells the levels apart without colour, by openpyxl's name and XlsxWriter's number."""

    colour: str
    ground: str
    pattern: str
    number: int
    meaning: str


LOOKS = {
    Level.ERROR: Look("FF9B93", "FF9B93", "solid", 1, "红色：必须改正，改正之前整个文件不能导入。"),
    Level.EXPLAIN: Look(
        "F0A030", "FFE0B0", "lightUp", 14, "橙色斜纹：填错的请改正；情况属实的可以不改，在预览页填写说明。"
    ),
    Level.CONFIRM: Look(
        "E0CC00", "FFF6A0", "gray125", 17, "黄色网点：内容不明确，请改写明确，或在预览页逐项确认。"
    ),
}
_ORDER = list(LOOKS)
_FIRST = f"有问题的单元格带有标记和批注，每行的全部问题列在“{NOTE_HEADING}”列中。"
_LAST = "没有强制性错误后，核对预览并确认；确认之前，任何一行都不会入库。"
STEPS = (
    _FIRST,
    f"改正后保存，直接上传本文件。“{NOTE_HEADING}”列和本页不会导入，不必删除，再次检查时自动更新。",
    _LAST,
)
STEPS_FOR_FAULTY_ROWS = (
    f"文件较大，这里只列出有问题的行；行号、列号都指原文件，第一列“{NUMBER_HEADING}”是原文件中的行号。",
    _FIRST,
    "请在原文件中改正这些行，然后重新上传原文件。",
    _LAST,
)

Rows = Mapping[int, Sequence[Finding]]


@dataclass(frozen=True)
class Line:
    """One line of the sheet 导入说明, shown as a heading or in the look of ``level``."""

    text: str
    is_head: bool = False
    level: Level | None = None


@dataclass(frozen=True)
class Sorted:
    """Findings by sheet and row, and ``others``: those that stand in no row of a sheet that is marked."""

    rows: Mapping[str, Rows]
    others: Sequence[Finding]

    def of(self, sheet: str) -> Rows:
        return self.rows.get(sheet, {})


def sort_out(findings: Iterable[Finding], sheets: Iterable[str]) -> Sorted:
    """Sort ``findings`` over ``sheets``, the names of those that are marked; the order of each row's findings is kept."""
    rows: dict[str, dict[int, list[Finding]]] = {name: {} for name in sheets}
    others: list[Finding] = []
    for finding in findings:
        if finding.row is None or finding.sheet not in rows:
            others.append(finding)
        else:
            rows[finding.sheet].setdefault(finding.row, []).append(finding)
    return Sorted(rows, others)


def by_place(findings: Iterable[Finding]) -> dict[int, list[Finding]]:
    """The findings of one row by the column they stand in."""
    places: dict[int, list[Finding]] = {}
    for finding in findings:
        if finding.place is not None:
            places.setdefault(finding.place, []).append(finding)
    return places


def worst(findings: Iterable[Finding]) -> Level:
    return min((finding.level for finding in findings), key=_ORDER.index)


def comment_text(findings: Iterable[Finding]) -> str:
    """``【强制性错误】请填写企业名称。``, one line a finding."""
    lines = (f"【{LEVEL_LABELS[finding.level]}】{_message(finding)}" for finding in findings)
    return cell_text("\n".join(lines))


def row_text(findings: Iterable[Finding]) -> str:
    """``第3列“产能”：请填写产能。（强制性错误）``, one line a finding."""
    lines = (f"{_place(finding)}{_message(finding)}（{LEVEL_LABELS[finding.level]}）" for finding in findings)
    return cell_text("\n".join(lines))


def explanation(sorted_: Sorted, steps: Sequence[str], remarks: Sequence[str] = ()) -> Iterator[Line]:
    """Yield the lines of the sheet 导入说明. ``steps`` say how to go on, ``remarks`` what is special about this file."""
    yield Line(NOTE_TITLE, is_head=True)
    yield Line(_counts(sorted_))
    yield Line("标记", is_head=True)
    for level, look in LOOKS.items():
        yield Line(f"{LEVEL_LABELS[level]}　{look.meaning}", level=level)
    yield Line("怎样继续", is_head=True)
    for number, step in enumerate(steps, start=1):
        yield Line(f"{number}．{step}")
    if sorted_.others:
        yield Line("整个文件的问题", is_head=True)
        for finding in sorted_.others:
            text = f"【{LEVEL_LABELS[finding.level]}】{_where(finding)}{_message(finding)}"
            yield Line(cell_text(text), level=finding.level)
    if remarks:
        yield Line("提示", is_head=True)
        yield from (Line(cell_text(remark)) for remark in remarks)


def _counts(sorted_: Sorted) -> str:
    in_rows = [finding for rows in sorted_.rows.values() for row in rows.values() for finding in row]
    levels = [finding.level for finding in (*in_rows, *sorted_.others)]
    counts = "，".join(f"{LEVEL_LABELS[level]} {levels.count(level)} 处" for level in LOOKS)
    rows = sum(len(rows) for rows in sorted_.rows.values())
    return f"共发现 {len(levels)} 处问题，涉及 {rows} 行：{counts}。"


def _message(finding: Finding) -> str:
    return f"{finding.message}建议填写“{finding.suggestion}”。" if finding.suggestion else finding.message


def _place(finding: Finding) -> str:
    if finding.place is None:
        return ""
    return f"第{finding.place}列“{finding.column}”：" if finding.column else f"第{finding.place}列："


def _where(finding: Finding) -> str:
    sheet = f"工作表“{finding.sheet}”" if finding.sheet else ""
    row = f"第{finding.row}行" if finding.row is not None else ""
    place = _place(finding)
    return f"{sheet}{row}{place}" if place or not (sheet or row) else f"{sheet}{row}："
