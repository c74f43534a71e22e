"""The grid as a file: the columns of the import, so that what was given out comes back after editing."""

from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO

from capacity_portal.imports import registry
from capacity_portal.lib import exports
from inspections.queries.grid import BY_PLACE, cells_in, enterprises_per_cell
from inspections.queries.grid_people import Holder, Manned, manned

CSV_GB18030 = "csv-gb18030"


def columns(officer, today: date) -> list[exports.Column]:
    context = registry.Context(officer, officer.region_code, today)
    found = registry.find("grid").columns(context)
    return [exports.Column(column.title, column.kind, column.width) for column in found]


def lines(officer, today: date, county: str = "") -> Iterator[list[object]]:
    """One line a cell the officer sees, in the order of ``columns``; four queries."""
    cells = cells_in(officer, county).select_related("region", "supervising_department")
    counted = enterprises_per_cell(county or officer.region_code)
    for row in manned(cells.order_by(*BY_PLACE.columns), today, counted):
        yield _line(row)


def _line(row: Manned) -> list[object]:
    cell = row.cell
    unit = cell.supervising_department
    return [
        cell.region_code,
        cell.region.name,
        cell.name,
        unit.name if unit else "",
        "；".join(cell.risk_labels) or "无",
        *_person(row.responsible),
        *_person(row.deputy),
        cell.founded_on,
        cell.remarks,
        row.enterprises,
    ]


def _person(holder: Holder | None) -> Sequence[object]:
    return (str(holder.post.officer), holder.post.from_on) if holder else ("", None)


def content(officer, today: date, county: str, format_: str) -> bytes:
    """The whole file."""
    heads, rows = columns(officer, today), lines(officer, today, county)
    if format_ == "xlsx":
        book = BytesIO()
        exports.write_xlsx(book, heads, rows, title="网格")
        return book.getvalue()
    encoding = exports.GB18030 if format_ == CSV_GB18030 else exports.UTF8
    return b"".join(exports.encode(exports.csv_lines(heads, rows), encoding))
