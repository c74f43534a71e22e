"""Names of nobody are asked about; real ones are not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from inspections.rules.doubts import Known, is_nobody, is_several, of_names, of_report
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


@pytest.mark.parametrize(
    ("outcome", "distance_m", "accuracy_m", "is_asked"),
    [
        ("normal", 2_001, None, True),
        ("idle", 2_001, None, True),
        ("normal", 2_000, None, False),
        ("normal", 2_500, 500, False),
        ("normal", 2_501, 500, True),
        ("normal", None, None, False),
        ("problem", 9_000, None, False),
        ("refused", 9_000, None, False),
    ],
)
def test_a_position_far_away_is_asked_about(outcome, distance_m, accuracy_m, is_asked):
    there = Place(Decimal("115"), Decimal("27"), accuracy_m)
    found = of_report(
        replace(REPORT, outcome=outcome, place=there, photos=(uuid4(),)), [], Known(distance_m=distance_m)
    )
    assert ["相距" in doubt for doubt in found] == ([True] if is_asked else [])


def test_the_distance_is_told_in_kilometres():
    there = replace(REPORT, place=Place(Decimal("87"), Decimal("43")))
    assert of_report(there, [], Known(distance_m=3_012_345)) == [
        "定位与企业登记的位置相距 3,012.3 公里；请在现场重新定位，企业位置有误的请更新档案，核对无误可再次提交。"
    ]


@pytest.mark.parametrize("outcome", ["normal", "problem", "idle", "refused", "no_entry"])
def test_photos_used_before_are_asked_about(outcome):
    one = replace(REPORT, outcome=outcome, photos=(uuid4(),), place=Place(Decimal("115"), Decimal("27")))
    sentence = "有 1 张照片以前用过；请换成本次现场拍摄的照片，或核对后再次提交。"
    assert of_report(one, [], Known(photos_used=1)) == [sentence]
