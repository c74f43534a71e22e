"""Names of nobody are asked about; real ones are not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from inspections.rules.doubts import is_nobody, is_several, of_names, of_report
from inspections.rules.reports import Inspector, Place, VisitReport

REPORT = VisitReport(
    uuid4(), date(2026, 3, 2), "normal", inspectors=(Inspector("刘建国", officer_id=1), Inspector("王秀英"))
)


@pytest.mark.parametrize(
    "name",
    ["张三", "李 四", "测试", "某某", "王某", "李某某", "XXX", "李××", "test1", "甲", "呵呵", "张吉惟", "无"],
)
def test_names_that_stand_for_nobody(name):
    assert is_nobody(name)


@pytest.mark.parametrize("name", ["李和平", "张三立", "欧阳娜娜", "买买提·艾力", "王五一", "吴吉", "刘建国"])
def test_names_of_people(name):
    assert not is_nobody(name)
    assert not is_several(name)


@pytest.mark.parametrize("name", ["王平、李强", "王平,李强", "王平等3人", "王平等人", "王平/李强"])
def test_one_signature_for_many(name):
    assert is_several(name)


def test_an_account_is_somebody_whatever_its_name():
    assert of_names([Inspector("张三", officer_id=4)]) == []
    assert of_names([Inspector("张三")]) == [
        "检查人员“张三”像是随手填的姓名，请填真实姓名；核对无误可再次提交。"
    ]


def test_the_same_name_twice_is_asked_about():
    people = [Inspector("刘建国", officer_id=1), Inspector("刘 建国")]
    assert of_names(people) == ["检查人员“刘 建国”列了两次；确是同名的两个人，请核对后再次提交。"]


def test_a_good_report_raises_no_doubt():
    assert of_report(REPORT, []) == []


def test_standing_still_without_photo_and_position_does_not_count():
    idle = replace(REPORT, outcome="idle")
    assert of_report(idle, []) == [
        "结果为“停产无人”但没有照片、定位，不计入已排查；请补上，或核对后再次提交。"
    ]
    there = Place(Decimal("115"), Decimal("27"))
    assert of_report(replace(idle, place=there), []) == [
        "结果为“停产无人”但没有照片，不计入已排查；请补上，或核对后再次提交。"
    ]
    assert of_report(replace(idle, place=there, photos=(uuid4(),)), []) == []


def test_items_that_want_a_photo_are_asked_for_where_somebody_was_inside():
    assert of_report(REPORT, ["断电情况"]) == ["“断电情况”要求拍照，还没有照片；请补拍，或核对后再次提交。"]
    assert of_report(replace(REPORT, outcome="refused"), ["断电情况"]) == []
