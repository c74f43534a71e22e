"""A program is asked again, a person is let through, nobody meets an error."""

from datetime import UTC, datetime, timedelta

import pytest

from tipoffs.rules.robots import complaint, stamp

KEY = b"k" * 32
AT = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def test_a_person_takes_two_seconds():
    assert complaint("", stamp(AT, KEY), KEY, AT + timedelta(seconds=2)) == ""
    assert complaint("", stamp(AT, KEY), KEY, AT + timedelta(days=3)) == ""


def test_too_fast_is_asked_again():
    assert complaint("", stamp(AT, KEY), KEY, AT + timedelta(seconds=1)) == (
        "提交得太快了。请核对内容，过几秒后再提交一次。"
    )


def test_the_hidden_field_stays_empty():
    assert complaint("http://x", stamp(AT, KEY), KEY, AT + timedelta(hours=1)).startswith(
        "有一个不需要填写的栏目"
    )


@pytest.mark.parametrize(
    "typed",
    [
        "",
        ".",
        "1",
        "x.y",
        "9" * 5_000,
        "99999999999.",
        "\ud800.\ud800",
        "٣.x",
        stamp(AT, b"other key"),
        stamp(AT, KEY)[:-1],
    ],
)
def test_a_missing_or_forged_stamp_is_asked_again(typed):
    assert complaint("", typed, KEY, AT + timedelta(hours=1)) == "页面已经更新，请核对内容后再提交一次。"
