"""The documents of the sources say what the sources say, but for the listed replacements."""

import hashlib
import os
import re
from io import BytesIO
from pathlib import Path

import pdfplumber
import pypdfium2
import pytest

from capacity_portal.lib.typesetting import RenderedPdf
from capacity_portal.lib.typesetting.official.breaking import HANGING
from capacity_portal.lib.typesetting.official.cleaning import clean
from capacity_portal.lib.typesetting.official.composition import compose
from capacity_portal.lib.typesetting.official.paper import CHAR, PITCH, TOP, TYPE_WIDTH, left_margin
from capacity_portal.lib.typesetting.official.plain import to_text
from capacity_portal.lib.typesetting.official.printing import print_document
from capacity_portal.lib.typesetting.official.problems import problems
from capacity_portal.lib.typesetting.official.storing import to_json
from tests.capacity_portal.lib.typesetting.official.sources import (
    NAMES,
    REPLACEMENTS,
    replaced,
    source_document,
    without_space,
)

MM = 25.4 / 72
HEAD_ROWS = (
    9  # of the first page: the number stands as far above the red line as the standard says, not on a row
)
DIGESTS = {
    "changzhou_2018_1": "e7ca6ed4cfd94af5",
    "jian_6": "48e759a822e8cf50",
    "kezhou_2020": "7226a1cf6cf0603e",
    "zhangye_2016": "e01799f5615c4c42",
}
SEEDS = {
    "changzhou_2018_1": "003_f45950e228d6b46c.txt",
    "jian_6": "004_d332a7d420cb26ba.txt",
    "zhangye_2016": "001_fb4fecd031c55a43.txt",
}


@pytest.mark.parametrize("name", NAMES)
def test_characters_are_those_that_were_compared_with_the_source(name):
    words = without_space(to_text(source_document(name)))
    assert hashlib.sha256(words.encode()).hexdigest()[:16] == DIGESTS[name]


@pytest.fixture
def seeds(shared_suites) -> Path:
    return Path(os.environ["CAPACITY_SHARED_SUITES"]).parent / "seeds"


def test_changzhou_says_what_its_source_says(seeds):
    source = (seeds / SEEDS["changzhou_2018_1"]).read_text(encoding="utf-8")
    assert without_space(to_text(source_document("changzhou_2018_1"))) == replaced("changzhou_2018_1", source)


def test_jian_says_what_its_source_says(seeds):
    source = (seeds / SEEDS["jian_6"]).read_text(encoding="utf-8")
    article = clean(source[source.index("第五篇") :]).text
    assert without_space(to_text(source_document("jian_6"))) == replaced("jian_6", article)


def test_zhangye_says_what_its_source_says_once_cleaned(seeds):
    source = clean((seeds / SEEDS["zhangye_2016"]).read_text(encoding="utf-8")).text
    assert without_space(to_text(source_document("zhangye_2016"))) == replaced("zhangye_2016", source)


def test_a_changed_character_is_found(seeds):
    source = (seeds / SEEDS["changzhou_2018_1"]).read_text(encoding="utf-8")
    changed = source.replace("五个彻底", "四个彻底")
    assert without_space(to_text(source_document("changzhou_2018_1"))) != replaced(
        "changzhou_2018_1", changed
    )


