"""Charts: well-formed, escaped, without anything a strict policy refuses, told by more than colour."""

import re
from xml.etree import ElementTree

import pytest

from capacity_portal.lib import charts
from capacity_portal.lib.charts import Tile, level_of, places_of, tile_map

SVG = "{http://www.w3.org/2000/svg}"


def drawn(*tiles: Tile, places=None) -> ElementTree.Element:
    places = places or places_of([tile.code for tile in tiles], {})
    text = tile_map(tiles, places, title="覆盖率", desc="每格一个县")
    return ElementTree.fromstring(text.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


@pytest.mark.parametrize(
    ("part", "whole", "level"),
    [
        (0, 0, None), (0, 5, 0), (49, 100, 0), (1, 2, 1), (79, 100, 1), (80, 100, 2), (94, 100, 2), (95, 100, 3),
        (9_999, 10_000, 3), (7, 7, 4),
    ],
)  # fmt: skip
def test_shades_of_shares(part, whole, level):
    assert level_of(part, whole) == level


def test_places_known_ones_first_then_rows_below():
    assert places_of(["a", "b", "c", "d"], {"b": (1, 3), "x": (0, 0)}, columns=2) == {
        "b": (1, 3), "a": (2, 0), "c": (2, 1), "d": (3, 0),
    }  # fmt: skip


def test_a_place_given_twice_or_outside_is_no_place():
    known = {"a": (0, 0), "b": (0, 0), "c": (-1, 0), "d": (0, 99)}
    assert places_of(["a", "b", "c", "d"], known) == {"a": (0, 0), "b": (1, 0), "c": (1, 1), "d": (1, 2)}


def test_nothing_is_a_map_too():
    assert places_of([], {}) == {}
    assert drawn().get("viewBox") == "-1 -1 86 68"


def test_every_tile_says_name_value_and_note_and_leads_somewhere():
    picture = drawn(
        Tile("1", "吉州区", "87.5%", "7/8", 2, "/rounds/1/"), Tile("2", "青原区", "无任务", "0/0", None)
    )
    link, group = picture.find(f"{SVG}a"), picture.find(f"{SVG}g")
    assert (link.get("href"), link.get("aria-label")) == ("/rounds/1/", "吉州区：87.5%，7/8")
    assert [text.text for text in link.iter(f"{SVG}text")] == ["吉州区", "87.5%", "7/8"]
    assert group.find(f"{SVG}title").text == "青原区：无任务，0/0"
    assert group.find(f"{SVG}rect").get("class") == "tile-ground none"


def test_levels_differ_by_pattern_not_only_by_colour():
    picture = drawn(*(Tile(str(n), "县", "1%", "1/9", n) for n in range(charts.LEVELS)))
    fills = [rect.get("fill") for rect in picture.iter(f"{SVG}rect") if rect.get("fill")]
    assert fills == ["url(#tiles-1)", "url(#tiles-2)", "url(#tiles-3)"]
    assert {pattern.get("id") for pattern in picture.iter(f"{SVG}pattern")} == {
        "tiles-1",
        "tiles-2",
        "tiles-3",
    }


def test_hostile_names_are_text():
    hostile = "<script>\"&'</script>"
    picture = drawn(Tile("1", hostile, hostile, hostile, 0, f"/?{hostile}"))
    assert picture.find(f"{SVG}script") is None
    texts = [text.text for text in picture.iter(f"{SVG}text")]
    assert texts == [f"{hostile[:6]}…", hostile, hostile]


def test_no_inline_style():
    text = tile_map([Tile("1", "县", "1%", "1/9", 1)], {"1": (0, 0)}, title="一", desc="二")
    assert re.findall(r"\sstyle\s*=|<style|\son\w+\s*=", text) == []


def test_long_names_are_drawn_smaller_then_cut():
    names = ["吉州区", "井冈山经开区", "肃南裕固族自治县某"]
    picture = drawn(*(Tile(str(n), name, "", "", 0) for n, name in enumerate(names)))
    labels = [(t.text, t.get("class")) for t in picture.iter(f"{SVG}text") if "tile-name" in t.get("class")]
    assert labels == [
        ("吉州区", "tile-name"),
        ("井冈山经开区", "tile-name long"),
        ("肃南裕固族自…", "tile-name long"),
    ]
