"""Which heading of a file is which column: by title, by synonym, by what this office chose before."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from capacity_portal.lib.exports import NUMBER
from capacity_portal.lib.spreadsheets import units
from capacity_portal.lib.spreadsheets.columns import Column
from capacity_portal.lib.spreadsheets.headings import Heading
from capacity_portal.lib.spreadsheets.labels import OWN_HEADINGS, normalise_heading, parts, without_brackets
from capacity_portal.lib.spreadsheets.map_options import MapError, split_choice
from capacity_portal.lib.typed_text import excerpt

IGNORE = ""
IGNORED_HEADINGS = frozenset({"序号", "序", "顺序号", "项次", "行号", "no", "#"}) | OWN_HEADINGS


@dataclass(frozen=True)
class Mapped:
    """``place`` counts columns from 1, ``label`` and ``unit`` are the file's, ``key`` is the column's."""

    place: int
    label: str
    key: str
    unit: str = ""


@dataclass(frozen=True)
class Matched:
    """What became of every heading, in the order of the file, and which columns have none (in their own order).

    ``ambiguous``: headings that would be a column that another heading is, or that several are; they are not read.
    """

    mapped: tuple[Mapped, ...] = ()
    unknown: tuple[Heading, ...] = ()
    ambiguous: tuple[Mapped, ...] = ()
    ignored: tuple[Heading, ...] = ()
    missing: tuple[Column, ...] = ()

    @property
    def missing_required(self) -> tuple[Column, ...]:
        return tuple(column for column in self.missing if column.is_required)


def known_by(columns: Iterable[Column], remembered: Mapping[str, str] | None = None) -> Callable[[str], bool]:
    """Return the test for ``tables.find_table``: is this heading one of ``columns``, chosen before, or a numbering?"""
    names = _titles(columns).keys() | _synonyms(columns).keys() | IGNORED_HEADINGS
    names |= {normalise_heading(label) for label in remembered or ()}
    names |= {without_brackets(name) for name in names}

    def known(label: str) -> bool:
        name = normalise_heading(label)
        return name in names or without_brackets(name) in names

    return known


def match(
    headings: Sequence[Heading],
    columns: Sequence[Column],
    remembered: Mapping[str, str] | None = None,
    choices: Mapping[int, str] | None = None,
) -> Matched:
    """Return which heading is which column; a column is found once, nothing is guessed between two.

    ``choices`` (by place) go before all; then titles, ``remembered`` (by heading, as ``remember`` gives them),
    synonyms, the parts of two levels and headings without their brackets. A choice is a column's key, a key with
    a unit (``capacity:crude_steel@千吨/年``) or "" to leave the heading out. Raises MapError for a choice that is no
    column; a remembered one that is none any more is forgotten.
    """
    state = _State(headings, columns)
    titles, synonyms = _titles(columns), _synonyms(columns)
    names = synonyms | {name: found[0].key for name, found in titles.items()}
    bare = {without_brackets(name): key for name, key in names.items()}
    state.choose(choices or {})
    state.settle(lambda heading: _by_title(heading, titles))
    state.recall(remembered or {})
    state.settle(lambda heading: synonyms.get(normalise_heading(heading.label), ""))
    state.ignore_numbering()
    state.settle_if_alone(lambda heading: _by_parts(heading, names))
    state.settle_if_alone(lambda heading: bare.get(without_brackets(normalise_heading(heading.label)), ""))
    return state.matched()


class _State:
    """Headings still open, and what became of the others."""

    def __init__(self, headings: Sequence[Heading], columns: Sequence[Column]) -> None:
        self.open = list(headings)
        self.columns = {column.key: column for column in columns}
        self.mapped: dict[str, Mapped] = {}
        self.ambiguous: list[Mapped] = []
        self.ignored: list[Heading] = []

    def choose(self, choices: Mapping[int, str]) -> None:
        for heading in [heading for heading in self.open if heading.place in choices]:
            key, unit = self._field(choices[heading.place])
            if key in self.mapped:
                first = self.mapped[key].label
                raise MapError(f"{excerpt(first)}和{excerpt(heading.label)}都对应了同一字段，请只保留一列。")
            self._take(heading, key, unit)

    def _field(self, choice: str) -> tuple[str, str]:
        """Key and unit of a choice; a column may also be called by its title or a synonym. Raises MapError."""
        key, unit = split_choice(choice)
        if not key or key in self.columns:
            return key, unit
        name, columns = normalise_heading(key), self.columns.values()
        titles, synonyms = _titles(columns), _synonyms(columns)
        known = titles[name][0].key if name in titles else synonyms.get(name)
        if known is None:
            fields = "、".join(f"{column.key}（{column.title}）" for column in columns)
            raise MapError(f"没有{excerpt(key)}这个字段，可用的字段：{fields}。")
        return known, unit

    def recall(self, remembered: Mapping[str, str]) -> None:
        kept = {normalise_heading(label): _readable(choice) for label, choice in remembered.items()}
        for heading in list(self.open):
            key, unit = kept.get(normalise_heading(heading.label), (None, ""))
            if key is not None and (not key or key in self.columns):
                self._take(heading, key, unit)

    def settle(self, find: Callable[[Heading], str]) -> None:
        """Give every heading the column that ``find`` names; the first one has it, the others are ambiguous."""
        for heading in list(self.open):
            if key := find(heading):
                self._take(heading, key)

    def settle_if_alone(self, find: Callable[[Heading], str]) -> None:
        """As ``settle``, where a likeness is too weak to tell the first from the second."""
        found = [(heading, key) for heading in self.open if (key := find(heading))]
        keys = [key for _, key in found]
        for heading, key in found:
            if keys.count(key) == 1:
                self._take(heading, key)
            else:
                self.open.remove(heading)
                self.ambiguous.append(self._mapped(heading, key))

    def ignore_numbering(self) -> None:
        for heading in list(self.open):
            if normalise_heading(heading.label) in IGNORED_HEADINGS:
                self._take(heading, IGNORE)

    def matched(self) -> Matched:
        return Matched(
            mapped=_in_order(self.mapped.values()),
            unknown=tuple(self.open),
            ambiguous=_in_order(self.ambiguous),
            ignored=_in_order(self.ignored),
            missing=tuple(column for key, column in self.columns.items() if key not in self.mapped),
        )

    def _take(self, heading: Heading, key: str, unit: str = "") -> None:
        self.open.remove(heading)
        if not key:
            self.ignored.append(heading)
        elif key in self.mapped:
            self.ambiguous.append(self._mapped(heading, key, unit))
        else:
            self.mapped[key] = self._mapped(heading, key, unit)

    def _mapped(self, heading: Heading, key: str, unit: str = "") -> Mapped:
        return Mapped(heading.place, heading.label, key, unit or _own_unit(heading, self.columns[key]))


def _in_order(found: Iterable) -> tuple:
    return tuple(sorted(found, key=lambda one: one.place))


def _own_unit(heading: Heading, column: Column) -> str:
    """The heading's unit; one that stands above the whole table only holds for quantities of its dimension."""
    if not heading.is_sheet_unit:
        return heading.unit
    is_fitting = column.kind == NUMBER and units.factor(heading.unit, column.unit) is not None
    return heading.unit if is_fitting else ""


def _readable(choice: str) -> tuple[str | None, str]:
    try:
        return split_choice(choice)
    except MapError:
        return None, ""


def _titles(columns: Iterable[Column]) -> dict[str, list[Column]]:
    titles: dict[str, list[Column]] = {}
    for column in columns:
        titles.setdefault(normalise_heading(column.title), []).append(column)
    return titles


def _synonyms(columns: Iterable[Column]) -> dict[str, str]:
    found: dict[str, str] = {}
    for column in columns:
        for name in column.synonyms:
            found.setdefault(normalise_heading(name), column.key)
    return found


def _by_title(heading: Heading, titles: Mapping[str, list[Column]]) -> str:
    found = titles.get(normalise_heading(heading.label), [])
    same = [column for column in found if units.factor(heading.unit, column.unit) is not None]
    return (same or found)[0].key if found else ""


def _by_parts(heading: Heading, names: Mapping[str, str]) -> str:
    upper, lower = map(normalise_heading, parts(heading.label))
    if not upper:
        return ""
    tried = (f"{upper}{lower}", f"{lower}{upper}", lower, upper)
    return next((names[name] for name in tried if name in names), "")
