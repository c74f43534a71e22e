"""Values and findings of rows: what stands in merged cells."""

from decimal import Decimal
from time import process_time

import pytest

from capacity_portal.lib.spreadsheets.book import Merged, Sheet
from capacity_portal.lib.spreadsheets.checking import check
from capacity_portal.lib.spreadsheets.matching import known_by, match
from capacity_portal.lib.spreadsheets.tables import find_table
from tests.capacity_portal.lib.spreadsheets.columns import BY_KEY, COLUMNS

HEAD = ["企业名称", "所在地区", "炼钢产能（万吨/年）"]
THREE = [HEAD, ["甲厂", "乙县", 100], ["丙厂"], ["丁厂"]]
DOWN = (Merged(2, 2, 4, 2), Merged(2, 3, 4, 3))
STEEL = "capacity:crude_steel"


def checked(rows, merged=DOWN, answers=None):
    table = find_table(Sheet("附件", rows, merged=tuple(merged)), known_by(COLUMNS))
    return list(check(table, match(table.headings, COLUMNS).mapped, BY_KEY, answers))


def steel(found):
    return [one.values[STEEL] for one in found]


def test_merged_words_are_those_of_every_row_and_merged_quantities_are_asked_about():
    found = checked(THREE)
    assert [one.values["region"] for one in found] == ["乙县"] * 3
    assert steel(found) == [Decimal(100), None, None]
    assert [[finding.code for finding in one.findings] for one in found] == [[], ["merged"], ["merged"]]
    asked = found[1].findings[0]
    assert (asked.level, asked.row, asked.place, asked.value, asked.suggestion) == (
        "confirm",
        3,
        3,
        "100",
        "100",
    )
    assert asked.message == (
        "第 3 行“炼钢产能（万吨/年）”是合并单元格的值“100”，是各行共有的还是每行都是，请填写："
        "每行都是的照填，各行共有的填这一行自己的数，没有的留空。"
    )


def test_answered_quantities_are_as_answered():
    found = checked(THREE, answers={(3, STEEL): "100", (4, STEEL): ""})
    assert steel(found) == [Decimal(100), Decimal(100), None]
    assert [one.findings for one in found] == [[], [], []]


@pytest.mark.parametrize(("own", "codes"), [(7, []), ("约7", ["unclear"])])
def test_cells_of_their_own_are_not_asked_about(own, codes):
    found = checked([HEAD, ["甲厂", "乙县", 100], ["丙厂", None, own]])
    assert [finding.code for finding in found[1].findings] == codes


@pytest.mark.parametrize(("cell", "codes"), [("—", []), ("约33", ["unclear"])])
def test_what_is_no_number_is_told_as_everywhere(cell, codes):
    found = checked([HEAD, ["甲厂", "乙县", cell], ["丙厂"]])
    assert [finding.code for finding in found[1].findings] == codes


def test_total_of_a_merged_quantity_is_not_doubted():
    rows = [*THREE, ["合计", None, 100]]
    table = find_table(Sheet("附件", rows, merged=DOWN), known_by(COLUMNS))
    assert table.findings == ()
    own = find_table(Sheet("附件", [*rows[:4], ["合计", None, 120]]), known_by(COLUMNS))
    assert [one.code for one in own.findings] == ["total_differs"]


def test_many_merged_rows_are_checked_quickly():
    rows = [HEAD, *([f"{number}厂", "乙县", number] for number in range(20_000))]
    merged = [Merged(top, 3, top + 1, 3) for top in range(2, 20_000, 2)]
    for span in merged:
        rows[span.bottom - 1] = rows[span.bottom - 1][:2]
    began = process_time()
    found = checked(rows, merged)
    assert sum(bool(one.findings) for one in found) == len(merged)
    assert process_time() - began < 5
