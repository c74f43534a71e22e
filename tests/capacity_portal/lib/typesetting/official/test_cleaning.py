import csv
import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_portal.lib.typesetting.glyphs import missing_characters
from capacity_portal.lib.typesetting.official import clean_words
from capacity_portal.lib.typesetting.official.cleaning import Change, Cleaned, clean

PINYIN, TRADITIONAL = "汉字后附带的拼音", "繁体字"


def test_garble_of_the_second_seed():
    assert clean("化解鋼鐵行業(yè)過剩產(chǎn)能") == Cleaned(
        "化解钢铁行业过剩产能",
        (
            Change("第1行", "(yè)", "", PINYIN),
            Change("第1行", "(chǎn)", "", PINYIN),
            Change("第1行", "鋼鐵", "钢铁", TRADITIONAL),
            Change("第1行", "業過", "业过", TRADITIONAL),
            Change("第1行", "產", "产", TRADITIONAL),
        ),
    )


@pytest.mark.parametrize(
    ("pasted", "cleaned", "why"),
    [
        ("甲\u200b乙\xad丙\x07丁", "甲乙丙丁", {"看不见的字符"}),
        ("甲&zwj;乙", "甲乙", {"看不见的字符"}),
        ("甲\xa0乙&nbsp;丙", "甲 乙 丙", {"网页空格"}),
        ("２０２６年Ａ区", "2026年A区", {"全角字母数字"}),
        ("１．提高认识", "1.提高认识", {"全角字母数字"}),
        ("国发[2010]7 号", "国发〔2010〕7号", {"发文字号的括号"}),
        ("国發〔2016〕7號", "国发〔2016〕7号", {TRADITIONAL}),
        ("新政阅〔2018)68号", "新政阅〔2018〕68号", {"发文字号的括号"}),
        ("国能综通煤炭﹝2021﹞59号", "国能综通煤炭〔2021〕59号", {"发文字号的括号"}),
        ("豫政 〔2016〕59号", "豫政〔2016〕59号", {"发文字号的括号"}),
        ("国发〔2013〕 41号", "国发〔2013〕41号", {"发文字号的括号"}),
        ("部署,推进", "部署，推进", {"半角标点"}),
        (
            "其中:山丹县9处, 肃南县6处;共15处!",
            "其中：山丹县9处，肃南县6处；共15处！",
            {"半角标点", "标点旁的空格"},
        ),
        ("完成了任务.", "完成了任务。", {"半角标点"}),
        ("各县(市、区)", "各县（市、区）", {"半角括号"}),
        ("硫(s)含量", "硫（s）含量", {"半角括号"}),
        ("各县(市、区）人民政府", "各县（市、区）人民政府", {"半角括号"}),
        ("(1)到村", "（1）到村", {"半角括号"}),
        ('严防"地条钢"死灰复燃', "严防“地条钢”死灰复燃", {"英文引号"}),
        ("严防'地条钢'", "严防‘地条钢’", {"英文引号"}),
        ("嚴防「地條鋼」", "严防“地条钢”", {TRADITIONAL, "繁体引号"}),
        ("甲，，乙。。", "甲，乙。", {"重复的标点"}),
        ("等...等", "等……等", {"省略号"}),
        ("甲--乙", "甲——乙", {"破折号"}),
        ("王   伟", "王 伟", {"连续空格"}),
        ("等 12 个部门", "等12个部门", {"数字旁的空格"}),
        ("该问责 —2—  的要坚决问责", "该问责的要坚决问责", {"页码", "连续空格"}),
        ("甲。\n— 2 —\n乙。", "甲。\n乙。", {"页码"}),
        ("甲。\n第 3 页 共 5 页\n乙。", "甲。\n乙。", {"页码"}),
        ("生产钢\n—1—\n坯问题", "生产钢坯问题", {"页码", "一段文字被换页或换行断开"}),
        ("在部际联 —4—\n席会议", "在部际联席会议", {"页码", "一段文字被换页或换行断开"}),
        ("打击“地条\n钢”违法行为", "打击“地条钢”违法行为", {"一段文字被换页或换行断开"}),
        ("甲。\n- [責任編輯:tianyawei]\n評論內容", "甲。", {"网页附带的文字"}),
        ("甲。\n本文来自织梦", "甲。", {"网页附带的文字"}),
        ("字" * 70 + "\n年3月", "字" * 70 + "年3月", {"一段文字被换页或换行断开"}),
    ],
)
def test_what_is_mended(pasted, cleaned, why):
    found = clean(pasted)
    assert (found.text, {change.why for change in found.changes}) == (cleaned, why)


