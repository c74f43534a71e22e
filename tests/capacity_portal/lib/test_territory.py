import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capacity_portal.lib import territory
from capacity_portal.lib.territory import Level, TerritoryCodeError

DIVISIONS = Path(__file__).parents[3] / "fixtures" / "divisions_5.csv"
ZONE = st.integers(1, 99).map("K{:02d}".format)


def _number(width):
    return st.integers(1, 10**width - 1).map(lambda number: f"{number:0{width}d}")


@st.composite
def codes(draw):
    """Stored codes of every level, zones at any level below the province."""
    code = str(draw(st.integers(10, 99)))
    for width in (2, 2, 3, 3)[: draw(st.integers(0, 4))]:
        code += draw(ZONE | _number(width))
    return code


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("36", "36"),
        ("360000", "36"),
        ("3600", "36"),
        ("3608", "3608"),
        ("360800", "3608"),
        ("360800000000", "3608"),
        ("360802", "360802"),
        ("360802000", "360802"),
        ("360802000000", "360802"),
        ("360802001", "360802001"),
        ("360802001000", "360802001"),
        ("360802001002", "360802001002"),
        ("３６０８０２", "360802"),
        (" 36 08\u300002 ", "360802"),
        ("3608-02", "360802"),
        ("360802.0", "360802"),
        ("'360802", "360802"),
        ("3608k01", "3608K01"),
        ("3608Ｋ01000000", "3608K01"),
        ("3608K01001", "3608K01001"),
        ("36K01", "36K01"),
        ("360802K01", "360802K01"),
        ("3608K01K02", "3608K01K02"),
        ("441900003000", "441900003"),
    ],
)
def test_normalise(typed, stored):
    assert territory.normalise(typed) == stored


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "请填写行政区划代码。"),
        (" \x00", "请填写行政区划代码。"),
        (
            "36080",
            "行政区划代码“36080”共 5 位，应为 2、4、6、9 或 12 位数字（不足 12 位可补 0），功能区为上级代码加 K01、K02 等。",
        ),
        (
            "吉安市",
            "行政区划代码“吉安市”不是区划代码的写法，"
            "应为 2、4、6、9 或 12 位数字（不足 12 位可补 0），功能区为上级代码加 K01、K02 等。",
        ),
    ],
)
def test_normalise_names_value_and_remedy(typed, message):
    with pytest.raises(TerritoryCodeError) as refusal:
        territory.normalise(typed)
    assert str(refusal.value) == message


@pytest.mark.parametrize(
    "typed",
    ["000000", "0608", "3608K00", "3608K1", "K01", "3608K01K01K01K01", "36" * 2500, "②⑥", "1e5", "3608L01"],
)
def test_normalise_refuses(typed):
    with pytest.raises(TerritoryCodeError):
        territory.normalise(typed)


@pytest.mark.parametrize(
    ("code", "level", "parent", "county"),
    [
        ("36", Level.PROVINCE, "", ""),
        ("3608", Level.PREFECTURE, "36", ""),
        ("360802", Level.COUNTY, "3608", "360802"),
        ("360802001", Level.TOWN, "360802", "360802"),
        ("360802001002", Level.VILLAGE, "360802001", "360802"),
        ("3608K01", Level.COUNTY, "3608", "3608K01"),
        ("3608K01001", Level.TOWN, "3608K01", "3608K01"),
        ("3608K01001002", Level.VILLAGE, "3608K01001", "3608K01"),
        ("360802K01", Level.TOWN, "360802", "360802"),
        ("36K01", Level.PREFECTURE, "36", ""),
        ("441900003", Level.TOWN, "4419", ""),
    ],
)
def test_place_in_the_tree(code, level, parent, county):
    assert (territory.level_of(code), territory.parent_code(code), territory.county_of(code)) == (
        level,
        parent,
        county,
    )


def test_zone_ranks_with_counties():
    assert territory.level_of("3608K01") == territory.level_of("360802")
    assert Level.COUNTY.label == "县级"


