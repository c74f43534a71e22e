import pytest

from inspections.choices import Severity
from inspections.rules.findings import LONGEST_DAYS, next_number, problems, tidy, usual_days, within_limits
from inspections.rules.reports import FindingDraft


def draft(**values) -> FindingDraft:
    return FindingDraft(**{"kind": "other", "severity": "minor", "description": "炉衬超期", **values})


def test_a_complete_draft_has_no_problems():
    assert problems(draft()) == {}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "nosuch"}, "kind"),
        ({"severity": "terrible"}, "severity"),
        ({"description": ""}, "description"),
        ({"description": "长" * 2001}, "description"),
        ({"requirement": "长" * 1001}, "requirement"),
        ({"responsible_name": "长" * 61}, "responsible_name"),
        ({"item_code": "检查项"}, "item_code"),
        ({"kind": "new_capacity"}, "sub_kind"),
        ({"kind": "new_capacity", "sub_kind": "nosuch"}, "sub_kind"),
        ({"sub_kind": "fraud"}, "sub_kind"),
        ({"is_confirmed": True}, "is_confirmed"),
        ({"kind": "revival"}, "severity"),
        ({"kind": "revival", "severity": "major"}, "severity"),
        ({"deadline_days": 0}, "deadline_days"),
        ({"deadline_days": LONGEST_DAYS + 1}, "deadline_days"),
        ({"deadline_days": True}, "deadline_days"),
        ({"deadline_days": "三"}, "deadline_days"),
    ],
)
def test_each_problem_is_said_at_its_field(values, field):
    assert list(problems(draft(**values))) == [field]


def test_sub_kind_and_confirmation_are_taken_where_they_belong():
    assert problems(draft(kind="new_capacity", sub_kind="fraud")) == {}
    assert (
        problems(draft(kind="revival", severity="serious", is_confirmed=True, deadline_days=LONGEST_DAYS))
        == {}
    )


def test_tidy_takes_out_what_no_database_holds():
    tidied = tidy(draft(description=" 有\x00坏\ud800字 ", requirement=None, kind="other "))
    assert (tidied.description, tidied.requirement, tidied.kind) == ("有坏字", "", "other")


def test_each_severity_has_its_parameter_and_default():
    usual = [usual_days(severity) for severity in Severity]
    assert [(found.threshold, found.days) for found in usual] == [
        ("finding-days-minor", 10),
        ("finding-days-major", 5),
        ("finding-days-serious", 3),
    ]


def test_a_parameter_typed_wrongly_stays_within_limits():
    assert [within_limits(days) for days in (-3, 0, 7, 9999)] == [1, 1, 7, LONGEST_DAYS]


def test_numbers_go_on_above_four_digits():
    assert next_number(2026, []) == "F2026-0001"
    assert next_number(2026, ["F2026-0009", "F2026-0041"]) == "F2026-0042"
    assert next_number(2026, ["F2026-9999"]) == "F2026-10000"
    assert next_number(2026, ["nonsense"]) == "F2026-0001"
