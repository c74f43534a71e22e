"""Where a row's enterprise stands: a name or code of a region inside the officer's."""

import re
from collections.abc import Iterable, Iterator

from capacity_portal.lib import territory
from capacity_portal.lib.spreadsheets.book import Cell
from capacity_portal.lib.spreadsheets.cells import text
from capacity_portal.lib.spreadsheets.columns import Doubtful
from capacity_portal.lib.typed_text import excerpt, squeeze

_MARKS = re.compile(r"[/\\、，,·\-—>|]")
_SHORT = re.compile(r"^(.{2,})[县市区]$")
_TITLE = "所在地区"


class Places:
    """The regions of the officer's area by what people call them: ``吉州区``, ``吉安市吉州区``, ``吉州``, ``360802``.

    ``regions``: (code, name, is in force) of the area and of what lies above it; ``own``: code of the area; ``home``: name of
    the region that takes rows whose place is unknown.
    """

    def __init__(self, regions: Iterable[tuple[str, str, bool]], own: str, home: str):
        self._read, self._home = text(_TITLE, 60), home
        self._codes: set[str] = set()
        self._named: dict[str, dict[str, bool]] = {}
        regions = list(regions)
        names = {code: squeeze(name) for code, name, _ in regions}
        for code, _, is_current in regions:
            if territory.contains(own, code):
                self._codes.add(code)
                for name in _called(code, names):
                    self._named.setdefault(name, {})[code] = is_current

    def read(self, cell: Cell, unit: str = "") -> tuple[str, ...] | Doubtful | None:
        """The codes the cell may mean (mostly one); Doubtful for a place unknown or outside."""
        typed = self._read(cell, unit)
        if typed is None:
            return None
        found = self._by_code(typed) or self._by_name(typed)
        if found:
            return found
        message = f"所在地区{excerpt(typed)}不是您辖区内的地区名称或代码，新增的企业暂按“{self._home}”登记；如属实请说明，否则请改正。"
        return Doubtful(None, "place", message)

    def _by_code(self, typed: str) -> tuple[str, ...]:
        if not any(map(str.isdigit, typed)):
            return ()
        try:
            code = territory.normalise(typed)
        except territory.TerritoryCodeError:
            return ()
        return (code,) if code in self._codes else ()

    def _by_name(self, typed: str) -> tuple[str, ...]:
        found = self._named.get(_MARKS.sub("", squeeze(typed)), {})
        current = tuple(code for code, is_current in found.items() if is_current)
        return current or tuple(found)


def _called(code: str, names: dict[str, str]) -> Iterator[str]:
    name = names[code]
    above = [names[parent] for parent in territory.ancestors(code) if parent in names]
    calls = {name}
    if territory.level_of(code) == territory.Level.COUNTY and (short := _SHORT.match(name)):
        calls.add(short[1])
    for call in calls:
        yield _MARKS.sub("", call)
        for depth in range(1, len(above) + 1):
            yield _MARKS.sub("", "".join(reversed(above[:depth])) + call)
        if len(above) > 1:  # the county left out: 吉安市永叔街道
            yield _MARKS.sub("", above[1] + call)
