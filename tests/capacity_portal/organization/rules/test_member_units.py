"""Member units by pattern."""

import pytest

from capacity_portal.organization.rules.member_units import short_place, units_of


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("吉安市", "吉安"),
        ("吉州区", "吉州"),
        ("吉安县", "吉安"),
        ("井冈山经开区", "井冈山经开"),
        ("肃南裕固族自治县", "肃南裕固族自治县"),
        ("克孜勒苏柯尔克孜自治州", "克州"),
        ("赵县", "赵县"),
        ("庐陵新区", "庐陵新区"),
    ],
)
def test_short_names_of_places(name, short):
    assert short_place(name) == short


PATTERNS = [
    {
        "levels": "prefecture county",
        "name": "{place}市场监督管理局",
        "short_name": "市场监管局",
        "dimensions": "quality registration",
    },
    {
        "levels": "county",
        "name": "{parent}{short}生态环境局",
        "short_name": "生态环境局",
        "dimensions": "environment",
    },
    {"levels": "zone", "name": "{place}管理委员会", "short_name": "管委会", "dimensions": ""},
]


def names(kind, name):
    return [unit.name for unit in units_of(kind, name, "吉安市", PATTERNS)]


def test_patterns_are_filled_for_their_level():
    assert names("prefecture", "吉安市") == ["吉安市市场监督管理局"]
    assert names("county", "吉州区") == ["吉州区市场监督管理局", "吉安市吉州生态环境局"]
    assert names("zone", "庐陵新区") == ["庐陵新区管理委员会"]
    assert names("town", "古南街道") == []


def test_dimensions():
    (unit,) = units_of("prefecture", "吉安市", "", PATTERNS)
    assert unit.dimensions == ["quality", "registration"]


def test_unknown_dimension_is_an_error():
    with pytest.raises(ValueError, match="magic"):
        list(units_of("zone", "x", "", [{**PATTERNS[2], "dimensions": "magic"}]))
