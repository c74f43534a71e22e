"""Codes with a check character: understood however they are typed, no slip of the pen passes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_portal.lib.check_codes import ALPHABET, code_of, grouped, normalised

numbers, lengths = st.integers(0, 2**75 - 1), st.sampled_from([8, 12, 16])


@given(numbers, lengths)
@settings(max_examples=60)
def test_a_code_is_read_back_however_it_is_typed(number, length):
    code = code_of(number, length)
    hand = grouped(code).lower().replace("0", "o").replace("1", "l").replace("-", " ")
    assert [normalised(typed, length) for typed in (code, grouped(code), hand)] == [code] * 3
    assert normalised(code, length + 1) == ""


@given(numbers, lengths, st.data())
@settings(max_examples=80)
def test_a_wrong_character_and_a_swap_are_seen(number, length, data):
    code = code_of(number, length)
    at, mark = data.draw(st.integers(0, length - 2)), data.draw(st.sampled_from(ALPHABET))
    wrong = code[:at] + mark + code[at + 1 :]
    swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    for other in (wrong, swapped):
        assert normalised(other, length) == (code if other == code else "")


@pytest.mark.parametrize("typed", ["", "U" * 12, "\x00" * 12, "\ud800" * 12, "9" * 5_000, "核验" * 6])
def test_what_cannot_be_a_code_is_none(typed):
    assert normalised(typed, 12) == ""
