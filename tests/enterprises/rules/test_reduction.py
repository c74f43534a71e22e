from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from enterprises.rules.reduction import Amount, measures, warnings


def amounts(*rows):
    return [Amount(product, unit, Decimal(amount), label) for product, unit, amount, label in rows]


ZHANGYE = (
    amounts(("", "处", 16, ""), ("原煤", "万吨/年", 96, "")),
    amounts(
        ("", "处", 9, "山丹县"),
        ("原煤", "万吨/年", 51, "山丹县"),
        ("", "处", 6, "肃南县"),
        ("原煤", "万吨/年", 39, "肃南县"),
    ),
)


def test_zhangye_shows_its_difference_of_one_mine_and_six():
    found = measures(*ZHANGYE)
    assert [(m.stated, m.parts_sum, m.difference) for m in found] == [(16, 15, 1), (96, 90, 6)]
    assert warnings(found) == [
        "数量：合计 16处，分项之和 15处，差额 1处没有列出去向。",
        "原煤：合计 96万吨/年，分项之和 90万吨/年，差额 6万吨/年没有列出去向。",
    ]


def test_shijiazhuang_adds_up_in_parts_and_as_a_whole():
    totals = amounts(("", "万吨", 856, ""), ("炼铁", "万吨", 374, ""), ("粗钢", "万吨", 482, ""))
    parts = amounts(
        *[("炼铁", "万吨", amount, "") for amount in (54, 52, 55, 213)],
        *[("粗钢", "万吨", amount, "") for amount in (60, 248, 174)],
    )
    found = measures(totals, parts)
    assert [(m.name, m.stated, m.parts_sum, m.difference) for m in found] == [
        ("合计", 856, 856, 0),
        ("炼铁", 374, 374, 0),
        ("粗钢", 482, 482, 0),
    ]
    assert warnings(found) == []


def test_parts_beyond_the_total_are_named():
    found = measures(amounts(("炼铁", "万吨", 10, "")), amounts(("炼铁", "万吨", "12.5", "甲")))
    assert warnings(found) == ["炼铁：合计 10万吨，分项之和 12.5万吨，分项多出 2.5万吨。"]


def test_a_missing_total_is_not_made_up():
    (measure,) = measures([], amounts(("炼铁", "万吨", 3, "甲"), ("炼铁", "万吨", 4, "乙")))
    assert (measure.stated, measure.difference, measure.parts_sum) == (None, None, 7)
    assert warnings([measure]) == ["炼铁：原文没有合计，分项之和为 7万吨。"]


def test_units_are_kept_apart():
    found = measures(
        amounts(("玻璃", "万重量箱", 100, "")),
        amounts(("玻璃", "万吨", 1, ""), ("玻璃", "万重量箱", 100, "")),
    )
    assert [(m.unit, m.stated, m.parts_sum) for m in found] == [("万重量箱", 100, 100), ("万吨", None, 1)]


def test_no_task_is_a_task_without_rows():
    assert (measures([], []), warnings([])) == ([], [])


@given(st.lists(st.decimals(0, 10_000, places=4), max_size=8), st.decimals(0, 10_000, places=4))
def test_total_equals_parts_and_difference(parts, total):
    (measure,) = measures([Amount("炼铁", "万吨", total)], [Amount("炼铁", "万吨", part) for part in parts])
    assert measure.parts_sum + measure.difference == total
    assert bool(warnings([measure])) == bool(parts and measure.difference)
