"""How alike two tips are, by firm, place and words, from 0 to 100: a proposal for the handler, never a verdict.

Pairs of characters are compared (Dice), so that 轧钢厂 and 轧钢公司 are near and the order of the words does not matter.
"""

from collections.abc import Collection
from dataclasses import dataclass

from capacity_portal.lib.search_text import address_key, name_key, pairs

LEAST = 45
_FIRM, _PLACE, _WORDS = 50, 30, 20
_MOST_PAIRS = 600


@dataclass(frozen=True)
class Traits:
    """What is compared: pairs of characters of firm, place and text; ``region``: code of the place, "" unknown."""

    firm: frozenset[str]
    place: frozenset[str]
    words: frozenset[str]
    region: str = ""


def traits_of(*, firm: str, place: str, text: str, region: str = "") -> Traits:
    """Traits of one tip."""
    return Traits(
        _pairs(name_key(firm) if firm else ""),
        _pairs(address_key(place) if place else ""),
        _pairs(text),
        region,
    )


def likeness(one: Traits, other: Traits) -> int:
    """0 to 100. What only one of them names counts neither for nor against, other words for one thing do not speak against it;
    two named regions that differ do.
    """
    if one.region and other.region and not _nested(one.region, other.region):
        return 0
    weighed = [
        (weight, dice(mine, theirs))
        for weight, mine, theirs in [(_FIRM, one.firm, other.firm), (_PLACE, one.place, other.place)]
        if mine and theirs
    ]
    words, total = dice(one.words, other.words), sum(weight for weight, _ in weighed)
    if not total:
        return round(100 * words)
    named = sum(weight * share for weight, share in weighed) / total
    return round(100 * (named + (1 - named) * words * _WORDS / 100))


def dice(one: Collection[str], other: Collection[str]) -> float:
    """Twice what is common over what is there; 0 for nothing."""
    size = len(one) + len(other)
    return 2 * len(set(one) & set(other)) / size if size else 0.0


def why(one: Traits, other: Traits) -> str:
    """What is alike, in words."""
    parts = [
        ("单位名称", one.firm, other.firm),
        ("地点", one.place, other.place),
        ("内容", one.words, other.words),
    ]
    alike = [
        f"{label}相近{round(100 * dice(mine, theirs))}%" for label, mine, theirs in parts if mine and theirs
    ]
    return "，".join(alike)


def _nested(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _pairs(text: str) -> frozenset[str]:
    return frozenset(pairs(text)[:_MOST_PAIRS])
