"""Member units of a region by pattern (seeds 000 and 003; 常化解办〔2018〕1号 九 for the eleven dimensions).

The twelve departments of the notice pair with its eleven dimensions in printed order; today's names: 市场监督管理局 answers for
what 质检 and 工商 answered for.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from capacity_portal.organization.choices import Dimension, RegionKind

_ENDINGS = ("市", "县", "区")
_KNOWN_SHORT = {"克孜勒苏柯尔克孜自治州": "克州"}  # as seed 000 writes it


@dataclass(frozen=True)
class UnitSpec:
    name: str
    short_name: str
    dimensions: list[str]


def short_place(name: str) -> str:
    """``吉安市`` -> ``吉安``; names of two characters and autonomous units stay whole."""
    if name in _KNOWN_SHORT:
        return _KNOWN_SHORT[name]
    if (
        len(name) > 2
        and name.endswith(_ENDINGS)
        and not name.endswith(("自治州", "自治县", "开发区", "新区"))
    ):
        return name[:-1]
    return name


def units_of(kind: str, name: str, parent: str, patterns: Iterable[Mapping[str, str]]) -> Iterator[UnitSpec]:
    """The units of a region called ``name`` below ``parent``; patterns know {place}, {short} and {parent}."""
    words = {"place": name, "short": short_place(name), "parent": parent}
    for pattern in patterns:
        if RegionKind(kind).value in pattern["levels"].split():
            yield UnitSpec(
                pattern["name"].format(**words),
                pattern["short_name"].format(**words)[:20],
                [Dimension(code).value for code in pattern["dimensions"].split()],
            )
