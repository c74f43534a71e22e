"""Markup written without the template engine: everything that comes from outside is escaped."""

import pytest

from enterprises.views import ledger_markup

EVIL = "<script>alert(1)</script>\"'&"
SAFE = "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#x27;&amp;"


def test_row():
    cells = [ledger_markup.cell("状态", "在产", kind="running"), ledger_markup.cell("职工", "12", "num")]
    made = ledger_markup.row(7, "/enterprises/7/", "演示铸造〇一", "91", cells)
    assert made == (
        '<tr><td class="pick"><label><input type="checkbox" name="selected" value="7"><span class="pick-word">选择'
        '<span class="visually-hidden">演示铸造〇一</span></span></label></td>'
        '<th scope="row"><a class="row-title" href="/enterprises/7/">演示铸造〇一</a><span class="row-note code">91</span></th>'
        '<td data-label="状态"><span class="status running">在产</span></td><td data-label="职工" class="num"><span>12</span></td></tr>'
    )


@pytest.mark.parametrize(
    "made",
    [
        ledger_markup.row(1, "/x/", EVIL, EVIL, []),
        ledger_markup.row(1, f"/{EVIL}/", "n", "", []),
        ledger_markup.cell(EVIL, EVIL),
        ledger_markup.options([(EVIL, EVIL, True)]),
    ],
)
def test_everything_from_outside_is_escaped(made):
    assert SAFE in made
    assert "<script>" not in made


def test_options_mark_the_current_one():
    made = ledger_markup.options([("", "全部", False), ("a", "甲", True)])
    assert made == '<option value="">全部</option>\n<option value="a" selected>甲</option>'
