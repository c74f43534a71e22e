from datetime import date, timedelta

import pytest

from inspections.documents import finding_facts, findings
from tests.makers import NOON, make_cell, make_department, make_duty, make_finding, make_officer, make_visit

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 20)


def test_badges_say_what_is_grave_or_late():
    finding = make_finding(
        kind="revival", severity="serious", is_confirmed=True, deadline_on=TODAY - timedelta(days=1),
        escalated_at=NOON, enforcement_state="marked", enforcement_unit=make_department(),
    )  # fmt: skip
    labels = [badge.label for badge in finding_facts.badges(finding, TODAY)]
    assert labels == ["待整改", "重大", "查实地条钢生产", "逾期", "已升级", "拟移交"]
    assert [badge.label for badge in finding_facts.badges(make_finding(deadline_on=TODAY), TODAY)] == [
        "待整改",
        "一般",
    ]


def test_how_far_off_the_deadline_is():
    for day, text in [(19, "逾期1天"), (20, "今天到期"), (23, "还有1个工作日"), (21, "今天到期")]:
        assert finding_facts.due_label(date(2026, 3, day), TODAY) == text
    ended = make_finding(state="closed", closed_at=NOON, closed_by=make_officer(), recheck_on=TODAY)
    assert finding_facts.due_text(ended, TODAY) == ""


def test_facts_name_place_sub_kind_and_unit():
    cell, unit = make_cell(), make_department()
    visit = make_visit(make_duty(cell=cell), outcome="problem")
    finding = make_finding(visit, kind="new_capacity", sub_kind="fraud", responsible_unit=unit)
    shown = dict(finding_facts.facts(finding, TODAY))
    assert shown["类别"] == "违规新增产能（弄虚作假）"
    assert (shown["网格"], shown["责任单位"]) == (cell.name, unit.name)
    assert dict(finding_facts.facts(make_finding(), TODAY))["网格"] == "不在网格内"
    assert finding_facts.enforcement_facts(finding) == finding_facts.closing_facts(finding) == []


def test_reminders_are_written_county_by_county():
    visit = make_visit(outcome="problem")
    first = make_finding(visit, deadline_on=TODAY - timedelta(days=2))
    apart = make_finding(visit, deadline_on=TODAY - timedelta(days=3))
    apart.county_code = ""
    pressed = findings.pressed_for([apart, first])
    assert [group.findings for group in pressed] == [[first], [apart]]
    assert pressed[1].name == "市本级"
    text = findings.reminder_text(pressed[0], TODAY)
    assert text.splitlines()[1] == (
        f"1. {first.number} {first.title}：其他，一般，期限2026年3月18日，逾期2天，进度0%。"
    )


def test_the_name_of_a_sheet_is_harmless():
    finding = make_finding(title="某/厂:“甲”")
    assert findings.file_name(finding) == f"限期整改-{finding.number}-某厂甲.pdf"
