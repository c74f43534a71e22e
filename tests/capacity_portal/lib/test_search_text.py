import json
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capacity_portal.lib import search_text

ANY_TEXT = st.text(st.characters(codec=None))
# Few characters, so that queries are often found: Chinese, astral, case pairs, brackets, a combining mark.
DENSE = st.text(st.sampled_from("中国钢𠮷Aaß（)〔 \x1f\u0301é①"), max_size=8)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ａｂｃ 公司", "ABC公司"),
        ("甲（吉安）〔一〕【二】", "甲(吉安)(一)(二)"),
        ("中\x00国\ud800\u200b", "中国"),
        ("１２＃", "12#"),
        ("㎡", "M2"),
        ("straße", "STRASSE"),
        ("e\u0301", "É"),
        ("е—–－", "Е---"),
        ("演示铸造〇一", "演示铸造零一"),
        ("甲\x1f乙\n丙", "甲乙丙"),
        ("", ""),
    ],
)
def test_normalise(typed, expected):
    assert search_text.normalise(typed) == expected


@given(ANY_TEXT)
def test_normalise_is_idempotent_and_storable(text):
    once = search_text.normalise(text)
    assert search_text.normalise(once) == once
    assert search_text.SEPARATOR not in once
    assert "\x00" not in once.encode().decode()


def test_pairs_in_order_and_once():
    assert search_text.pairs("钢铁 钢铁厂") == ["钢铁", "铁钢", "铁厂"]
    assert search_text.pairs("钢") == []
    assert search_text.pairs("") == []


def test_pairs_never_bridge_fields():
    text = search_text.stored(["甲乙", "", "丙丁"])
    assert text == "甲乙\x1f丙丁"
    assert search_text.pairs(text) == ["甲乙", "丙丁"]


@given(st.lists(DENSE, max_size=4), DENSE)
def test_what_is_contained_has_all_its_pairs_indexed(fields, query):
    text = search_text.stored(fields)
    asked = search_text.normalise(query)
    if asked and asked in text:
        assert set(search_text.pairs(asked)) <= set(search_text.pairs(text))
    assert (asked in text) == (asked == "" or any(asked in search_text.normalise(field) for field in fields))


@pytest.mark.parametrize(
    ("pair", "token"), [("中国", "4e2d56fd"), ("A1", "00410031"), ("𠮷野", "g020bb791ce"), ("ǶA", "01f60041")]
)
def test_pair_token(pair, token):
    assert search_text.pair_token(pair) == token


@given(st.text(min_size=2, max_size=2), st.text(min_size=2, max_size=2))
def test_pair_tokens_are_distinct_ascii_words(one, other):
    assert (search_text.pair_token(one) == search_text.pair_token(other)) == (one == other)
    assert search_text.pair_token(one).isascii()
    assert search_text.pair_token(one).isalnum()


def test_tokens_of_different_lengths_do_not_collide():
    assert search_text.pair_token("\u01f6\U00010041") != search_text.pair_token("\U00010001\u0041")


@pytest.fixture(scope="module")
def full_text():
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(pairs, content='', tokenize='unicode61')")
    yield connection
    connection.close()


@given(st.lists(DENSE, max_size=4), DENSE)
def test_full_text_index_with_recheck_equals_python_in(full_text, fields, query):
    text, asked = search_text.stored(fields), search_text.normalise(query)
    if len(asked) < 2:
        return
    full_text.execute("INSERT INTO t(t) VALUES ('delete-all')")
    full_text.execute("INSERT INTO t(rowid, pairs) VALUES (1, ?)", [search_text.tokens(text)])
    hits = full_text.execute("SELECT rowid FROM t WHERE t MATCH ?", [search_text.tokens(asked)]).fetchall()
    assert (bool(hits) and asked in text) == (asked in text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("甲（吉安）铸造有限责任公司", "甲(吉安)铸造有限公司"),
        ("甲吉安铸造股份有限公司", "甲（吉安）铸造 有限公司"),
        ("演示·铸造厂（普通合伙）", "演示铸造厂"),
        ("ＤＥＭＯ铸造", "demo铸造"),
    ],
)
def test_spellings_of_one_name_share_a_key(one, other):
    assert search_text.name_key(one) == search_text.name_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("演示铸造一厂", "演示铸造二厂"), ("甲集团有限公司", "甲有限公司")]
)
def test_different_names_have_different_keys(one, other):
    assert search_text.name_key(one) != search_text.name_key(other)


@pytest.mark.parametrize(("name", "key"), [("有限公司", "有限公司"), ("()", "()"), ("", "")])
def test_a_key_is_never_empty_for_a_visible_name(name, key):
    assert search_text.name_key(name) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("江西省吉安市吉州区工业路12号", "吉安市吉州区 工业路１２号"),
        ("中国江西省吉安市工业路12#", "吉安市工业路12号"),
        ("新疆维吾尔自治区阿图什市（工业园）", "阿图什市工业园"),
    ],
)
def test_spellings_of_one_address_share_a_key(one, other):
    assert search_text.address_key(one) == search_text.address_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("吉安市工业路12号", "吉安市工业路13号"),
        ("工业路12-3号", "工业路123号"),
        ("吉安市省府路", "赣州市省府路"),
    ],
)
def test_different_addresses_have_different_keys(one, other):
    assert search_text.address_key(one) != search_text.address_key(other)


@given(ANY_TEXT)
def test_keys_of_any_text(text):
    visible = bool(search_text.normalise(text))
    assert bool(search_text.name_key(text)) == visible
    assert bool(search_text.address_key(text)) == visible


def test_naughty_strings_are_found_by_themselves(shared_suites):
    naughty = json.loads((shared_suites / "blns" / "blns.json").read_text(encoding="utf-8"))
    text = search_text.stored(naughty)
    text.encode()
    assert [each for each in naughty if search_text.normalise(each) not in text] == []
