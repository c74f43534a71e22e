from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspections.rules.returns import Standing, blockers, contradictions, named, zero_flags

DUE = date(2026, 3, 31)
CLEAN = Standing(DUE)
_NAMES = st.tuples() | st.lists(st.sampled_from(["甲厂", "乙厂"]), min_size=1, max_size=7).map(tuple)
STANDINGS = st.builds(
    Standing,
    visits_due_on=st.just(DUE),
    has_text=st.booleans(),
    **dict.fromkeys(
        ("unexplained", "explained", "unvisited_key", "marked", "revived", "sent_back", "unconfirmed", "unassigned", "found", "open_before",
         "problem_visits", "flags"),
        _NAMES,
    ),
)  # fmt: skip


def test_nothing_speaks_against_a_clean_month():
    assert (blockers(CLEAN, is_zero=False, today=DUE), blockers(CLEAN, is_zero=True, today=DUE)) == ([], [])
    assert zero_flags(CLEAN) == []


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("unexplained", "有1项任务没有查到，也没有说明原因：甲厂。请排查或逐项说明原因。"),
        ("sent_back", "有1条排查记录被退回后没有重查：甲厂。请重新排查后更正。"),
        ("unconfirmed", "有1次正式检查的参加人员没有确认：甲厂。请其本人登录确认。"),
        ("unassigned", "本月有1个问题没有明确责任单位或责任人：甲厂。请补填。"),
    ],
)
def test_what_blocks_every_return(name, sentence):
    standing = replace(CLEAN, **{name: ("甲厂",)})
    assert blockers(standing, is_zero=False, today=DUE) == [sentence]
    assert blockers(standing, is_zero=True, today=DUE) == [sentence]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("unvisited_key", "有1家重点监管、回头看企业本月没有查到（甲厂），不能作零报告，请先完成排查。"),
        ("found", "本月发现1个问题（甲厂），不能作零报告，请改报监管月报。"),
        ("problem_visits", "有1条排查记录的结果为“发现问题”（甲厂），不能作零报告，请核对。"),
    ],
)
def test_what_contradicts_a_statement_of_nothing_only(name, sentence):
    standing = replace(CLEAN, **{name: ("甲厂",)})
    assert blockers(standing, is_zero=True, today=DUE) == [sentence]
    assert contradictions(standing) == [sentence]
    assert blockers(standing, is_zero=False, today=DUE) == []


def test_a_statement_of_nothing_waits_for_the_last_day_of_visits():
    assert blockers(CLEAN, is_zero=True, today=date(2026, 3, 30)) == [
        "排查截止日2026-03-31还没有到，不能作零报告，请在当天或之后签报。"
    ]
    assert blockers(CLEAN, is_zero=False, today=date(2026, 3, 30)) == []


@pytest.mark.parametrize("name", ["explained", "unexplained"])
def test_an_ordinary_return_waits_for_the_last_day_of_visits_unless_all_is_visited(name):
    standing, sentence = replace(CLEAN, **{name: ("甲厂",)}), (
        "排查截止日2026-03-31还没有到，还有1项任务没有查到（甲厂），不能签报，请查完全部任务，或在当天及以后签报。"
    )  # fmt: skip
    assert sentence in blockers(standing, is_zero=False, today=date(2026, 3, 1))
    assert sentence not in blockers(standing, is_zero=False, today=DUE)


def test_the_ledgers_suspicion_refuses_and_its_marks_are_told():
    suspected = replace(CLEAN, revived=("甲厂",))
    assert blockers(suspected, is_zero=True, today=DUE) == [
        "有1家企业在台账中为“疑似复产”（甲厂），不能作零报告，请查实后改报监管月报。"
    ]
    assert blockers(suspected, is_zero=False, today=DUE) == []
    assert zero_flags(replace(CLEAN, marked=("甲厂",))) == [
        "有1家企业本月清单冻结后列为重点监管，本月按一般企业排查：甲厂。"
    ]


def test_an_ordinary_return_needs_its_text():
    empty = replace(CLEAN, has_text=False)
    assert blockers(empty, is_zero=False, today=DUE) == ["“本月工作情况”还没有填写，请写明后再签报。"]
    assert blockers(empty, is_zero=True, today=DUE) == []


def test_flags_stand_beside_the_statement_and_do_not_refuse_it():
    standing = replace(CLEAN, flags=("有举报未办结。",), open_before=("甲厂",), explained=("乙厂",))
    assert blockers(standing, is_zero=True, today=DUE) == []
    assert zero_flags(standing) == [
        "有举报未办结。",
        "以前月份发现的问题还有1个没有销号：甲厂。",
        "有1项任务没有查到，只说明了原因：乙厂。",
    ]


def test_long_lists_are_named_in_part():
    assert named([str(number) for number in range(7)]) == "0、1、2、3、4等7项"


@settings(max_examples=40, deadline=None)
@given(STANDINGS)
def test_no_standing_lets_an_unvisited_key_enterprise_or_a_finding_pass_as_nothing(standing):
    refused = bool(blockers(standing, is_zero=True, today=DUE))
    told = (standing.unvisited_key, standing.revived, standing.found, standing.problem_visits)
    assert refused or not any(told)
    flagged = bool(zero_flags(standing))
    assert flagged == bool(standing.flags or standing.open_before or standing.explained or standing.marked)
