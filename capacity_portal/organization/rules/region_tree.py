"""What must hold between a region and those above and below it, as they will stand after a list was taken in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from capacity_portal.lib.territory import parent_code

_NAMED = 5


@dataclass(frozen=True)
class Standing:
    """A region as it will be; ``valid_to``: the last day it is in force, None for ever."""

    code: str
    name: str
    valid_to: date | None = None


class RegionTree:
    """The regions of one prefecture, ``root``, by code."""

    def __init__(self, root: str, regions: Iterable[Standing]) -> None:
        self._root = root
        self._regions: Mapping[str, Standing] = {region.code: region for region in regions}
        self._children: dict[str, list[Standing]] = {}
        for region in self._regions.values():
            self._children.setdefault(parent_code(region.code), []).append(region)

    def __contains__(self, code: str) -> bool:
        return code in self._regions

    def parent_fault(self, code: str) -> str:
        """Why the region ``code`` hangs in the air, as a Chinese sentence; empty when it does not."""
        if code == self._root:
            return ""
        above, region = self._regions.get(parent_code(code)), self._regions[code]
        if above is None:
            return f"上级区划 {parent_code(code)} 不在台账里，也不在本表里，请先加入上级区划。"
        if _outlives(region, above):
            return f"上级区划{above.name}（{above.code}）自 {above.valid_to} 后停用，请核对上级区划或填写停用日期。"
        return ""

    def closing_fault(self, code: str) -> str:
        """Why the region ``code`` cannot end when it shall: regions below it that go on; empty when it can."""
        region = self._regions[code]
        left = sorted(
            (child for child in self._children.get(code, ()) if _outlives(child, region)),
            key=lambda child: child.code,
        )
        if not left:
            return ""
        named = "、".join(f"{child.name}（{child.code}）" for child in left[:_NAMED])
        return (
            f"停用{region.name}前，请先停用其下 {len(left)} 个仍在用的区划：{named}"
            f"{'等' if len(left) > _NAMED else ''}。"
        )


def _outlives(region: Standing, above: Standing) -> bool:
    return above.valid_to is not None and (region.valid_to is None or region.valid_to > above.valid_to)
