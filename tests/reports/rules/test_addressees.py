import pytest

from reports.rules.addressees import COUNTY, TOWN, UNIT, ZONE, Named, addressees_text

TOTALS = {ZONE: 2, COUNTY: 3, TOWN: 40, UNIT: 30}


def text(*chosen, totals=TOTALS):
    return addressees_text([Named(kind, name) for kind, name in chosen], totals)


def test_the_customary_order_whatever_was_chosen_first():
    chosen = [(UNIT, "市税务局"), (COUNTY, "吉州区"), (ZONE, "井冈山经开区"), (COUNTY, "青原区")]
    assert text(*chosen) == "吉州区、青原区人民政府，井冈山经开区管委会，市税务局"


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ([(COUNTY, "甲县"), (COUNTY, "乙县"), (COUNTY, "丙区")], "各县（市、区）人民政府"),
        ([(ZONE, "甲区"), (ZONE, "乙区")], "各功能区管委会"),
        ([(ZONE, "甲区管委会")], "甲区管委会"),
        ([(TOWN, "塘镇"), (TOWN, "文山街道"), (TOWN, "某场")], "塘镇人民政府、文山街道办事处、某场"),
        ([(TOWN, f"{number}镇") for number in range(13)], "有关乡镇人民政府、街道办事处"),
        ([(UNIT, f"{number}局") for number in range(13)], "市直有关单位"),
        ([(UNIT, f"{number}局") for number in range(30)], "市直各成员单位"),
        ([], ""),
    ],
)
def test_all_of_a_kind_are_told_as_a_whole(chosen, expected):
    assert text(*chosen) == expected


def test_the_only_one_of_its_kind_keeps_its_name():
    assert text((COUNTY, "甲县"), totals={COUNTY: 1}) == "甲县人民政府"
