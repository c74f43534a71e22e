"""Mobile and identity numbers are told from landlines, years and amounts."""

import pytest

from reports.rules.contacts import personal_number, telephone_problem


@pytest.mark.parametrize("text", [
    "0796-8220000", "电话：0796-8220000、0796-8220001", "2026年1月3日至2026年12月31日", "", "产能13900.5万吨", "360802199001011",
    "913608001234567890123", "1390000123456",
])  # fmt: skip
def test_no_persons_number(text):
    assert personal_number(text) == ""


@pytest.mark.parametrize("text", ["13900001234", "１３９００００１２３４", "139-0000-1234", "手机139 0000 1234。", "0796-8220000、13900001234"])  # fmt: skip
def test_mobile_numbers(text):
    assert "手机号码" in personal_number(text)
    assert "手机号码" in telephone_problem(text)


def test_an_identity_number_is_not_repeated_in_full():
    told = "“360802…”像是身份证号码，不能写在公开的文稿里，请删去。"
    assert personal_number("证号36080219900101123x") == told


@pytest.mark.parametrize(
    "text", ["", "0796-8220000", "（0796）8220000 转 801", "8220000；8220001", "+86 796 8220000"]
)
def test_telephones_of_offices(text):
    assert telephone_problem(text) == ""


@pytest.mark.parametrize("text", ["张三", "0796-8220000（李四）"])
def test_names_are_no_telephones(text):
    assert "不写姓名" in telephone_problem(text)
