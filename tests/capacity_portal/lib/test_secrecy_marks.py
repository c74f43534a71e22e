"""密级 marks are found in their usual spellings; words that only speak of secrets are none."""

import pytest

from capacity_portal.lib.secrecy_marks import secrecy_marks


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("机密★1年", "机密★1年"),
        ("　秘密★长期　", "秘密★长期"),
        ("绝密 ★ 三十年\n加急", "绝密 ★ 三十年"),
        ("機密☆", "機密☆"),
        ("密级：秘密", "密级：秘密"),
        ("密 级:【机密】", "密 级:【机密"),
        ("保密期限：10年", "保密期限：10年"),
        ("秘密*", "秘密*"),
        ("秘密级★", "秘密级★"),
        ("机密级 ★ 5年", "机密级 ★ 5年"),
        ("【机密】", "【机密】"),
        ("［绝密★长期］", "绝密★长期"),
        ("〔秘密 1年〕关于", "〔秘密 1年〕"),
    ],
)
def test_marks_are_found(text, mark):
    assert secrecy_marks(text) == [mark]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "为举报人保守秘密",
        "商业秘密保护办法",
        "机密仪器厂",
        "保密期限应当明确",
        "\x00\ud800",
        "五★级",
        "秘密级文件不得上网",
        "【保密须知】",
    ],
)
def test_words_are_no_marks(text):
    assert secrecy_marks(text) == []


def test_each_mark_is_named_once_in_order():
    assert secrecy_marks("秘密★1年，机密★2年，秘密★1年") == ["秘密★1年", "机密★2年"]
