"""What a visit must say, by field: dates, outcome, people, lengths, position."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import uuid4

import pytest

from inspections.choices import VisitSource
from inspections.rules.answers import Asked
from inspections.rules.doubts import Known
from inspections.rules.reports import FindingDraft, Inspector, Place, VisitReport
from inspections.rules.visits import Task, check, is_backfilled, is_night

NOW = datetime(2026, 3, 20, 15, 0)
TASK = Task(period=202603)
TWO = (Inspector("刘建国", officer_id=1), Inspector("王秀英"))
REPORT = VisitReport(uuid4(), date(2026, 3, 19), "normal", inspectors=TWO)
DRAFT = FindingDraft(kind="other", severity="minor", description="炉前堆放废钢约 3 吨")


def errors(task: Task = TASK, **changes) -> dict:
    return check(replace(REPORT, **changes), task, now=NOW).errors


def test_a_good_report_has_no_errors():
    found = check(REPORT, TASK, now=NOW)
    assert (found.errors, found.doubts, found.is_night, found.is_backfilled) == ({}, [], False, False)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        (
            {"visited_on": date(2026, 3, 21)},
            "visited_on",
            "排查日期2026年3月21日晚于今天，请填写实际排查的日期。",
        ),
        (
            {"visited_on": date(2026, 2, 28), "backfill_reason": "补"},
            "visited_on",
            "排查日期2026年2月28日不在2026年3月内，请改正日期，或在那个月的清单上登记。",
        ),
        (
            {"visited_on": date(2026, 3, 20), "arrived": time(15, 1)},
            "arrived",
            "到达时间15:01晚于现在，请改正。",
        ),
        ({"left": time(15)}, "arrived", "填写了离开时间，请同时填写到达时间。"),
        (
            {"arrived": time(10), "left": time(9)},
            "left",
            "离开时间09:00早于到达时间10:00，请核对这两个时间。",
        ),
        (
            {"visited_on": date(2026, 3, 16)},
            "backfill_reason",
            "排查日期2026年3月16日距今超过 3 天，按补录处理，请写明补录原因。",
        ),
        ({"outcome": ""}, "outcome", "请选择排查结果。"),
        ({"outcome": "fine"}, "outcome", "没有“fine”这个结果，请从列表中选择。"),
        (
            {"outcome": "refused", "outcome_reason": " "},
            "outcome_reason",
            "结果为“拒绝检查”，请写明原因，例如谁拒绝、为何进不去。",
        ),
        (
            {"outcome": "problem"},
            "findings",
            "结果为“发现问题”，请至少登记一个问题；没有问题的请改为其他结果。",
        ),
        (
            {"findings": (DRAFT,)},
            "findings",
            "登记了问题，结果却是“正常”，请把结果改为“发现问题”，或删去问题。",
        ),
        (
            {"outcome": "problem", "findings": (replace(DRAFT, description=""),)},
            "findings",
            "问题1：请写明发现的情况：什么设备、在做什么、依据什么判断。",
        ),
        ({"inspectors": ()}, "inspectors", "请填写检查人员，至少一人。"),
        (
            {"is_formal": True, "inspectors": TWO[:1]},
            "inspectors",
            "正式检查至少两人，现在只有“刘建国”一人，请补充检查人员。",
        ),
        (
            {"inspectors": (Inspector("王平、李强"),)},
            "inspectors",
            "检查人员“王平、李强”写了不止一个人，请一人一行，不能一人代签。",
        ),
        (
            {"inspectors": (TWO[0], TWO[0])},
            "inspectors",
            "同一个账户列了两次，请去掉重复的检查人员。",
        ),
        ({"remarks": "字" * 2_001}, "remarks", "备注共 2001 个字，最多 2000 个字，请缩短。"),
        (
            {"place": Place(Decimal("27.1"), Decimal("115.1"))},
            "place",
            "经度和纬度似乎填反了：我国纬度在 3 至 54 之间，经度在 73 至 136 之间。",
        ),
    ],
)
def test_each_fault_stands_at_its_field(changes, field, sentence):
    assert errors(**changes) == {field: [sentence]}


@pytest.mark.parametrize(
    "changes",
    [
        {"visited_on": date(2026, 3, 1), "backfill_reason": "山洪断网"},
        {"visited_on": date(2026, 3, 20), "arrived": time(14, 59), "left": time(15)},
        {"arrived": time(22), "left": time(1)},
        {"outcome": "refused", "outcome_reason": "门卫拒绝"},
        {"outcome": "problem", "findings": (DRAFT,)},
        {"is_formal": True},
        {"place": Place(Decimal("115.1"), Decimal("27.1"), 20)},
    ],
)
def test_what_may_be(changes):
    assert errors(**changes) == {}


def test_an_added_duty_is_visited_from_the_day_it_was_added():
    added = replace(TASK, earliest=date(2026, 3, 19))
    assert errors(added) == {}
    assert errors(added, visited_on=date(2026, 3, 18)) == {
        "visited_on": [
            "排查日期2026年3月18日早于列入清单的日期2026年3月19日，请改正；列入有误的请联系办公室。"
        ]
    }


def test_key_and_closed_enterprises_are_checked_formally():
    key = replace(TASK, must_be_formal=True)
    sentence = "重点监管和回头看的企业必须是正式检查：请勾选“正式检查”，并写明两名以上检查人员。"
    assert errors(key) == {"is_formal": [sentence]}
    assert errors(key, is_formal=True) == {}


def test_a_correction_may_rest_on_findings_that_are_there_already():
    assert errors(replace(TASK, findings_before=1), outcome="problem") == {}


def test_answers_are_checked_with_the_rest():
    task = replace(TASK, items=(Asked("steel", "是否生产钢坯", good_answer="no"),))
    assert errors(task) == {"answers.steel": ["请填写“是否生产钢坯”。"]}
    assert check(replace(REPORT, answers={"steel": {"value": "no"}}), task, now=NOW).answers == {
        "steel": {"value": "no", "same": False, "note": ""}
    }


def test_items_that_want_a_photo_are_a_doubt():
    task = replace(TASK, items=(Asked("power", "断电情况", is_required=False, needs_photo=True),))
    assert check(REPORT, task, now=NOW).doubts == [
        "“断电情况”要求拍照，还没有照片；请补拍，或核对后再次提交。"
    ]
    assert check(REPORT, task, now=NOW, known=Known(photo_items=frozenset({"power"}))).doubts == []


@pytest.mark.parametrize(
    ("at", "night"),
    [
        (None, False),
        (time(19, 59), False),
        (time(20), True),
        (time(0), True),
        (time(5, 59), True),
        (time(6), False),
    ],
)
def test_night_is_from_eight_to_six(at, night):
    assert is_night(at) is night


@pytest.mark.parametrize(("day", "late"), [(17, False), (16, True)])
def test_more_than_three_days_are_late(day, late):
    assert is_backfilled(date(2026, 3, day), date(2026, 3, 20)) is late


def test_who_finished_offline_in_time_waited_for_a_network():
    moment = datetime(2026, 3, 10, 16, 30, tzinfo=UTC)
    late = {"visited_on": date(2026, 3, 10), "source": VisitSource.OFFLINE, "device_time": moment}
    found = check(replace(REPORT, **late), TASK, now=NOW)
    assert found.errors == {}
    assert (found.is_backfilled, found.backfill_reason) == (
        True,
        "现场无网络，设备时间 2026-03-10 16:30 填完，联网后上传",
    )


def test_who_typed_it_late_offline_gives_the_reason():
    moment = datetime(2026, 3, 18, 16, 30, tzinfo=UTC)
    late = {"visited_on": date(2026, 3, 10), "source": VisitSource.OFFLINE, "device_time": moment}
    assert list(errors(**late)) == ["backfill_reason"]


def test_a_formal_check_wants_one_who_confirms_with_an_account():
    typed = (Inspector("李大强"), Inspector("张建国"))
    sentence = "正式检查的人员中至少一人要有账户：请在检查人员中选择参加的账户，由其本人确认。"
    assert errors(is_formal=True, inspectors=typed) == {"inspectors": [sentence]}
    assert errors(inspectors=typed) == {}
    assert errors(is_formal=True, inspectors=(*typed, Inspector("王平", officer_id=2))) == {}
