"""The documents of the sources say what the sources say, but for the listed replacements."""

import hashlib
import os
import re
from pathlib import Path

import pytest

from capacity_portal.lib.typesetting.official.cleaning import clean
from capacity_portal.lib.typesetting.official.plain import to_text
from capacity_portal.lib.typesetting.official.problems import problems
from capacity_portal.lib.typesetting.official.storing import to_json
from tests.capacity_portal.lib.typesetting.official.sources import (
    NAMES,
    REPLACEMENTS,
    replaced,
    source_document,
    without_space,
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
