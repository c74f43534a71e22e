import json
from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_portal.lib.typesetting.official import storing
from capacity_portal.lib.typesetting.official.outline import (
    Draft,
    OfficialDocument,
    Paragraph,
    Picture,
    Section,
    Signatory,
)
from tests.capacity_portal.lib.typesetting.official.outlines import TABLE, any_document, full, short

LEFT_OUT = {"draft", "signer_stamp"}


def through_json(document: OfficialDocument) -> OfficialDocument:
    return storing.from_json(json.loads(json.dumps(storing.to_json(document), ensure_ascii=False)))


def test_full_document_comes_back():
    assert through_json(full()) == full()


def test_full_document_fills_every_field():
    empty, filled = short(), full()
    alike = {
        field.name
        for field in fields(OfficialDocument)
        if getattr(empty, field.name) == getattr(filled, field.name)
    }
    assert alike == LEFT_OUT | {"form", "mark_suffix", "language"}


def test_every_field_but_those_of_the_moment_is_stored():
    assert {field.name for field in fields(OfficialDocument)} - LEFT_OUT == storing.to_json(short()).keys()


@settings(max_examples=60)
@given(any_document)
def test_any_document_comes_back(document):
    assert through_json(document) == document


def test_pictures_and_drafts_stay_out():
    seal = Picture(b"png", 40)
    document = short(draft=Draft("某甲"), signer_stamp=seal, signatories=(Signatory("某局", seal),))
    assert through_json(document) == replace(
        document, draft=None, signer_stamp=None, signatories=(Signatory("某局"),)
    )


def test_blocks_as_the_editor_sends_them():
    given_blocks = [
        {"kind": "section", "level": 1, "heading": "提高认识"},
        {"kind": "paragraph", "text": "各地要提高认识。"},
        {"kind": "table", "columns": [{"title": "序号"}], "rows": [["1"]]},
    ]
    blocks = storing.blocks_from_json(given_blocks)
    assert blocks[:2] == (Section(1, "提高认识"), Paragraph("各地要提高认识。"))
    assert storing.blocks_to_json(blocks)[2] == {
        "kind": "table",
        "columns": [{"title": "序号", "width": 0, "align": "left"}],
        "rows": [["1"]],
        "title": "",
        "is_landscape": False,
    }


PARAGRAPH = {"kind": "paragraph", "text": "甲"}
SECTION = {"kind": "section", "level": 1, "heading": "甲"}
COLUMNS = [{"title": "甲"}, {"title": "乙"}]


