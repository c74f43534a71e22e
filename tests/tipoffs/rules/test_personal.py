import pytest

from tipoffs.rules import personal


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("电话13900000000", ["手机号码"]),
        ("电话 139 0000 0000", ["手机号码"]),
        ("电话１３９００００００００", ["手机号码"]),
        ("0796-8220000", ["电话号码"]),
        ("证件 11010119900101123X", ["身份证号码"]),
        ("证件 110101199001011234", ["身份证号码"]),
        ("卡号6222021234567890", ["银行账号"]),
        ("2026年3月2日拆除2台，处罚120000元", []),
    ],
)
def test_numbers_that_point_to_a_person_are_found(text, found):
    assert personal.numbers_in(text) == found


def test_the_landline_of_an_office_is_no_person_s_number():
    text = "电话：0796-8223456，手机13900000000"
    assert personal.persons_numbers_in(text) == ["手机号码"]
    assert personal.landlines_in(text + "，0796 8223456") == {"07968223456"}


WORDS = "河边那个厂房夜里十二点以后开炉，烟很大，卡车从后门出去"


def test_a_text_in_the_offices_own_words_says_nothing_too_much():
    assert personal.told_too_much("经查，该厂使用中频炉生产“地条钢”，已依法取缔。", own_words=[WORDS]) == []


def test_number_of_the_tip_name_telephone_and_copied_words_are_named():
    text = "举报〔2026〕000012号反映：举报人王先生（13900000000）称夜里十二点以后开炉，烟很大。"
    assert personal.told_too_much(text, own_words=[WORDS]) == [
        "内容里像有手机号码，请删去。",
        "内容里有举报编号，请删去：公布的结果不应让人知道来自哪一件举报。",
        "内容里像有举报人的称呼“举报人王先生”，请删去。",
        "“夜里十二点以后开炉,烟很”与举报原文一字不差，请改用办公室自己的话。",
    ]


def test_short_agreements_are_chance():
    assert personal.copied("该厂在河边", [WORDS]) == ""
    assert personal.copied("短", ["短"]) == ""
