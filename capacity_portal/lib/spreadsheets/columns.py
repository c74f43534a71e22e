"""Columns of a spreadsheet as an app describes them once: for the template, for import, for the notes beside it."""

from collections.abc import Callable
from dataclasses import dataclass

from capacity_portal.lib.exports import TEXT
from capacity_portal.lib.spreadsheets.book import Cell


class Fault(ValueError):
    """The cell cannot be what the column asks for; the message is a Chinese sentence with the remedy."""


class Unclear(ValueError):
    """The cell may mean something, but nobody should guess; ``suggestion`` is what it probably means, as typed."""

    def __init__(self, message: str, suggestion: str = ""):
        super().__init__(message)
        self.suggestion = suggestion


@dataclass(frozen=True)
class Doubtful:
    """A value that is taken, with a 核实性 finding ``code`` beside it that wants an explanation."""

    value: object
    code: str
    message: str


@dataclass(frozen=True)
class Column:
    """One column.

    ``key``: stable name (``credit_code``, ``capacity:crude_steel``); ``title``: heading in template and export;
    ``read(cell, unit)``: the value in the portal's own type and unit, None for an empty cell, a ``Doubtful``, or it raises
    Fault or Unclear (``unit`` is the one named in the heading, "" when none is); ``synonyms``: other headings; ``choices``: labels offered as drop-down;
    ``kind`` as in ``lib.exports``; ``unit`` the one shown in the template; ``note`` explains it in Chinese.
    """

    key: str
    title: str
    read: Callable[[Cell, str], object]
    synonyms: tuple[str, ...] = ()
    is_required: bool = False
    kind: str = TEXT
    unit: str = ""
    choices: tuple[str, ...] = ()
    example: str = ""
    note: str = ""
    width: int = 16
    is_in_template: bool = True
