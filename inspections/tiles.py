"""Where counties stand on the tile map: ``fixtures/tiles.csv`` where a prefecture has been drawn, rows by code elsewhere."""

import csv
from collections.abc import Iterable, Mapping
from functools import lru_cache

from django.conf import settings
from django.urls import reverse

from capacity_portal.lib import charts
from capacity_portal.lib.tables import per_cent


@lru_cache(maxsize=1)
def drawn_places() -> dict[str, tuple[int, int]]:
    """(row, column) by region code, as drawn by hand."""
    text = (settings.FIXTURES_DIR / "tiles.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["region_code"]: (int(row["row"]), int(row["column"])) for row in rows}


def coverage_map(month: int, counties: Iterable[Mapping], *, title: str) -> str:
    """The month's coverage as SVG: a tile a county or zone (``AREA`` of ``queries.figures``), each leading to its page."""
    tiles = [_tile(month, area) for area in counties if area["code"]]
    places = charts.places_of([tile.code for tile in tiles], drawn_places())
    desc = "每格一个县（市、区）：名称、覆盖率、已查／应查。底纹由密到疏、颜色由深到浅表示覆盖率由低到高，数据见下表。"
    return charts.tile_map(tiles, places, title=title, desc=desc)


def _tile(month: int, area: Mapping) -> charts.Tile:
    stock = area["total"]
    whole = stock["denominator"]
    return charts.Tile(
        code=area["code"],
        name=area["name"],
        value=per_cent(stock["per_mille"]).text if whole else "无任务",
        note=f"{stock['covered']:,}/{whole:,}",
        level=charts.level_of(stock["covered"], whole),
        url=reverse("inspections:round-county", args=[month, area["code"]]),
    )