@pytest.mark.parametrize(
    "text",
    [
        "时间为10:30，地址为https://www.example.gov.cn/a,b?c=1",
        "合计1,234.5吨，占12.5%",
        "HRB335(E)热轧钢筋（400MPa）",
        '直径5"的管',
        "公司（2016）3号高炉",
        "〔20111号",
        "充分发捍新闻媒体的作用，今姩",
        "镕基、喆、堃、赟、昇、乾、瞭望、徵",
        "（一）提高认识",
        "一.提高认识",
        "（市工信委 市发改委）",
        "示例市化解办 2026年2月9日",
        "甲——乙……丙",
        "数值10—20—30",
        "序号\t企业\t产能",
        "标题没有句号\n下一段",
        "附件1 企业名单",
    ],
)
def test_what_is_left_alone(text):
    assert clean(text) in (
        Cleaned(text),
        Cleaned(text.replace("硫(s)含量(mm)", "硫（s）含量（mm）"), clean(text).changes),
    )


def test_every_change_is_told_in_order_with_its_line():
    assert clean("一、甲\n\n乙,丙").changes == (Change("第3行", ",", "，", "半角标点"),)


_pieces = st.sampled_from(
    [
        "產(chǎn)",
        "業",
        "(",
        ")",
        "（",
        "）",
        '"',
        "'",
        "“",
        "”",
        "「",
        "」",
        ",",
        ".",
        "。",
        "，",
        "—",
        "-",
        "—2—",
        " ",
        "\u3000",
    ]
    + [
        "\t",
        "\n",
        "\u200b",
        "１",
        "2016",
        "〔",
        "[",
        "]",
        "号",
        "年",
        "A",
        ":",
        "…",
        "...",
        "&nbsp;",
        "一、",
        "1.",
        "责任编辑:",
        "字" * 60,
    ]
)
_pasted = st.lists(_pieces | st.characters(), max_size=14).map("".join)


@settings(max_examples=80)
@given(_pasted)
def test_cleaning_twice_changes_no_more_than_once(text):
    once = clean(text)
    assert clean(once.text) == Cleaned(once.text)


@settings(max_examples=50)
@given(_pasted)
def test_hanzi_are_neither_lost_nor_invented_but_as_told(text):
    once = clean(text)
    told = {character for change in once.changes for character in change.before + change.after}

    def hanzi(words: str) -> list[str]:
        return [
            character for character in words if "\u4e00" <= character <= "\u9fff" and character not in told
        ]

    assert hanzi(once.text) == hanzi(text)


def test_table_of_traditional_characters_leads_to_characters_the_fonts_draw():
    table = clean_words.simplified()
    assert len(table) == 2778
    assert missing_characters("".join(table.values())) == ()
    assert not set(table) & {ord(character) for character in table.values()}


def test_long_paste_takes_no_time():
    assert len(clean("各县(市、区)要严防'地条钢'," * 5_000).text) == 80_000


@pytest.mark.parametrize(
    "piece", ["(", "甲(", '"', " ", "\u3000", "—", "—1", "甲", "[2016", "(a", "'甲", "\n", "-", "「", "1."]
)
def test_no_piece_repeated_takes_more_than_its_share_of_time(piece):
    began = time.process_time()
    clean("甲(" + piece * 40_000)
    assert time.process_time() - began < 2


@pytest.fixture
def facts(shared_suites) -> Path:
    return Path(os.environ["CAPACITY_SHARED_SUITES"]) / "facts"


def test_real_corruptions_are_mended_or_left_but_never_guessed(facts):
    with (facts / "R04_text_corruptions.csv").open(encoding="utf-8", newline="") as rows:
        next(rows)
        samples = {row["class"]: row["short_sample"] for row in csv.DictReader(rows)}
    assert clean(samples["pinyin-in-parentheses garble"]).text == "产能"
    assert clean(samples["doubled commas"]).text == "，"
    assert clean(samples["hidden CMS watermark sentences"]).text == ""
    for left in (
        "Martian script",
        "numbers lost",
        "spam keyword replaces the city name",
        "machine-spun synonyms",
    ):
        assert missing_words(samples[left], clean(samples[left]).text) == ""


def missing_words(before: str, after: str) -> str:
    return "".join(
        character for character in before if "\u4e00" <= character <= "\u9fff" and character not in after
    )


def test_numbers_of_documents_are_mended_where_year_and_number_are_told_apart(facts):
    with (facts / "R02_document_numbers.csv").open(encoding="utf-8", newline="") as rows:
        next(rows)
        printed = list(csv.DictReader(rows))
    wrong = [
        row["as_printed"]
        for row in printed
        if "号" in row["as_printed"]
        and not row["variant"].startswith(("closing bracket", "announcement", "brackets replaced", "leading"))
        and clean(row["as_printed"]).text != f"{row['word_part']}〔{row['year']}〕{row['number']}号"
    ]
    assert wrong == []
