"""What counts as a guessable password."""

import pytest

from capacity_portal.organization.passwords import common_passwords, common_words
from capacity_portal.organization.rules.password_strength import (
    classes_in,
    is_common,
    mentions,
    without_walks,
)


def common(text):
    return is_common(text, common_passwords(), common_words())


@pytest.mark.parametrize(
    "password",
    [
        "woaini5201314",
        "Woaini1314520!",
        "zhongguo2026",
        "P@ssw0rd2026!",
        "Admin@123456789",
        "admin!admin!2025",
        "123456789012",
        "qwertyuiop[]",
        "1qaz2wsx3edc",
        "QAZwsxEDCrfv",
        "aaaaaaaaaaaaa",
        "abcdefghijkl",
        "zxcvbnm,asdfghjkl",
        "Huajie@2026#",
        "我爱你13145201314",
        "startfinding",
    ],
)
def test_guessable_passwords_are_common(password):
    assert common(password)


@pytest.mark.parametrize(
    "password",
    [
        "Yanshi-Menhu-2026",
        "qing-Shan-lv-Shui-88",
        "炉火照天地红星乱紫烟三更",
        "Tb7#rmW2kd!xQ",
        "月落乌啼霜满天江枫渔火",
    ],
)
def test_other_passwords_are_not(password):
    assert not common(password)


def test_walks_of_three_and_runs_are_left_out():
    assert without_walks("xqwerty7777ZAB") == "xzab"


def test_walk_of_two_is_no_walk():
    assert without_walks("ab-qw-12") == "ab-qw-12"


@pytest.mark.parametrize(
    ("text", "expected"), [("", 0), ("abc", 1), ("aB", 2), ("aB3", 3), ("aB3-", 4), ("aB密码", 3)]
)
def test_classes(text, expected):
    assert classes_in(text) == expected


def test_mentions_ignores_case_and_short_values():
    assert mentions("My-Zhangsan-9", ["zhang", "x"]) == "zhang"
    assert mentions("大江东去张三浪淘尽", ["张三"]) == "张三"
    assert mentions("abc", ["abc"]) == ""
    assert mentions("张", ["张"]) == ""
