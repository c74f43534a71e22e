"""What a spreadsheet file is once it has been read: sheets of plain cells, numbered as the spreadsheet numbers them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | time | timedelta | None

XLSX, XLS, CSV = "xlsx", "xls", "csv"
MEGABYTE = 1_048_576


class FileRefused(ValueError):
    """The file is not taken; the message is a Chinese sentence that says why and what to do instead."""


@dataclass(frozen=True)
class Limits:
    """What is read at most: bytes, bytes unpacked, unpacked to packed, entries of the archive, rows, columns.

    ``memory`` (bytes of address space) and ``seconds`` bound the child process that reads.
    """

    most_bytes: int = 10 * MEGABYTE
    most_unpacked: int = 300 * MEGABYTE
    most_ratio: int = 200
    most_entries: int = 200
    most_rows: int = 100_000
    most_columns: int = 60
    memory: int = 2048 * MEGABYTE
    seconds: int = 120


COUNTY_LIMITS = Limits()
OFFICE_LIMITS = Limits(most_bytes=30 * MEGABYTE)


@dataclass(frozen=True)
class Merged:
    """A merged range; rows and columns count from 1, both ends belong to it."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """One sheet. ``rows[0]`` is the spreadsheet's row 1 and ``rows[n][0]`` its column A; rows may differ in length.

    In .csv and .xls nothing is hidden. A formula is seen by its last computed value, never by its text.
    """

    name: str
    rows: list[list[Cell]]
    hidden_rows: frozenset[int] = frozenset()
    merged: tuple[Merged, ...] = ()
    is_hidden: bool = False


@dataclass(frozen=True)
class Book:
    """``container``: XLSX, XLS or CSV. ``encoding`` and ``delimiter`` say how a .csv was understood."""

    container: str
    sheets: tuple[Sheet, ...]
    encoding: str = ""
    delimiter: str = ""
