"""The ledger as a file: the same rows, order and wall as the page, written as they are read."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from tempfile import mkstemp
from typing import Any

from django.db.models import QuerySet

from capacity_portal.lib import exports
from enterprises import sheets
from enterprises.models import Enterprise
from enterprises.queries import ledger, visible_to
from enterprises.rules.filters import parse

DIRECT_ROWS = 5_000
_CHUNK = 1_000
XLSX, CSV, CSV_GB18030 = "xlsx", "csv", "csv-gb18030"
_ENCODINGS = {CSV: exports.UTF8, CSV_GB18030: exports.GB18030}


@dataclass(frozen=True)
class Asked:
    """What is to be exported, in JSON values: ``parameters`` of the ledger's address, or ``selected`` ids instead."""

    parameters: dict[str, str]
    selected: list[int]
    columns: list[str]
    format: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Asked":
        return cls(**stored)


def rows_of(asked: Asked, officer) -> QuerySet[Enterprise]:
    """The files asked for, as ``officer`` may see them now, in the order of the list."""
    if asked.selected:
        chosen = visible_to(officer).unmerged().filter(pk__in=asked.selected)
        return chosen.order_by("region_code", "id")
    found = ledger(officer, parse(asked.parameters))
    return found.rows.order_by(*found.order.columns)


def columns_of(asked: Asked) -> list[sheets.Column]:
    return sheets.chosen(asked.columns)


def _lines(asked: Asked, officer) -> Iterator[list[object]]:
    columns = columns_of(asked)
    rows = sheets.reading(rows_of(asked, officer), columns)
    return sheets.lines(rows.iterator(chunk_size=_CHUNK), columns)


def csv_pieces(asked: Asked, officer) -> Iterator[bytes]:
    """The .csv file, piece by piece, in the encoding asked for."""
    return _csv(asked, _lines(asked, officer))


def _csv(asked: Asked, lines: Iterator[list[object]]) -> Iterator[bytes]:
    pieces = exports.csv_lines(sheets.headings(columns_of(asked)), lines)
    return exports.encode(pieces, _ENCODINGS[asked.format])


def write_file(asked: Asked, officer, told: Callable[[int], None] = lambda done: None) -> Path:
    """Write the file asked for to a temporary path, which is the caller's to remove; ``told(rows)`` now and then."""
    handle, name = mkstemp(suffix=_ending(asked.format))
    lines = _telling(_lines(asked, officer), told)
    with open(handle, "wb") as target:
        if asked.format == XLSX:
            exports.write_xlsx(target, sheets.headings(columns_of(asked)), lines, title="企业台账")
        else:
            for piece in _csv(asked, lines):
                target.write(piece)
    return Path(name)


def _telling(lines: Iterator[list[object]], told: Callable[[int], None]) -> Iterator[list[object]]:
    for number, line in enumerate(lines, start=1):
        if number % _CHUNK == 0:
            told(number)
        yield line


def file_name(day: date, format_: str) -> str:
    """``企业台账20260305.xlsx``."""
    return f"企业台账{day:%Y%m%d}{_ending(format_)}"


def _ending(format_: str) -> str:
    return f".{format_.partition('-')[0]}"
