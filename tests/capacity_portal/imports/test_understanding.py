"""From a book to a comparison: which sheet, what is left for a person, what the sheet itself states."""

from datetime import date
from decimal import Decimal

import pytest

from capacity_portal.imports.registry import Context
from capacity_portal.imports.understanding import Wish, understand
from capacity_portal.lib.spreadsheets.book import XLSX, Book, FileRefused, Sheet
from tests.capacity_portal.imports.stock import STOCK

pytestmark = pytest.mark.django_db

HEAD = ["名称", "产能", "编号"]
NOTE = Sheet("封面", [["通知"], ["各县："], ["请填报"]])


def understood(*sheets: Sheet, **wish):
    context = Context(None, "360802", date(2026, 3, 2))
    return understand(Book(XLSX, sheets), STOCK, context, Wish(**wish))


def table(name: str, *rows) -> Sheet:
    return Sheet(name, [HEAD, *map(list, rows)])


def test_first_sheet_with_headings_is_read():
    hidden = Sheet("隐藏", [HEAD, ["丙厂", 1, "A"]], is_hidden=True)
    own = table("填表说明", ("丁厂", 1, "A"))
    found = understood(own, hidden, Sheet("空", []), NOTE, table("台账", ("甲厂", 1, "A")))
    assert (found.table.sheet, [row.title for row in found.comparison.rows]) == ("台账", ["甲厂"])


def test_only_sheet_may_bear_the_name_of_one_of_the_portal_s():
    assert understood(table("导入说明", ("甲厂", 1, "A"))).table.sheet == "导入说明"


def test_named_sheet_is_read():
    found = understood(table("一", ("甲厂", 1, "A")), table("二", ("乙厂", 1, "A")), sheet="二")
    assert [row.title for row in found.comparison.rows] == ["乙厂"]


@pytest.mark.parametrize(
    ("sheets", "wish", "said"),
    [
        ([table("一", ("甲厂", 1, "A"))], {"sheet": "三"}, "没有名为“三”的工作表，文件里有“一”。"),
        ([], {"sheet": "三"}, "没有名为“三”的工作表，文件里有一张无名的表。"),
        ([], {}, "文件里没有数据，请检查后重新上传。"),
        ([Sheet("空", [])], {}, "文件里没有数据，请检查后重新上传。"),
        ([NOTE], {}, "在工作表“封面”里找不到表头。"),
    ],
)
def test_book_without_such_a_sheet_is_refused(sheets, wish, said):
    with pytest.raises(FileRefused) as refused:
        understood(*sheets, **wish)
    assert str(refused.value).startswith(said)


def test_unknown_heading_waits_for_a_person_or_is_told():
    sheet = Sheet("台账", [["名称", "产能", "编号", "备用"], ["甲厂", 1, "A", "x"]])
    assert understood(sheet).needs_mapping
    assert understood(sheet).counts()["rows"] == 0
    told = understood(sheet, leaves_unknown=True)
    assert [(one.code, one.message) for one in told.findings] == [
        ("unknown_columns", "表中“备用”没有对应的列，这些内容不导入。")
    ]


def test_what_the_sheet_states_is_told_in_the_unit_of_the_column(monkeypatch):
    sheet = Sheet(
        "台账", [["名称", "产能（万吨）", "编号"], ["甲厂", 1, "A"], ["乙厂", 2, "B"], ["合计", 3, None]]
    )
    (total,) = understood(sheet).comparison.totals
    assert (Decimal(total["stated"]), Decimal(total["rows"])) == (Decimal(30_000), Decimal(30_000))


def test_progress_is_told_of_long_sheets(monkeypatch):
    monkeypatch.setattr("capacity_portal.imports.understanding._EVERY", 2)
    said = []
    context = Context(None, "360802", date(2026, 3, 2))
    book = Book(XLSX, (table("台账", *[(f"厂{n}", n, "A") for n in range(1, 5)]),))
    understand(book, STOCK, context, Wish(), lambda percent, message: said.append((percent, message)))
    assert said == [
        (20, "工作表“台账”共 4 行"),
        (40.0, "已核对 2 行，共 4 行"),
        (60.0, "已核对 4 行，共 4 行"),
        (60, "正在与台账比对"),
    ]
