"""The kinds of records that come in by spreadsheet. Apps register theirs in ``AppConfig.ready``."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from capacity_portal.imports.choices import RowAction
from capacity_portal.lib.spreadsheets.checking import Checked
from capacity_portal.lib.spreadsheets.columns import Column
from capacity_portal.lib.spreadsheets.findings import Finding
from capacity_portal.lib.spreadsheets.headings import Heading
from capacity_portal.lib.spreadsheets.matching import Mapped
from capacity_portal.organization.roles import Permission


class Outdated(Exception):
    """What is on file has changed since the preview; the sheet must be compared again. The message is a Chinese sentence."""


@dataclass(frozen=True)
class Context:
    """For whom a sheet is read: ``officer`` may only touch and see his own region; ``region_code`` takes rows without a place.

    While rows are compared, ``sheet`` is the sheet's name, ``mapped`` says where each column (by key) stands in it, and
    ``stated`` what its row 合计 says of quantities, in the columns' own units.
    """

    officer: Any
    region_code: str
    today: date
    sheet: str = ""
    mapped: Mapping[str, Mapped] = field(default_factory=dict)
    stated: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass
class Compared:
    """A row beside what is on file.

    ``action`` is NEW, CHANGED, UNCHANGED or BLOCKED; ``values`` (JSON) is all that ``store`` needs, ``changes``
    [(heading, before, after)] as texts for the preview; ``findings`` are added to those of the checked row.
    """

    number: int
    action: RowAction
    title: str = ""
    target_id: int | None = None
    target_version: int | None = None
    values: dict[str, Any] = field(default_factory=dict)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True)
class Comparison:
    """``rows`` in the sheet's order; ``findings`` about the whole file; ``totals`` [{product, unit, stated, rows}]."""

    rows: Sequence[Compared]
    findings: Sequence[Finding] = ()
    totals: Sequence[dict[str, Any]] = ()


@dataclass(frozen=True)
class Staged:
    """A row to be stored, as ``Compared`` left it (``new`` or ``changed`` only)."""

    number: int
    action: RowAction
    title: str
    target_id: int | None
    target_version: int | None
    values: dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What storing gave: a Chinese ``message``, and perhaps a file that is handed over once (one-time passwords)."""

    message: str
    content: bytes | None = None
    name: str = ""


Compare = Callable[[Context, Sequence[Checked]], Comparison]
Store = Callable[..., Outcome]


@dataclass(frozen=True)
class Kind:
    """One kind of sheet.

    ``columns(context)``: every column a file may have, with live choices; ``compare(context, checked)`` reads only;
    ``store(rows=Iterator[Staged], context=, explanation=str, explanations={code: str}, by=, at=, told=Callable[[int], None]) -> Outcome`` writes within the caller's transaction, all
    rows or none, raising Outdated; ``prepare(rows, told)`` is slow work without the database, done before that transaction where
    there is one to wait, its answer given to ``store`` as ``prepared=`` (``store`` must do without); ``check_headings(headings)``
    raises FileRefused for what no such sheet may bring, before anything of it is kept; ``describe(values of new rows)`` tells for the preview what each would hold, as
    (heading, text); ``asks_region`` False: rows without a place have nowhere to go, so nobody is asked; ``notes`` go on the template's notes sheet; ``list_url`` names the page of the records.
    """

    name: str
    label: str
    noun: str
    permission: Permission
    columns: Callable[[Context], Sequence[Column]]
    compare: Compare
    store: Store
    list_url: str
    notes: tuple[str, ...] = ()
    prepare: Callable[..., Any] | None = None
    check_headings: Callable[[Sequence[Heading]], None] | None = None
    describe: Callable[[Sequence[dict[str, Any]]], list[list[tuple[str, str]]]] | None = None
    asks_region: bool = True


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def find(name: str) -> Kind | None:
    return _kinds.get(name)


def by_key(columns: Iterable[Column]) -> Mapping[str, Column]:
    return {column.key: column for column in columns}
