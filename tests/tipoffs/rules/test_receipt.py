"""Codes: the same for the same secret, another for any other, and no slip of the pen passes unnoticed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tipoffs.rules import receipt

PEPPER = b"pepper-of-the-test-0123456789abcdef"
secrets = st.text(min_size=1, max_size=60)
places = st.integers(0, receipt.LENGTH - 1)


@given(secrets, secrets)
def test_code_follows_from_the_secret_and_the_pepper(one, other):
    code = receipt.code_from(one, PEPPER)
    assert len(code) == 16
    assert set(code) <= set(receipt.ALPHABET)
    assert receipt.code_from(one, PEPPER) == code
    assert receipt.code_from(one, PEPPER + b"!") != code
    if one.encode(errors="replace") != other.encode(errors="replace"):
        assert receipt.code_from(other, PEPPER) != code


@given(secrets)
def test_code_is_understood_however_it_is_typed(secret):
    code = receipt.code_from(secret, PEPPER)
    grouped = receipt.grouped(code)
    assert grouped.count("-") == 3
    assert [len(part) for part in grouped.split("-")] == [4, 4, 4, 4]
    wide = grouped.translate({ord(mark): ord(mark) + 0xFEE0 for mark in grouped})
    hand = grouped.replace("0", "O").replace("1", "l")
    for typed in (
        code,
        grouped,
        grouped.lower(),
        f"  {grouped.replace('-', ' ')} ",
        wide,
        hand,
        code.replace("1", "I"),
    ):
        assert receipt.normalised(typed) == code


@given(secrets, places, st.sampled_from(receipt.ALPHABET))
@settings(max_examples=200)
def test_every_wrong_character_is_seen(secret, at, mark):
    code = receipt.code_from(secret, PEPPER)
    wrong = code[:at] + mark + code[at + 1 :]
    assert receipt.normalised(wrong) == (code if wrong == code else "")


@given(secrets, st.integers(0, receipt.LENGTH - 2))
@settings(max_examples=200)
def test_every_swap_of_neighbours_is_seen(secret, at):
    code = receipt.code_from(secret, PEPPER)
    swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    assert receipt.normalised(swapped) == (code if swapped == code else "")


def test_a_check_without_weights_would_miss_a_swap():
    """Negative control: the plain sum of the characters stays the same when two of them change places."""
    code = next(code for n in range(50) if (code := receipt.code_from(str(n), PEPPER))[0] != code[1])
    values = [receipt.ALPHABET.index(mark) for mark in code]
    swapped = [values[1], values[0], *values[2:]]

    def plain_sum(numbers):
        total = 0
        for number in numbers:
            total ^= number
        return total

    assert plain_sum(values) == plain_sum(swapped)
    assert receipt.normalised("".join(receipt.ALPHABET[value] for value in swapped)) == ""


@pytest.mark.parametrize(
    "typed", ["", "A" * 15, "A" * 17, "U" * 16, "\x00" * 16, "\ud800" * 16, "9" * 5_000, "举报" * 8]
)
def test_what_cannot_be_a_code_is_none(typed):
    assert receipt.normalised(typed) == ""


@pytest.mark.parametrize(
    "typed",
    [
        "举报〔2026〕000123号",
        "2026-123",
        "2026 000123",
        "〔2026〕123号",
        "[2026]000123",
        "２０２６－１２３",
        "2026年第123号",
        "(2026)123",
        "2026000123",
    ],
)
def test_number_is_understood_with_and_without_its_brackets(typed):
    assert receipt.number_in(typed) == (2026, 123)


@pytest.mark.parametrize(
    "typed", ["", "举报", "2026", "26-1", "2026-1234567", "x2026-1", "\ud8002026", "1" * 5_000]
)
def test_what_cannot_be_a_number_is_none(typed):
    assert receipt.number_in(typed) is None


@given(st.integers(1000, 9999), st.integers(1, 999_999))
def test_every_label_is_read_back(year, number):
    assert receipt.number_in(f"举报〔{year}〕{number:06d}号") == (year, number)


@given(secrets)
def test_digests_of_one_secret_do_not_meet(secret):
    code = receipt.code_from(secret, PEPPER)
    digests = {
        receipt.submission_digest(secret, PEPPER),
        receipt.code_digest(code, PEPPER),
        receipt.code_digest(secret, PEPPER),
        receipt.content_digest([secret], PEPPER),
    }
    assert len(digests) == (4 if code != secret else 3)
    assert all(len(digest) == 64 for digest in digests)


@given(st.lists(st.text(max_size=8), max_size=4), st.lists(st.text(max_size=8), max_size=4))
def test_parts_of_a_content_cannot_pass_for_others(one, other):
    def digest(parts):
        return receipt.content_digest(parts, PEPPER)

    safe = [[part.encode(errors="replace") for part in parts] for parts in (one, other)]
    assert (digest(one) == digest(other)) == (safe[0] == safe[1])


def test_glued_parts_are_told_apart():
    assert receipt.content_digest(["ab", "c"], PEPPER) != receipt.content_digest(["a", "bc"], PEPPER)
