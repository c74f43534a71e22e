"""Published lists as regions: zones beside counties, statistics codes, rows that contradict themselves."""

import pytest

from capacity_portal.organization.rules.divisions import (
    DivisionsError,
    RegionSpec,
    kind_fault,
    kind_of,
    published_code,
    regions_of,
)

ZONES = [
    {"level": "zone", "code": "3608K01", "name": "井冈山经开区", "kind": "", "national_code": "360821401"},
    {"level": "zone", "code": "3608K02", "name": "庐陵新区", "kind": "", "national_code": ""},
    {"level": "zone", "code": "6207K01", "name": "别处的区", "kind": "", "national_code": ""},
]


def row(level, code, name, kind=""):
    return {"level": level, "code": code, "name": name, "kind": kind}


def codes(rows, zones=()):
    return [spec.code for spec in regions_of("3608", rows, zones)]


def test_rows_of_the_prefecture_in_short_codes():
    rows = [
        row("town", "360802001", "古南街道"),
        row("prefecture", "360800", "吉安市"),
        row("county", "360802", "吉州区"),
        row("county", "620702", "甘州区"),
    ]
    assert codes(rows) == ["3608", "360802", "360802001"]


def test_what_is_stored_of_a_row():
    assert regions_of("3608", [row("county", "360802", " 吉州区 ")]) == [
        RegionSpec("360802", "吉州区", "county", "360802", False)
    ]


def test_zone_stands_for_its_town():
    rows = [row("town", "360821401", "井冈山经济技术开发区"), row("town", "360821100", "敦厚镇")]
    assert codes(rows, ZONES) == ["360821100", "3608K01", "3608K02"]
    zone = regions_of("3608", rows, ZONES)[1]
    assert (zone.name, zone.kind, zone.national_code) == ("井冈山经开区", "zone", "360821401")


def test_villages_of_that_town_move_under_the_zone():
    rows = [row("village", "360821401001", "社区居委会"), row("village", "360821100201", "某村")]
    assert codes(rows, ZONES[:1]) == ["360821100201", "3608K01", "3608K01000001"]


def test_statistics_codes_are_marked_and_zones():
    (spec,) = regions_of("1301", [row("county", "130171", "石家庄高新技术产业开发区", "stat-only")])
    assert (spec.is_statistics_only, spec.kind) == (True, "zone")


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        (row("county", "360802001", "古南街道"), "级别“county”与代码不符"),
        (row("planet", "360802", "吉州区"), "级别“planet”与代码不符"),
        (row("county", "36080x", "吉州区"), "不是区划代码的写法"),
        (row("county", "360802", "  "), "名称应为 1 至 60 字"),
        (row("county", "360802", "长" * 61), "名称应为 1 至 60 字"),
    ],
)
def test_rows_that_cannot_be_read_are_named(bad, sentence):
    with pytest.raises(DivisionsError, match=sentence):
        regions_of("3608", [bad])


@pytest.mark.parametrize(
    ("code", "kind", "published"),
    [
        ("3608", "prefecture", "360800"),
        ("360802", "county", "360802"),
        ("3608K01", "zone", ""),
        ("360802001", "town", "360802001"),
        ("360802001001", "village", "360802001001"),
        ("3608K01000001", "village", ""),
        ("36", "prefecture", "360000"),
    ],
)
def test_what_a_code_says(code, kind, published):
    assert (kind_of(code), published_code(code)) == (kind, published)


def test_kinds_that_a_code_cannot_have():
    assert [kind_fault("360802", kind) for kind in ("county", "zone", "town")] == [
        "",
        "",
        "代码 360802 是县级，与类别不符。",
    ]
    assert kind_fault("3608K01", "county") == "以 K 编号的代码只用于功能区。"
