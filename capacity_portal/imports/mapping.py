"""What the mapping page proposes: for each heading of the file the column it is, may be, or that it stays out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from capacity_portal.imports.models import SheetImport
from capacity_portal.lib.spreadsheets import matching
from capacity_portal.lib.spreadsheets.columns import Column
from capacity_portal.lib.spreadsheets.findings import letters
from capacity_portal.lib.spreadsheets.headings import Heading
from capacity_portal.lib.spreadsheets.kinds import is_blank
from capacity_portal.lib.spreadsheets.labels import normalise_heading, without_brackets
from capacity_portal.lib.spreadsheets.map_options import MapError
from capacity_portal.lib.spreadsheets.matching import Matched
from capacity_portal.lib.spreadsheets.tables import Table
from capacity_portal.lib.typed_text import excerpt, storable

_SAMPLES, _LOOKED_AT = 3, 500
_ALIKE = 0.6
_NONE = Heading(0, "")


@dataclass(frozen=True)
class Proposal:
    """``key`` is the column proposed, "" to leave the heading out, None when nobody knows; ``unit`` as in ``Mapped``.

    ``is_sure``: so it is read unless somebody says otherwise; ``samples`` are the first values below the heading.
    """

    heading: Heading
    samples: tuple[str, ...] = ()
    key: str | None = None
    unit: str = ""
    is_sure: bool = False
    note: str = ""

    @property
    def letter(self) -> str:
        return letters(self.heading.place)


def described(table: Table) -> list[dict[str, Any]]:
    """The headings of a table as ``SheetImport.headings`` keeps them."""
    return [asdict(heading) | {"samples": _samples(table, heading.place)} for heading in table.headings]


def _samples(table: Table, place: int) -> list[str]:
    found: dict[str, None] = {}
    for row in table.rows[:_LOOKED_AT]:
        cell = row.cells[place - 1] if place <= len(row.cells) else None
        if not is_blank(cell):
            found[storable(excerpt(cell)[1:-1])] = None
        if len(found) == _SAMPLES:
            break
    return list(found)


def headings_of(record: SheetImport) -> list[Heading]:
    return [
        Heading(**{name: value for name, value in one.items() if name != "samples"})
        for one in record.headings
    ]


def proposals(
    record: SheetImport, columns: Sequence[Column], remembered: Mapping[str, str]
) -> list[Proposal]:
    """One for each heading, in the order of the file."""
    headings = headings_of(record)
    matched = _matched(record, headings, columns, remembered)
    known = _known(matched, columns)
    for heading in headings:
        if str(heading.place) not in record.choices and _is_recalled(
            heading, known[heading.place], remembered
        ):
            known[heading.place] = replace(known[heading.place], note="本单位以前这样对应，请核对。")
    samples = {one["place"]: tuple(one.get("samples", ())) for one in record.headings}
    return [
        replace(known[heading.place], heading=heading, samples=samples[heading.place]) for heading in headings
    ]


def _is_recalled(heading: Heading, one: Proposal, remembered: Mapping[str, str]) -> bool:
    """Is ``one`` what this office has once chosen for such a heading?"""
    field = remembered.get(normalise_heading(heading.label))
    if field is None or not one.is_sure:
        return False
    key, _, unit = field.partition("@")
    return one.key == key and unit in ("", one.unit)


def _known(matched: Matched, columns: Sequence[Column]) -> dict[int, Proposal]:
    """What is known of each heading, by place."""
    titles = {column.key: column.title for column in columns}
    likely = _likely(matched)
    found = {one.place: Proposal(_NONE, key=one.key, unit=one.unit, is_sure=True) for one in matched.mapped}
    for heading in matched.ignored:
        found[heading.place] = Proposal(_NONE, key="", is_sure=True)
    for one in matched.ambiguous:
        note = f"不止一列像“{titles[one.key]}”，请指明用哪一列。"
        found[one.place] = Proposal(_NONE, unit=one.unit, note=note)
    for heading in matched.unknown:
        key = likely.get(heading.place)
        note = "按名称相近推荐，请核对。" if key else "没有认出这一列，请选择。"
        found[heading.place] = Proposal(_NONE, key=key, unit=heading.unit, note=note)
    return found


def _matched(record: SheetImport, headings, columns, remembered) -> Matched:
    choices = {int(place): field for place, field in record.choices.items()}
    try:
        return matching.match(headings, columns, remembered, choices)
    except MapError:  # a column chosen before is no longer one
        return matching.match(headings, columns)


def _likely(matched: Matched) -> dict[int, str]:
    """The free column whose name is most like an unknown heading's, each proposed once."""
    pairs = sorted(
        ((_alike(heading, column), heading.place, column.key)
         for heading in matched.unknown for column in matched.missing),
        key=lambda pair: (-pair[0], pair[1]),
    )  # fmt: skip
    found: dict[int, str] = {}
    for ratio, place, key in pairs:
        if ratio >= _ALIKE and place not in found and key not in found.values():
            found[place] = key
    return found


def _alike(heading: Heading, column: Column) -> float:
    label = without_brackets(normalise_heading(heading.label))
    return max(
        (_ratio(label, without_brackets(normalise_heading(name))) for name in _names(column)), default=0.0
    )


def _names(column: Column) -> Iterable[str]:
    return (column.title, *column.synonyms)


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio() if one and other else 0.0
