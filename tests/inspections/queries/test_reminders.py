import pytest

from inspections.queries.reminders import texts
from tests.makers import (
    NOON,
    make_cell,
    make_department,
    make_duty,
    make_enterprise,
    make_office,
    make_officer,
    make_region,
    make_round,
    make_visit,
)

pytestmark = pytest.mark.django_db


def test_a_text_for_each_county_with_what_is_not_inspected():
    make_office()
    round_, cell = make_round(), make_cell("360802001")
    duties = [
        make_duty(round_, cell=cell, title="甲厂", responsible_name="张三"),
        make_duty(round_, kind="sweep", cell=cell),
        make_duty(round_, make_enterprise("360803"), title="乙厂"),
        make_duty(round_, title="查过的厂"),
    ]
    make_visit(duties[-1])
    for code in ("360802", "360803"):
        make_region(code)
    found = texts(round_, duties, by=make_officer("office_staff"), at=NOON, whole=["360802"])
    assert list(found) == ["360802", "360803"]
    lines = found["360802"].split("\n")
    assert lines[0] == "吉州区："
    assert "应排查3处，已查清1处（33.3%），还有2处没有查清。" in lines[1]
    assert "请于2026年3月31日（还有21个工作日）前完成。" in lines[1]
    assert "节假日安排尚未收录" in lines[1]
    assert lines[3:5] == [
        "1．甲厂（区划360802001网格，责任人张三）",
        "2．区划360802001网格拉网排查（无责任人）",
    ]
    assert lines[-2:] == ["吉安市化解过剩产能工作领导小组办公室", "2026年3月2日"]
    assert "应排查" not in found["360803"]


def test_a_county_signs_for_itself_and_an_office_that_is_not_set_up_by_its_place():
    duty = make_duty()
    county = make_officer("county_staff", "360802")
    county.department = make_department(county.region, name="工信局")
    text = texts(duty.round, [duty], by=county, at=NOON)["360802"]
    assert (text.split("\n")[0], text.split("\n")[-2]) == ("各网格责任人：", "吉州区工信局")
    text = texts(duty.round, [duty], by=make_officer("office_staff"), at=NOON.replace(month=6))["360802"]
    assert text.split("\n")[-2] == "吉安市化解过剩产能工作领导小组办公室"
    assert "已逾期" in text
