import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capacity_portal.lib import typed_text

ANY_TEXT = st.text(st.characters(codec=None))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("１２３ＡＢｃ", "123ABc"), ("（甲）", "(甲)"), ("\u3000", " "), ("②", "②"), ("", "")],
)
def test_half_width(typed, expected):
    assert typed_text.half_width(typed) == expected


def test_squeeze_drops_everything_that_cannot_be_seen():
    assert typed_text.squeeze(" 3\u200b6\xa00\ufeff8\t\x00０\ud8002\u202e ") == "360802"


def test_invisible_covers_spaces_controls_and_surrogates():
    seen = [
        hex(code)
        for code in range(0x110000)
        if unicodedata.category(chr(code)) in {"Cc", "Cs", "Zs", "Zl", "Zp"}
        and not typed_text.INVISIBLE.fullmatch(chr(code))
    ]
    assert seen == []


def test_invisible_leaves_letters_digits_and_punctuation():
    lost = [
        hex(code)
        for code in range(0x110000)
        if unicodedata.category(chr(code))[0] in "LNPS" and typed_text.INVISIBLE.fullmatch(chr(code))
    ]
    assert lost == []


def test_storable_keeps_line_breaks_and_drops_nul():
    assert typed_text.storable("一\r\n二\t三\x00\x0b\ud83d\uffff四") == "一\r\n二\t三四"


@given(ANY_TEXT)
def test_storable_text_can_be_encoded(text):
    assert "\x00" not in typed_text.storable(text).encode().decode()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("甲\n乙\x00", "“甲 乙”"),
        ("a" * 31, "“" + "a" * 30 + "…”"),
        ("a" * 30, "“" + "a" * 30 + "”"),
        (" " * 5000, "“…”"),
        (12, "“12”"),
    ],
)
def test_excerpt(value, expected):
    assert typed_text.excerpt(value) == expected


def test_excerpt_of_a_number_too_long_to_write_out():
    assert typed_text.excerpt(10**5000) == "“过长的数字”"


@given(ANY_TEXT)
def test_excerpt_is_short_and_can_be_encoded(text):
    assert len(typed_text.excerpt(text, limit=10).encode().decode()) <= 13
