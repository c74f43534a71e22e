from dataclasses import replace
from datetime import date

import pytest

from tipoffs.rules.verifying import FieldReport, Participant, problems, tidy

DAY = date(2026, 3, 2)
TWO = (Participant("张三", "供电公司"), Participant("", officer_id=7))
REPORT = FieldReport(DAY, DAY, " 河边\x00 ", "confirmed", "有炉两台", TWO)


def wrong(**values) -> list[str]:
    return list(problems(tidy(replace(REPORT, **values)), since=DAY, today=DAY))


def test_a_whole_report_has_no_problems_and_is_tidy():
    assert wrong() == []
    assert tidy(REPORT).place_text == "河边"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"place_text": " "}, "place_text"),
        ({"findings": ""}, "findings"),
        ({"findings": "长" * 4001}, "findings"),
        ({"conclusion": ""}, "conclusion"),
        ({"began_on": None}, "began_on"),
        ({"ended_on": None}, "ended_on"),
        ({"began_on": date(2026, 3, 1)}, "began_on"),
        ({"ended_on": date(2026, 3, 3)}, "ended_on"),
        ({"people": TWO[:1]}, "people"),
        ({"people": tuple(Participant(f"甲{number}") for number in range(21))}, "people"),
        ({"people": (*TWO, Participant("长" * 61))}, "people"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(values, field):
    assert wrong(**values) == [field]


def test_the_same_person_counts_once():
    again = (Participant("张 三", "供电公司"), Participant("张三", "供电公司"), Participant("", officer_id=7))
    assert len(tidy(replace(REPORT, people=again)).people) == 2
    namesakes = (Participant("张三", "供电公司"), Participant("张三", "镇政府"))
    assert len(tidy(replace(REPORT, people=namesakes)).people) == 2


def test_nobody_named_is_nobody():
    assert tidy(replace(REPORT, people=(Participant(" "),))).people == ()
