"""The editor's sheet: fields to blocks and back to the stored words, whatever is posted."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.rules.content import worded_document
from reports.rules.sheet import as_lines, blocks_and_attachments, line, words_of

POSTED = {
    "b.0.kind": "section", "b.0.level": "2", "b.0.heading": "落实\r\n责任", "b.0.text": "",
    "b.1.kind": "paragraph", "b.1.text": "第一段。\n\n第二段。", "b.1.flush": "on",
    "b.3.kind": "table", "b.3.title": "表题", "b.3.c.0": "序号", "b.3.c.1": "地区", "b.3.w.0": "4", "b.3.l.1": "center",
    "b.3.r.0.0": "1", "b.3.r.0.1": "吉州区", "b.3.r.5.0": "2", "b.3.landscape": "on",
    "a.0.title": "任务表", "a.0.b.0.kind": "paragraph", "a.0.b.0.text": "附件的话。",
}  # fmt: skip


def test_posted_fields_make_blocks():
    blocks, attachments = blocks_and_attachments(POSTED)
    assert blocks == [
        {"kind": "section", "level": 2, "heading": "落实责任", "text": ""},
        {"kind": "paragraph", "text": "第一段。\n第二段。", "is_flush": True},
        {"kind": "table", "title": "表题", "is_landscape": True, "rows": [["1", "吉州区"], ["2", ""]],
         "columns": [{"title": "序号", "width": 4, "align": "left"}, {"title": "地区", "width": 0, "align": "center"}]},
    ]  # fmt: skip
    assert attachments == [{"title": "任务表", "is_landscape": False,
                            "blocks": [{"kind": "paragraph", "text": "附件的话。", "is_flush": False}]}]  # fmt: skip


def test_a_paragraph_of_several_lines_is_stored_as_several():
    blocks, _ = blocks_and_attachments(POSTED)
    assert [block["text"] for block in words_of(blocks)[1:3]] == ["第一段。", "第二段。"]
    assert len(worded_document("标题", {"blocks": words_of(blocks)}).blocks) == 4


def test_an_empty_paragraph_stays_where_it_is():
    blocks, _ = blocks_and_attachments({"b.0.kind": "paragraph", "b.0.text": ""})
    assert words_of(blocks) == [{"kind": "paragraph", "text": "", "is_flush": False}]


def test_rows_typed_as_lines():
    posted = {"b.0.kind": "table", "b.0.c.0": "甲", "b.0.c.1": "乙", "b.0.lines": "1\t2\n\n3｜4|5\n6"}
    rows = blocks_and_attachments(posted)[0][0]["rows"]
    assert rows == [["1", "2"], ["3", "4|5"], ["6", ""]]
    again = posted | {"b.0.lines": as_lines([["1", "2"], ["6", ""]])}
    assert blocks_and_attachments(again)[0][0]["rows"] == [["1", "2"], ["6", ""]]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("甲\n乙", "甲乙"),
        ("one\ntwo", "one two"),
        ("a\tb", "a b"),
        ("\x00甲\ud800", "甲"),
        ("", ""),
        ("甲\u2028乙\x85", "甲乙"),
    ],
)
def test_one_line(typed, kept):
    assert line(typed) == kept


@pytest.mark.parametrize(
    "posted",
    [
        {"b.0.kind": "picture"}, {"b.0.text": "无种类"}, {"b.9999.kind": "paragraph"}, {"x": "y"}, {"b.0.kind": "section", "b.0.level": "9" * 5000},
        {"b.0.kind": "table"}, {"b.0.kind": "table", "b.0.c.0": "a", "b.0.w.0": "-1"}, {"a.0.b.0.kind": "paragraph"}, {"b.０.kind": "paragraph"},
    ],
)  # fmt: skip
def test_strange_fields_make_a_sheet_too(posted):
    blocks_and_attachments(posted)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.sampled_from([*POSTED, "b.0.lines", "b.2.kind"]), st.text(max_size=20), max_size=12)
)
def test_whatever_is_typed_is_storable(values):
    blocks, attachments = blocks_and_attachments(POSTED | values)
    stored = [{**attachment, "blocks": words_of(attachment["blocks"])} for attachment in attachments]
    worded_document(
        "标题",
        {
            "blocks": [b for b in words_of(blocks) if b["kind"] != "table" or b["columns"]],
            "attachments": stored,
        },
    )
