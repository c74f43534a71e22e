"""What a list of a month's duties is narrowed to: read from an address, written into one, told in words.

Every number of the coverage pages leads to the list with the filters that count it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from capacity_portal.lib.pages import choice_param, int_param, text_param
from capacity_portal.lib.territory import TerritoryCodeError, normalise
from enterprises.choices import SupervisionClass
from inspections.choices import DutyKind

STANDINGS = {
    "uncovered": "还没有查清（未排查、到场未查成）",
    "pending": "未排查",
    "attempted": "到场未查成",
    "unexplained": "没有查清、也没有说明原因",
    "explained": "没有查清、已说明原因",
    "due": "应查（在册，不含经批准不计）",
    "covered": "已排查",
    "late": "逾期完成",
    "excused": "经批准不计",
    "force": "在册",
    "opening": "月初在册",
    "added": "本月新增",
    "removed": "本月移出",
    "reminded": "催报过、还没有查清",
    "left": "不再属于范围，待市办移出",
}
UNCOVERED = "uncovered"
KINDS = dict(DutyKind.choices)
CLASSES = dict(SupervisionClass.choices)
NO_CELL = 0
"""The cell number that asks for duties without a cell."""


@dataclass(frozen=True)
class DutyFilters:
    """Empty parts ask for nothing; ``county`` is a region code, ``cell`` a cell's number (NO_CELL: those without one)."""

    standing: str = UNCOVERED
    county: str = ""
    cell: int | None = None
    kind: str = ""
    supervision_class: str = ""
    key: bool = False
    lookback: bool = False

    def narrowed(self, **values) -> "DutyFilters":
        return replace(self, **values)

    def without(self, name: str) -> "DutyFilters":
        """With the part ``name`` as it is when nothing is asked."""
        return replace(self, **{name: getattr(DutyFilters(), name)})


def parse(parameters: Mapping[str, str]) -> DutyFilters:
    """The filters of an address; whatever cannot be understood asks for nothing."""
    return DutyFilters(
        standing=choice_param(parameters, "standing", STANDINGS, default=UNCOVERED),
        county=_code(text_param(parameters, "county", longest=15)),
        cell=int_param(parameters, "cell", most=2**62),
        kind=choice_param(parameters, "kind", KINDS),
        supervision_class=choice_param(parameters, "class", CLASSES),
        key=parameters.get("key") == "1",
        lookback=parameters.get("lookback") == "1",
    )


def as_parameters(filters: DutyFilters) -> dict[str, str]:
    """The filters as an address carries them; ``parse`` reads the same back."""
    found = {
        "standing": "" if filters.standing == UNCOVERED else filters.standing,
        "county": filters.county,
        "cell": "" if filters.cell is None else str(filters.cell),
        "kind": filters.kind,
        "class": filters.supervision_class,
        "key": "1" if filters.key else "",
        "lookback": "1" if filters.lookback else "",
    }
    return {name: value for name, value in found.items() if value}


def in_words(filters: DutyFilters, place: str = "", cell: str = "") -> list[str]:
    """The conditions in Chinese; ``place`` and ``cell`` are the names of those filtered by."""
    return [text for _, text in parts_in_words(filters, place, cell)]


def parts_in_words(filters: DutyFilters, place: str = "", cell: str = "") -> list[tuple[str, str]]:
    """(name of the part, the condition in Chinese) of every part that asks for something."""
    known = [
        ("standing", STANDINGS[filters.standing]),
        ("county", place or filters.county),
        ("cell", (cell or "所选网格") if filters.cell is not None else ""),
        ("kind", KINDS.get(filters.kind, "")),
        ("supervision_class", CLASSES.get(filters.supervision_class, "")),
        ("key", "重点监管" if filters.key else ""),
        ("lookback", "回头看" if filters.lookback else ""),
    ]
    return [(name, str(text)) for name, text in known if text]


def _code(typed: str) -> str:
    try:
        return normalise(typed) if typed else ""
    except TerritoryCodeError:
        return ""
