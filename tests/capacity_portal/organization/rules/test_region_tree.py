"""What must hold between regions above and below each other."""

from datetime import date

import pytest

from capacity_portal.organization.rules.region_tree import RegionTree, Standing

END, EARLIER, LATER = date(2026, 6, 30), date(2026, 6, 29), date(2026, 7, 1)


def tree(*regions: tuple[str, date | None]) -> RegionTree:
    return RegionTree("3608", [Standing(code, f"区划{code}", ends) for code, ends in regions])


@pytest.mark.parametrize(
    ("above", "below", "is_fine"),
    [
        (None, None, True),
        (None, END, True),
        (END, None, False),
        (END, END, True),
        (END, EARLIER, True),
        (END, LATER, False),
    ],
)
def test_no_region_outlives_the_one_above(above, below, is_fine):
    regions = tree(("3608", None), ("360802", above), ("360802001", below))
    faults = regions.parent_fault("360802001"), regions.closing_fault("360802")
    assert [fault == "" for fault in faults] == [is_fine, is_fine]


def test_top_needs_nothing_above_and_others_do():
    regions = tree(("3608", None), ("360802001", None))
    assert ("360802001" in regions, "360802" in regions) == (True, False)
    assert regions.parent_fault("3608") == ""
    assert regions.parent_fault("360802001") == "上级区划 360802 不在台账里，也不在本表里，请先加入上级区划。"


def test_five_are_named_and_all_counted():
    towns = [(f"36080200{number}", None) for number in range(1, 8)]
    fault = tree(("360802", END), *reversed(towns)).closing_fault("360802")
    assert fault.startswith("停用区划360802前，请先停用其下 7 个仍在用的区划：区划360802001（360802001）、")
    assert fault.endswith("区划360802005（360802005）等。")
