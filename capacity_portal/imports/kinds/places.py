"""Regions and member units as people write them in an account sheet: by name or by code."""

from collections.abc import Collection, Iterable

from capacity_portal.lib.spreadsheets.book import Cell
from capacity_portal.lib.spreadsheets.cells.blanks import is_nothing
from capacity_portal.lib.spreadsheets.columns import Fault
from capacity_portal.lib.territory import TerritoryCodeError, contains, normalise, parent_code
from capacity_portal.lib.typed_text import excerpt, squeeze
from capacity_portal.organization.choices import RegionKind
from capacity_portal.organization.models import Department, Region

_NAMED = 4


class PlaceError(ValueError):
    """Nothing is called so, or several are; the message is a Chinese sentence."""


class Places:
    """Regions in force by code, by name, and by the name of the county before that of the town."""

    def __init__(self, regions: Iterable[Region]) -> None:
        self._by_code = {region.code: region for region in regions}
        self._by_name: dict[str, list[Region]] = {}
        for region in self._by_code.values():
            for name in {region.name, self.label(region)}:
                self._by_name.setdefault(squeeze(name), []).append(region)

    def label(self, region: Region) -> str:
        """The name for a drop-down: towns with their county, because many are called alike."""
        above = self._by_code.get(parent_code(region.code)) if region.kind == RegionKind.TOWN else None
        return f"{above.name}{region.name}" if above else region.name

    def labels(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(self.label, self._by_code.values())))

    def find(self, typed: str, levels: Collection[str], meant: int | None = None) -> Region:
        """The region; of several with the name the one whose kind is in ``levels``, or whose id is ``meant``. Raises PlaceError."""
        found = self._by_name.get(squeeze(typed), []) or self._coded(typed)
        fitting = [region for region in found if region.kind in levels] or found
        fitting = [region for region in fitting if region.pk == meant] or fitting
        if len(fitting) == 1:
            return fitting[0]
        if not fitting:
            raise PlaceError(f"所在地区{excerpt(typed)}不在本地区现行的区划里，请填写区划的名称或代码。")
        named = "、".join(f"{self.label(region)}（{region.code}）" for region in fitting[:_NAMED])
        raise PlaceError(f"叫{excerpt(typed)}的地区有 {len(fitting)} 个，请改填代码：{named}。")

    def _coded(self, typed: str) -> list[Region]:
        try:
            region = self._by_code.get(normalise(typed))
        except TerritoryCodeError:
            return []
        return [region] if region else []


class Units:
    """Member units by name and short name."""

    def __init__(self, units: Iterable[Department]) -> None:
        self._by_name: dict[str, list[Department]] = {}
        for unit in units:
            for name in {unit.name, unit.short_name} - {""}:
                self._by_name.setdefault(squeeze(name), []).append(unit)

    def find(self, typed: str, code: str) -> Department:
        """The unit of the region ``code``, or the nearest above it, that is called so. Raises PlaceError."""
        found = [unit for unit in self._by_name.get(squeeze(typed), []) if contains(unit.region.code, code)]
        if not found:
            raise PlaceError(
                f"单位{excerpt(typed)}不是账户所在地区或上级地区的成员单位，"
                "请填写成员单位的名称或简称，不属于成员单位的请留空。"
            )
        nearest = max(len(unit.region.code) for unit in found)
        found = [unit for unit in found if len(unit.region.code) == nearest]
        if len(found) > 1:
            named = "、".join(unit.name for unit in found[:_NAMED])
            raise PlaceError(f"叫{excerpt(typed)}的单位有 {len(found)} 个，请填写全称：{named}。")
        return found[0]


def region_code(cell: Cell, unit: str = "") -> str | None:
    """Reader of a column of region codes. Raises Fault."""
    if is_nothing(cell):
        return None
    try:
        return normalise(cell)
    except TerritoryCodeError as fault:
        raise Fault(str(fault)) from None
