"""All spellings of the sources are read as they were meant; what is ambiguous is refused; the proper form reads back as itself."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.rules.document_numbers import DocumentNumber, Unreadable, parse, parse_or_none

# Titles and citations of public notices (facts/R02), as they were found.
SPELLINGS = list(
    csv.DictReader(
        line
        for line in (Path(__file__).parent / "data/document_numbers.csv")
        .read_text(encoding="utf-8")
        .splitlines()
        if not line.startswith("#")
    )
)
AMBIGUOUS = [row for row in SPELLINGS if "ambiguous" in row["variant"]]
READABLE = [row for row in SPELLINGS if row not in AMBIGUOUS]
codes = st.text(st.sampled_from("国办发改运行能源综安监淘汰落后吉晋黔函字经信环资"), min_size=2, max_size=12)
numbers = st.builds(DocumentNumber, codes, st.integers(1949, 2100), st.integers(1, 99_999))


def test_the_source_has_36_spellings_and_one_that_is_ambiguous():
    assert (len(SPELLINGS), len(AMBIGUOUS)) == (36, 1)


@pytest.mark.parametrize("row", READABLE, ids=lambda row: row["as_printed"])
def test_every_spelling_of_the_source_is_read(row):
    announced_by = row["word_part"] if "announcement" in row["variant"] else ""
    found = parse(row["as_printed"], announced_by=announced_by)
    assert found == DocumentNumber(row["word_part"], int(row["year"]), int(row["number"]))
    assert parse(str(found)) == found


@pytest.mark.parametrize(
    "text",
    [
        *[row["as_printed"] for row in AMBIGUOUS],
        "国发〔201605号",  # 2016 and 05, or a date
        "国发〔2016号",
        "国发20167号",
        "国发〔16〕7号",
        "国发〔1948〕7号",
        "国发〔2101〕7号",
        "国发〔2016〕0号",
        "国发〔2016〕100000号",
        "国发〔2016〕号",
        "国发",
        "",
        "\x00",
        "\ud800〔2016〕",
        "国发〔" + "9" * 5_000,
        "〔〔2016〕〕7号7",
    ],
)
def test_what_cannot_be_told_apart_is_refused_with_a_sentence(text):
    with pytest.raises(Unreadable) as refused:
        parse(text)
    assert "字号" in str(refused.value)
    assert str(refused.value).endswith("请对照原件，按“国发〔2016〕7号”的样式填写。")
    assert len(str(refused.value)) < 200
    assert parse_or_none(text) is None


def test_a_parser_that_cut_after_four_digits_would_guess():
    """Control: the ambiguous spelling has a reading for whoever does not look at the seam."""
    text = AMBIGUOUS[0]["as_printed"]
    digits = "".join(mark for mark in text if mark.isdigit())
    assert (digits[:4], digits[4:]) == (AMBIGUOUS[0]["year"], AMBIGUOUS[0]["number"])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("（国发〔２０１６〕７号）", "国发〔2016〕7号"),
        ("国发〔2011 1号", "国发〔2011〕1号"),
        ("国发2016〕7号", "国发〔2016〕7号"),
        ("国发〔2016年〕第7号", "国发〔2016〕7号"),
        ("工信部公告2014年第45号", "工信部公告2014年第45号"),
        ("国发\u200b〔2016〕\u00a07号。", "国发〔2016〕7号"),
    ],
)
def test_other_ways_of_writing(text, wanted):
    assert str(parse(text)) == wanted


@given(numbers)
@settings(max_examples=60)
def test_the_proper_form_reads_back_as_itself(number):
    assert parse(str(number)) == number


@given(
    numbers,
    st.sampled_from(["[]", "()", "【】", "﹝﹞", "（）", "［］"]),
    st.sampled_from(["", " ", "\u3000", "  "]),
)
@settings(max_examples=60)
def test_brackets_and_spaces_do_not_matter(number, brackets, space):
    text = f"{number.code}{space}{brackets[0]}{number.year}{brackets[1]}{space}{number.number}{space}号"
    assert parse(text) == number


@given(st.text(max_size=90))
@settings(max_examples=80)
def test_any_text_is_read_or_refused(text):
    found = parse_or_none(text)
    assert found is None or parse(str(found)) == found
