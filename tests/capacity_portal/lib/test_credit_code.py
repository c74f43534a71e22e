import pytest
from hypothesis import given
from hypothesis import strategies as st

from capacity_portal.lib import credit_code
from capacity_portal.lib.credit_code import ALPHABET, CodeParts, CreditCodeError

# Published codes of state bodies and listed companies, and the common teaching examples.
GENUINE = [
    "91310000631696382C",
    "91310000132200821H",
    "91310113132230684W",
    "91310101132224671B",
    "11410182005291054B",
    "91110000600037341L",
    "91330100799655058B",
    "9144030071526726XG",
    "914403001922038216",
    "91350100M000100Y43",
    "11140800558745220K",
    "N2130102MF1234567D",
]
CODES = st.builds(
    credit_code.make_code,
    st.sampled_from("123456789ANY"),
    st.sampled_from(ALPHABET),
    st.integers(110000, 829999).map(str),
    st.text(st.sampled_from(ALPHABET), min_size=8, max_size=8),
)


def refusal(text):
    with pytest.raises(CreditCodeError) as caught:
        credit_code.clean(text)
    return str(caught.value)


@pytest.mark.parametrize("code", GENUINE)
def test_genuine_codes(code):
    assert credit_code.clean(code) == code


@pytest.mark.parametrize(
    "typed",
    [
        "91310000631696382c",
        " 9131 0000 6316 9638 2C\n",
        "91310000-631696382-C",
        "９１３１００００６３１６９６３８２Ｃ",
        "'91310000631696382C",
        "9131\u200b0000631696382C\x00",
    ],
)
def test_writing_variants_are_forgiven(typed):
    assert credit_code.clean(typed) == "91310000631696382C"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "请填写统一社会信用代码。"),
        (" - ", "请填写统一社会信用代码。"),
        (
            "9131000063169638OC",
            "统一社会信用代码第 17 位是字母“O”，代码中不使用字母 I、O、Z、S、V，是否为“0”？",
        ),
        (
            "9V310000631696382C",
            "统一社会信用代码第 2 位是字母“V”，代码中不使用字母 I、O、Z、S、V，是否为“U”？",
        ),
        ("9131000063169638", "统一社会信用代码“9131000063169638”共 16 位，应为 18 位，少了 2 位。"),
        ("91310000631696382CC", "统一社会信用代码“91310000631696382CC”共 19 位，应为 18 位，多了 1 位。"),
        (
            "310000000012345",
            "统一社会信用代码“310000000012345”共 15 位，15 位的是旧营业执照注册号，请填写换照后的 18 位代码。",
        ),
        (
            "631696382",
            "统一社会信用代码“631696382”共 9 位，9 位的是组织机构代码，请填写 18 位的统一社会信用代码。",
        ),
        ("9131000063169638無C", "统一社会信用代码第 17 位是“無”，只能使用数字和大写英文字母。"),
        ("9131000A631696382C", "统一社会信用代码第 3 至 8 位应为 6 位数字的行政区划，现为“31000A”。"),
        (
            "91310000631696382D",
            "统一社会信用代码“91310000631696382D”的末位校验不符，可能有个别字符写错或次序颠倒，请对照营业执照逐位核对。",
        ),
        (
            "91310000631696383F",
            "统一社会信用代码“91310000631696383F”的主体标识码（第 9 至 17 位）校验不符，"
            "可能有个别字符写错或次序颠倒，请对照营业执照逐位核对。",
        ),
        (
            "9.13E+17",
            "“9.13E+17”是数字格式，末尾几位可能已经丢失。请把该列设为“文本”格式，再对照营业执照重新填写 18 位代码。",
        ),
        (
            913100006316963000,
            "“913100006316963000”是数字格式，末尾几位可能已经丢失。"
            "请把该列设为“文本”格式，再对照营业执照重新填写 18 位代码。",
        ),
    ],
)
def test_refusals_say_what_to_do(typed, message):
    assert refusal(typed) == message


@pytest.mark.parametrize(
    "typed",
    [
        9.13e17,
        914403001922038216,
        None,
        "914403001922038000",
        "9.136080212345678e+16",
        "914403001922038216.0",
    ],
)
def test_numbers_are_refused_because_digits_are_lost(typed):
    assert "数字格式" in refusal(typed)


def test_all_digit_code_typed_as_text_is_fine():
    assert credit_code.clean("914403001922038216") == "914403001922038216"


def test_5000_digits():
    assert len(refusal("9" * 5000)) < 100
    assert len(refusal(10**5000)) < 100


def test_a_check_digit_is_never_given_away():
    assert "C" not in refusal("91310000631696382D").replace("91310000631696382D", "")


@given(CODES)
def test_made_codes_are_valid(code):
    assert credit_code.clean(code) == code
    assert credit_code.is_valid(code)


@given(CODES, st.integers(0, 17), st.sampled_from(ALPHABET + "IOZSV"))
def test_every_single_substitution_is_found(code, place, char):
    changed = code[:place] + char + code[place + 1 :]
    assert credit_code.is_valid(changed) == (char == code[place])


@given(CODES, st.integers(0, 16))
def test_every_unequal_adjacent_transposition_is_found(code, place):
    changed = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert credit_code.is_valid(changed) == (code[place] == code[place + 1])


def test_all_errors_of_one_code_exhaustively():
    code = GENUINE[0]
    changed = {code[:i] + char + code[i + 1 :] for i in range(18) for char in ALPHABET} - {code}
    assert len(changed) == 540
    assert [text for text in changed if credit_code.is_valid(text)] == []


@given(st.text(st.characters(codec=None)))
def test_any_text_is_answered(text):
    assert credit_code.is_valid(text) in {True, False}


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        (
            "91310000631696382C",
            CodeParts("91310000631696382C", "市场监管（工商）", "企业", "310000", "631696382"),
        ),
        (
            "N2130102MF1234567D",
            CodeParts("N2130102MF1234567D", "农业", "村级集体经济组织", "130102", "MF1234567"),
        ),
    ],
)
def test_explain(code, parts):
    assert credit_code.explain(code) == parts


def test_explain_unlisted_department():
    code = credit_code.make_code("B", "1", "110000", "00000000")
    assert (credit_code.explain(code).department, credit_code.explain(code).kind) == (
        "未收录的登记管理部门",
        "其他",
    )


@pytest.mark.parametrize(
    "parts",
    [
        ("9", "1", "36080", "12345678"),
        ("9", "1", "360802", "1234567"),
        ("9", "I", "360802", "12345678"),
        ("9", "1", "36080A", "12345678"),
    ],
)
def test_make_code_refuses_other_shapes(parts):
    with pytest.raises(CreditCodeError):
        credit_code.make_code(*parts)