@pytest.mark.parametrize(
    ("blocks", "sentence"),
    [
        (None, "正文应为若干段，现为空；请重新录入。"),
        (["甲"], "正文第1段的种类应为标题、段落或表格；请重新录入这一段。"),
        ([{"kind": ["x"]}], "正文第1段的种类应为标题、段落或表格；请重新录入这一段。"),
        ([PARAGRAPH, {"kind": "picture"}], "正文第2段的种类应为标题、段落或表格；请重新录入这一段。"),
        ([{"kind": "paragraph"}], "正文第1段缺少文字；请补上。"),
        ([{"kind": "paragraph", "text": 3}], "正文第1段应为文字，现为数字；请重新录入。"),
        ([{**PARAGRAPH, "html": "x"}], "正文第1段含有不认识的项“html”；请删去后重试。"),
        ([{**PARAGRAPH, "is_flush": 1}], "正文第1段的顶格应为是或否，现为数字；请重新选择。"),
        ([{**SECTION, "level": 5}], "正文第1段的级别应为1至4的整数，现为“5”；请改正。"),
        ([{**SECTION, "level": True}], "正文第1段的级别应为1至4的整数，现为“True”；请改正。"),
        ([{"kind": "section", "level": 1}], "正文第1段缺少标题；请补上。"),
        ([{"kind": "paragraph", "text": "甲\n乙"}], "正文第1段第2个字是换行；请删去后重试。"),
        ([{"kind": "paragraph", "text": "甲\t乙"}], "正文第1段第2个字是制表符；请删去后重试。"),
        ([{"kind": "paragraph", "text": "\x00"}], "正文第1段第1个字是不能保存的字符U+0000；请删去后重试。"),
        ([{"kind": "paragraph", "text": "\ud800"}], "正文第1段第1个字是不能保存的字符U+D800；请删去后重试。"),
        (
            [{"kind": "paragraph", "text": "字" * 20_001}],
            "正文第1段有20001个字，超过20000个字的上限；请分段或删减。",
        ),
        ([PARAGRAPH] * 401, "正文有401段，超过400段的上限；请分成几份。"),
        ([{"kind": "table", "columns": COLUMNS * 31}], "正文第1段表有62列，超过60列的上限；请分成几份。"),
        ([{"kind": "table", "columns": []}], "正文第1段表没有列；请至少留一列。"),
        (
            [{"kind": "table", "columns": COLUMNS, "rows": [["1", "2"]] * 2001}],
            "正文第1段表有2001行，超过2000行的上限；请分成几份。",
        ),
        (
            [{"kind": "table", "columns": COLUMNS, "rows": [["1", "2"], ["3"]]}],
            "正文第1段表第2行有1格，应与列数2相同；请补齐或删去多余的格。",
        ),
        (
            [{"kind": "table", "columns": COLUMNS, "rows": [["1", None]]}],
            "正文第1段表第1行第2格应为文字，现为空；请重新录入。",
        ),
        (
            [{"kind": "table", "columns": [{"title": "甲", "width": float("nan")}]}],
            "正文第1段表第1列的宽度应为0至100的数（字数），现为“nan”；请改正。",
        ),
        (
            [{"kind": "table", "columns": [{"title": "甲", "align": "justify"}]}],
            "正文第1段表第1列的对齐方式应为left、center、right之一，现为“justify”；请重新选择。",
        ),
        (
            [{"kind": "paragraph", "text": "字" * 20_000}] * 51,
            "全文有1020000个字，超过1000000个字的上限；请分成几份公文。",
        ),
    ],
)
def test_blocks_that_are_refused(blocks, sentence):
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the sentence is compared
        storing.blocks_from_json(blocks)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": 5}, "标题应为文字，现为数字；请重新录入。"),
        ({"title": "字" * 301}, "标题有301个字，超过300个字的上限；请分段或删减。"),
        ({"dated": "2018-13-01"}, "成文日期应为2018-02-08这样的日期，现为“2018-13-01”；请改正。"),
        ({"dated": 20180101}, "成文日期应为2018-02-08这样的日期，现为“20180101”；请改正。"),
        ({"form": "poster"}, "格式应为ordinary、letter、order、minutes之一，现为“poster”；请重新选择。"),
        ({"draft": {}}, "公文含有不认识的项“draft”；请删去后重试。"),
        ({"signatories": [{"name": "甲", "seal": "x"}]}, "署名第1项含有不认识的项“seal”；请删去后重试。"),
        (
            {"attachments": [{"title": "甲", "blocks": [{}]}]},
            "附件第1项第1段的种类应为标题、段落或表格；请重新录入这一段。",
        ),
        ({"issuers": "甲"}, "发文机关标志应为若干个机关，现为文字；请重新录入。"),
    ],
)
def test_documents_that_are_refused(changes, sentence):
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the sentence is compared
        storing.from_json({**storing.to_json(short()), **changes})
    assert str(refusal.value) == sentence


@pytest.mark.parametrize("data", [None, [], "x", 5, {}, {"title": "甲"}])
def test_what_is_no_document_is_refused(data):
    with pytest.raises(ValueError, match="^公文"):
        storing.from_json(data)


@settings(max_examples=60)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["kind", "text", "columns", "rows", "level", "x"]), inner, max_size=4
            )
        ),
    )
)
def test_whatever_is_sent_is_read_or_refused_with_a_sentence(data):
    try:
        blocks = storing.blocks_from_json(data)
    except ValueError as refusal:
        assert str(refusal).endswith("。")  # noqa: PT017 - either outcome is right
    else:
        assert storing.blocks_from_json(storing.blocks_to_json(blocks)) == blocks


def test_a_table_is_stored_with_its_columns():
    assert storing.blocks_from_json(storing.blocks_to_json([TABLE])) == (TABLE,)