@pytest.mark.parametrize("name", NAMES)
def test_nothing_keeps_it_from_being_issued(name):
    assert problems(source_document(name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_person_firm_or_private_number_is_named(name):
    words = to_text(source_document(name))
    assert re.findall(r"1[3-9]\d{9}|@", words) == []
    assert set(re.findall(r"\d{7,}", words)) <= {"00000000"}
    assert re.findall(r"(?:钢铁|钢材销售)有限", words) == []


def test_sum_that_does_not_add_up_is_kept():
    words = to_text(source_document("zhangye_2016"))
    named = re.findall(
        r"共关闭煤矿(\d+)处，(?:化解过剩产能|去产能)(\d+)万吨|关闭煤矿(\d+)处，化解过剩产能(\d+)万吨", words
    )
    assert [tuple(filter(None, figures)) for figures in named] == [("16", "96"), ("9", "51"), ("6", "39")]


def test_kezhou_uses_the_terms_of_the_trade_and_signs_for_another():
    document = source_document("kezhou_2020")
    words = to_text(document)
    assert [signatory.is_for_another for signatory in document.signatories] == [False, True]
    numbers = re.findall(r"（(\w+〔\d+〕\d+号)）", words)
    assert numbers == [
        "新化产领办函〔2020〕3号",
        "新政办明电〔2018〕45号",
        "新政阅〔2018〕68号",
        "新化产领办〔2020〕8号",
    ]
    assert "州委常委、常务副州长" in words
    assert "自评得分5分" in words


def test_years_of_jian_are_left_as_printed():
    document = source_document("jian_6")
    assert (document.number, document.dated.year, document.printed_on.year) == (
        "吉化解产能办字〔2025〕6号",
        2025,
        2025,
    )


def test_misprints_of_jian_are_left_as_printed():
    assert "充分发捍新闻媒体" in to_text(source_document("jian_6"))


@pytest.mark.parametrize("name", NAMES)
def test_file_is_what_storing_writes(name):
    assert to_json(source_document(name)).keys() >= {"title", "issuers", "blocks", "signatories", "dated"}


def test_replacements_name_nobody():
    assert all(
        not re.search(r"\d{7}(?<!0000000)", pattern)
        for rules in REPLACEMENTS.values()
        for pattern, _ in rules
    )


@pytest.fixture(scope="module")
def printed() -> dict[str, RenderedPdf]:
    return {name: print_document(source_document(name)) for name in NAMES}


@pytest.mark.parametrize(
    ("name", "pages"), [("changzhou_2018_1", 5), ("jian_6", 10), ("kezhou_2020", 3), ("zhangye_2016", 5)]
)
def test_printed_whole_on_as_many_pages_as_composed(printed, name, pages):
    assert (printed[name].pages, printed[name].missing_glyphs) == (pages, ())
    assert len(compose(source_document(name)).pages) == pages


@pytest.mark.parametrize("name", NAMES)
def test_every_character_of_the_body_stands_on_the_grid(printed, name):
    """Rows of 22 within 0.05 mm; nothing right of the 28th character but one hanging mark; full lines end where it ends."""
    ends, off = [], []
    with pdfplumber.open(BytesIO(printed[name].content)) as document:
        for number, page in enumerate(document.pages, 1):
            left = left_margin(number, is_single_sided=False)
            for characters in rows_of_body(page.chars, first=HEAD_ROWS if number == 1 else 0).values():
                off += [row_of(characters[0]) - round(row_of(characters[0]))]
                ends.append((characters[-1]["x1"] * MM - left, characters[-1]["text"]))
    assert max(map(abs, off)) * PITCH < 0.05
    assert all(
        end < TYPE_WIDTH + 0.05 or (mark in HANGING and end < TYPE_WIDTH + CHAR + 0.05) for end, mark in ends
    )
    full = [end for end, mark in ends if end > TYPE_WIDTH - CHAR / 2]
    assert len(full) > len(ends) / 2
    exact = [end for end in full if min(abs(end - TYPE_WIDTH), abs(end - TYPE_WIDTH - CHAR)) < 0.3]
    assert len(exact) > 0.9 * len(full)  # a paragraph may end half a character before it


def rows_of_body(chars: list[dict], first: int) -> dict[int, list[dict]]:
    """Characters of body size by the row they stand on, from row ``first``, from left to right."""
    rows: dict[int, list[dict]] = {}
    for char in sorted(chars, key=lambda char: char["x0"]):
        if abs(char["size"] * MM - CHAR) < 0.01 and char["text"].strip():
            rows.setdefault(round(row_of(char)), []).append(char)
    return {row: rows[row] for row in rows if row >= first}


def row_of(char: dict) -> float:
    """The row (from 0, with its fraction) on which a character's em box begins."""
    return ((char["top"] + char["bottom"]) / 2 * MM - CHAR / 2 - TOP) / PITCH


@pytest.mark.parametrize("name", NAMES)
def test_text_copied_from_the_pages_is_the_text(printed, name):
    document = source_document(name)
    head = "、".join(document.issuers)  # the names stand under one another
    words = without_space(to_text(document)).replace(head, head.replace("、", ""), 1)
    with pypdfium2.PdfDocument(printed[name].content) as document:
        copied = "".join(without_space(page.get_textpage().get_text_range()) for page in document)
    assert without_space(re.sub(r"—\d+—", "", copied)) == words
