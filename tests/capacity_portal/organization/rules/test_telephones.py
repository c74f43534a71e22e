"""Telephone numbers."""

import pytest

from capacity_portal.organization.rules.telephones import is_telephone


@pytest.mark.parametrize(
    "text", ["", "0796-8220000", "（0796）8220000转12", "13800000000、13900000000", "+86 796"]
)
def test_numbers_as_people_write_them(text):
    assert is_telephone(text)


@pytest.mark.parametrize("text", ["无", "call me", "1" * 41, "139\n000"])
def test_other_texts(text):
    assert not is_telephone(text)
