from datetime import date

import pytest

from capacity_portal.lib.spreadsheets.cells import code, credit_code_cell
from tests.capacity_portal.lib.spreadsheets.cells.reading import outcome

PHONE = code("联系电话", 20)
LOST = "是数字格式，有几位可能已经丢失。请把该列设为“文本”格式，再重新填写完整的号码。"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("13812345678", "13812345678"),
        (13812345678, "13812345678"),
        (13812345678.0, "13812345678"),
        ("13812345678.0", "13812345678"),
        (" 0796-8221234 ", "0796-8221234"),
        ("０７９６－８２２", "0796-822"),
        ("'007", "007"),
        ("0796 8221234", "0796 8221234"),
        ("12E3", "12E3"),
        (None, None),
        ("", None),
        ("无", None),
        ("—", None),
        ("N/A", None),
    ],
)
def test_codes(cell, expected):
    assert PHONE(cell, "万吨") == expected


@pytest.mark.parametrize(
    ("cell", "shown"),
    [("9.13608E+17", "9.13608E+17"), (9.13608e17, "9.13608e+17"), (10**15, "1000000000000000"), ("1.5e11", "1.5e11"),
     (123.5, "123.5"), (-5, "-5"), (float("nan"), "nan"), (float("inf"), "inf"), (10**5000, "过长的数字")],
    ids=range(9),
)  # fmt: skip
def test_codes_that_lost_digits(cell, shown):
    assert outcome(PHONE, cell) == ("fault", f"联系电话“{shown}”{LOST}")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (True, ("fault", "联系电话“True”不是文本。请把该列设为“文本”格式，再重新填写。")),
        (date(2018, 1, 1), ("fault", "联系电话“2018-01-01”不是文本。请把该列设为“文本”格式，再重新填写。")),
        ("不详", ("unclear", "")),
        ("同上", ("unclear", "")),
        ("1" * 21, ("fault", "联系电话“111111111111111111111”共 21 个字，最多 20 个字，请缩短。")),
    ],
)
def test_what_a_code_cannot_be(cell, expected):
    assert outcome(PHONE, cell) == expected


CODE = "91310000631696382C"


@pytest.mark.parametrize(
    "cell",
    [
        CODE,
        CODE.lower(),
        f" {CODE}\n",
        "９１３１００００６３１６９６３８２Ｃ",
        "9131 0000 6316 9638 2C",
        f"'{CODE}",
    ],
)
def test_credit_codes(cell):
    assert credit_code_cell(cell, "") == CODE


@pytest.mark.parametrize("cell", [None, "", "无", "—", "／", "N/A", "暂无", "无码：小作坊", " 无码"])
def test_no_credit_code(cell):
    assert credit_code_cell(cell) is None


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        (9.13608e17, "“9.13608e+17”是数字格式，末尾几位可能已经丢失。请把该列设为“文本”格式，再对照营业执照重新填写 18 位代码。"),
        ("9.13608E+17", "“9.13608E+17”是数字格式，末尾几位可能已经丢失。请把该列设为“文本”格式，再对照营业执照重新填写 18 位代码。"),
        (True, "统一社会信用代码“True”不是文本。请把该列设为“文本”格式，再填写 18 位代码。"),
        (date(2018, 1, 1), "统一社会信用代码“2018-01-01”不是文本。请把该列设为“文本”格式，再填写 18 位代码。"),
        ("123", "统一社会信用代码“123”共 3 位，应为 18 位，少了 15 位。"),
        ("91310000631696382D", "统一社会信用代码“91310000631696382D”的末位校验不符，可能有个别字符写错或次序颠倒，请对照营业执照逐位核对。"),
    ],
    ids=range(6),
)  # fmt: skip
def test_what_is_no_credit_code(cell, sentence):
    assert outcome(credit_code_cell, cell) == ("fault", sentence)


def test_a_credit_code_that_nobody_knows():
    assert outcome(credit_code_cell, "待核") == ("unclear", "")
