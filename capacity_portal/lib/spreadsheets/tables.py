"""The one table in a sheet: where its headings stand, which rows are records and which are not."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from capacity_portal.lib.spreadsheets.book import FileRefused, Sheet
from capacity_portal.lib.spreadsheets.findings import Finding, LeftOut, letters
from capacity_portal.lib.spreadsheets.headings import Heading, find_headings, named, unit_of_sheet
from capacity_portal.lib.spreadsheets.kinds import Kinds, is_blank
from capacity_portal.lib.spreadsheets.labels import OWN_HEADINGS
from capacity_portal.lib.spreadsheets.rows import Row, read_body
from capacity_portal.lib.spreadsheets.totals import differences, grand_total


@dataclass(frozen=True)
class Table:
    """``stated``: what the row 合计 says, by place; empty when there is none."""

    sheet: str
    heading_row: int
    headings: tuple[Heading, ...]
    rows: list[Row]
    left_out: tuple[LeftOut, ...] = ()
    findings: tuple[Finding, ...] = ()
    stated: Mapping[int, Decimal | int] = field(default_factory=dict)


def find_table(sheet: Sheet, known: Callable[[str], bool]) -> Table:
    """Return the table of a sheet; ``known`` tells whether a heading is a title or synonym of some column.

    ``heading_row`` is the last row of the headings. Findings: ``hidden_row``, ``total_differs``, both 核实性.
    Raises FileRefused when no headings or no records are found.
    """
    block = find_headings(sheet, known)
    titles = sheet.rows[: block.first - 1]
    own = {place for place, (label, _) in enumerate(block.labels) if label in OWN_HEADINGS}
    body = read_body(sheet, block.last, Kinds(sheet.rows[block.first - 1 : block.last], titles, own))
    if not body.rows:
        raise FileRefused(
            f"工作表“{sheet.name}”第 {block.last} 行是表头，下面没有数据行。请在表头下面填写数据后重新上传。"
        )
    headings = named(block, unit_of_sheet(titles))
    findings = [*body.findings, *differences(sheet.name, headings, body)]
    headings = sorted([*headings, *_nameless(headings, body.rows)], key=lambda heading: heading.place)
    left_out, stated = tuple(body.left_out), grand_total(body)
    return Table(sheet.name, block.last, tuple(headings), body.rows, left_out, tuple(findings), stated)


def _nameless(headings: list[Heading], rows: list[Row]) -> Iterator[Heading]:
    taken = {heading.place for heading in headings}
    width = max(len(row.cells) for row in rows)
    for place in range(1, width + 1):
        if place not in taken and any(
            len(row.cells) >= place and not is_blank(row.cells[place - 1]) for row in rows
        ):
            yield Heading(place, f"（{letters(place)}列无表头）")
