import re
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from capacity_portal.lib.typesetting.official import widths
from capacity_portal.lib.typesetting.official.breaking import (
    HANGING,
    NO_END,
    NO_START,
    SPACES,
    Line,
    break_lines,
)

pieces = st.one_of(
    st.text("国钢产能化解办吉安", min_size=1, max_size=12),
    st.sampled_from(
        [
            "，",
            "。",
            "、",
            "；",
            "：",
            "？",
            "！",
            "”",
            "“",
            "（",
            "）",
            "《",
            "》",
            "〔2018〕",
            "——",
            "……",
            "%",
            " ",
            "　",
        ]
    ),
    st.sampled_from(
        ["2018", "85681065", "GB/T9704-2012", "3.5", "a", "x" * 70, "https://portal.example.gov.cn/v/7Q2M"]
    ),
)
texts = st.lists(pieces, max_size=60).map("".join)


def broken(text: str, **measures) -> list[str]:
    lines = break_lines(text, widths.widths(text), **measures)
    return [text[line.start : line.end] for line in lines]


def visible(line: str) -> str:
    return line.rstrip("".join(SPACES))


def is_torn(text: str, place: int) -> bool:
    """Whether a word or number that would have fitted on a line is broken at ``place``."""
    if not (
        text[place - 1].isascii()
        and text[place - 1].isalnum()
        and text[place].isalnum()
        and text[place].isascii()
    ):
        return False
    run = next(found for found in re.finditer(r"[!-~]+", text) if found.start() < place < found.end())
    return widths.length(run[0]) <= 28


def is_forbidden(text: str, place: int) -> bool:
    """Whether no line may begin at ``place``, as the standards say and without the breaker."""
    before, after = text[place - 1], text[place]
    pair = before == after and after in "—…"
    return after in NO_START or before in NO_END or after in SPACES or pair or is_torn(text, place)


def is_free(text: str, place: int) -> bool:
    """Whether a line may begin at ``place`` for certain."""
    return not is_forbidden(text, place) and not (text[place - 1].isascii() and text[place].isascii())


@settings(max_examples=150, deadline=None)
@given(texts)
@example("国" * 27 + "“钢”，")
@example("，" * 70)
@example("1" * 27 + "，国" + "）" * 60)
def test_nothing_is_lost_and_no_line_is_too_long(text):
    lines = break_lines(text, widths.widths(text), first=26)
    assert "".join(text[line.start : line.end] for line in lines) == text
    for number, line in enumerate(lines):
        shown = visible(text[line.start : line.end])
        room = 28 if number else 26
        em = widths.length(shown) + line.spacing * max(len(shown) - 1, 0)
        hanging = shown[-1:] in HANGING and em > room + 1e-6
        assert em - (1 if hanging else 0) <= room + 1e-6


@settings(max_examples=150, deadline=None)
@given(texts)
@example("国" * 27 + "“钢”，国国")
@example("国" * 26 + "2018年")
def test_a_line_breaks_where_it_may(text):
    """A forbidden place is taken only where a line has no other: then it is simply full."""
    lines = break_lines(text, widths.widths(text))
    for line, after in pairwise(lines):
        if is_forbidden(text, after.start):
            assert not any(is_free(text, place) for place in range(line.start + 1, line.end))


@settings(max_examples=60, deadline=None)
@given(texts)
def test_every_full_line_reaches_the_edge(text):
    """Spacing fills a line that is followed by another, up to the mark that hangs."""
    lines = break_lines(text, widths.widths(text))
    for line in lines[:-1]:
        shown = visible(text[line.start : line.end])
        if len(shown) < 2:
            continue
        em = widths.length(shown) + line.spacing * (len(shown) - 1)
        assert 28 - 1e-6 <= em <= 29 + 1e-6


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("国" * 28, ["国" * 28]),
        ("国" * 28 + "。", ["国" * 28 + "。"]),  # hangs
        ("国" * 28 + "。”", ["国" * 27, "国。”"]),  # two marks do not
        ("国" * 27 + "（甲）", ["国" * 27, "（甲）"]),
        ("国" * 27 + "2018年", ["国" * 27, "2018年"]),
        ("国" * 27 + "——甲", ["国" * 27, "——甲"]),
        ("国" * 28 + " 甲", ["国" * 28 + " ", "甲"]),
        ("x" * 70, ["x" * 56, "x" * 14]),
        ("国" * 27 + "85%甲", ["国" * 27, "85%甲"]),
    ],
)
def test_examples(text, lines):
    advances = [0.5 if char.isascii() else 1.0 for char in text]
    assert [text[line.start : line.end] for line in break_lines(text, advances)] == lines


def test_the_first_line_is_shorter():
    assert [len(line) for line in broken("国" * 60, first=26)] == [26, 28, 6]


def test_what_a_short_line_lacks_is_spread_over_it():
    text = "国" * 27 + "（甲）乙"
    assert break_lines(text, widths.widths(text)) == [Line(0, 27, pytest.approx(1 / 26)), Line(27, 31)]


def test_a_hanging_mark_stands_past_the_edge():
    text = "国" * 27 + "3，国"
    first, last = break_lines(text, widths.widths(text))
    assert (first.start, first.end, last.start) == (0, 29, 29)
    assert first.spacing == pytest.approx(0.5 / 28)  # the comma begins where the 28th character ends


def test_one_mark_is_never_alone():
    """Negative control: without the rules the closing mark would begin the line."""
    text = "国" * 28 + "）国"
    assert broken(text) == ["国" * 27, "国）国"]
    assert text[28] in NO_START