@pytest.mark.parametrize("code", ["360800", "36080", "", "3608k01", "３６"])
def test_only_stored_form_has_a_level(code):
    with pytest.raises(TerritoryCodeError):
        territory.level_of(code)


def test_ancestors_nearest_first():
    assert territory.ancestors("3608K01001002") == ("3608K01001", "3608K01", "3608", "36")
    assert territory.ancestors("36") == ()


@pytest.mark.parametrize(
    ("outer", "inner", "expected"),
    [
        ("3608", "360802", True),
        ("3608", "3608K01001", True),
        ("3608", "3608", True),
        ("360821", "3608K01", False),
        ("3608K01", "3608K02", False),
        ("3608K01", "3608K01001", True),
        ("360802", "3608", False),
        ("", "360802", False),
        ("", "", False),
    ],
)
def test_contains(outer, inner, expected):
    assert territory.contains(outer, inner) is expected


@pytest.mark.parametrize(
    ("code", "following"),
    [
        ("36", "37"),
        ("3608", "3609"),
        ("360829", "36082:"),
        ("3608K01", "3608K02"),
        ("3608K09", "3608K0:"),
        ("", ""),
    ],
)
def test_next_prefix(code, following):
    assert territory.next_prefix(code) == following


@given(st.one_of(codes(), st.just("")), codes())
def test_containment_is_a_range(outer, inner):
    assert territory.contains(outer, inner) == (outer <= inner < territory.next_prefix(outer))


@given(codes(), st.data())
def test_containment_is_a_range_inside_one_family(inner, data):
    outer = data.draw(st.sampled_from([inner, *territory.ancestors(inner)]))
    assert territory.contains(outer, inner)
    assert outer <= inner < territory.next_prefix(outer)


@given(codes(), codes())
def test_containment_is_the_tree(outer, inner):
    assert territory.contains(outer, inner) == (outer in (inner, *territory.ancestors(inner)))


@given(codes())
def test_stored_codes_are_fixed_points(code):
    assert territory.normalise(code) == code
    assert territory.normalise(territory.padded(code) or code) == code


@given(codes())
def test_each_step_up_is_a_shorter_prefix(code):
    for below, above in zip((code, *territory.ancestors(code)), territory.ancestors(code), strict=False):
        assert below.startswith(above)
        assert territory.level_of(above) < territory.level_of(below)


@given(st.text(st.characters(codec=None)))
def test_normalise_answers_or_refuses_in_chinese(text):
    try:
        assert territory.level_of(territory.normalise(text)) in Level
    except TerritoryCodeError as refusal:
        assert str(refusal).endswith("。")  # noqa: PT017 - either outcome is right


@pytest.mark.parametrize(("code", "expected"), [("3608K01", True), ("3608K01001", False), ("360802", False)])
def test_is_zone(code, expected):
    assert territory.is_zone(code) is expected


def test_zone_code():
    assert territory.zone_code("3608", 1) == "3608K01"
    with pytest.raises(TerritoryCodeError):
        territory.zone_code("3608", 100)
    with pytest.raises(TerritoryCodeError):
        territory.zone_code("360802001002", 1)


@pytest.mark.parametrize(
    ("code", "expected"),
    [("36", "360000"), ("360802", "360802"), ("360802001", "360802001000"), ("3608K01001", "")],
)
def test_padded(code, expected):
    assert territory.padded(code) == expected


@pytest.mark.skipif(not DIVISIONS.exists(), reason="fixtures/divisions_5.csv is not there yet")
def test_every_published_division_lies_in_its_parent():
    with DIVISIONS.open(encoding="utf-8") as file:
        rows = [(row["code"], row["parent_code"]) for row in csv.DictReader(file)]
    assert [
        row
        for row in rows
        if territory.parent_code(territory.normalise(row[0])) != territory.normalise(row[1])
    ] == []


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("360802000000", "360802"), ("3608k01", "3608K01"), ("", ""), ("吉州", ""), ("1\x00", "")],
)
def test_a_filter_asks_for_nothing_where_there_is_no_code(typed, stored):
    assert territory.normalise_or_blank(typed) == stored
