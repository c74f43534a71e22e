"""One person's user name has one spelling."""

import pytest

from capacity_portal.organization.rules.user_names import is_user_name, username_key


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Zhang San", "zhangsan"),
        ("ｚｈａｎｇ", "zhang"),
        ("\0a\ud800b", "ab"),
        ("x" * 500, "x" * 40),
        ("", ""),
    ],
)
def test_stored_form_of_what_was_typed(typed, key):
    assert username_key(typed) == key


@pytest.mark.parametrize("name", ["abc", "county_staff", "zhang.san", "li-4", "x" * 40, "007"])
def test_user_names(name):
    assert is_user_name(name)


@pytest.mark.parametrize(
    "name", ["", "ab", "x" * 41, "Zhang", "张三", ".abc", "abc-", "a b c", "abc\n", "a\0bc"]
)
def test_no_user_names(name):
    assert not is_user_name(name)
