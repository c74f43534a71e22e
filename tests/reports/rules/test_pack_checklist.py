import pytest

from reports.rules import pack_checklist as rules
from reports.rules.pack_checklist import DEFAULT, ChecklistError, Entry


def test_the_default_list_has_a_line_of_every_kind_and_is_lawful():
    assert [entry.kind for entry in DEFAULT] == list(rules.KINDS)
    assert rules.entries_from(DEFAULT) == list(DEFAULT)


def test_what_is_typed_is_what_was_shown():
    typed = rules.entries_from_text(rules.as_text(DEFAULT))
    assert [(entry.kind, entry.label) for entry in typed] == [(entry.kind, entry.label) for entry in DEFAULT]
    assert len({entry.code for entry in typed}) == len(DEFAULT)


def test_blank_lines_and_half_width_colons_are_forgiven():
    assert rules.entries_from_text("\n 会议 : 会议记录和  签到表\n\n") == [
        Entry("meetings-1", "会议记录和 签到表", "meetings")
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("会议记录", "第1行“会议记录”没有写明类别"),
        ("会议：甲\n座谈：乙", "第2行“座谈：乙”没有写明类别"),
        ("会议：", "第1项的材料名称有 0 个字"),
        ("会议：" + "长" * 121, "第1项的材料名称有 121 个字"),
        ("\n".join(["会议：甲"] * 41), "清单共 41 项，最多 40 项"),
    ],
)
def test_what_cannot_be_used_is_said(text, sentence):
    with pytest.raises(ChecklistError, match=sentence):
        rules.entries_from_text(text)


def test_an_unknown_kind_is_refused():
    with pytest.raises(ChecklistError, match="类别“elsewhere”不在可选范围内"):
        rules.entries_from([Entry("a", "甲", "elsewhere")])


@pytest.mark.parametrize(
    "stored", [None, {}, ["x"], [{"code": "a"}], [{"code": "a", "label": "b", "kind": "nothing"}]]
)
def test_what_is_no_list_of_entries_gives_none(stored):
    assert rules.entries_of(stored) == []


def test_a_stored_list_is_read():
    assert rules.entries_of([{"code": "a", "label": "甲", "kind": "tips"}]) == [Entry("a", "甲", "tips")]
