import pytest

from tipoffs.rules.passphrases import are_alike, problem

GOOD = "只有自己知道的一句长话"


@pytest.mark.parametrize(
    ("new", "again", "words"),
    [
        ("短口令", "短口令", "至少 12 个字符，现在是 3 个"),
        ("长" * 129, "长" * 129, "最多 128 个字符"),
        ("一二三四五一二三四五一二三", "一二三四五一二三四五一二三", "不同的字符太少"),
        ("qwertyuiop1234567890", "qwertyuiop1234567890", "太常见"),
        (f"{GOOD}2026", f"{GOOD}2027", "不一致"),
        (f"{GOOD}2026", f"{GOOD}2026", ""),
    ],
)
def test_what_is_wrong_with_a_passphrase(new, again, words):
    sentence = problem(new, again)
    assert words in sentence
    assert bool(words) == bool(sentence)
    assert new not in sentence


def test_listed_passwords_are_refused():
    assert "太常见" in problem("correcthorsebattery", "correcthorsebattery", {"correcthorsebattery"})


def test_the_two_must_differ_in_more_than_width():
    assert are_alike("ＡＢＣ一二三", "ABC一二三")
    assert not are_alike("abc一二三", "ABC一二三")
