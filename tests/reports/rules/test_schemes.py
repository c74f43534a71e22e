"""What a scheme may hold."""

import json
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from reports.rules.schemes import checked_outline, indicator_problem

ENTRY = {"key": "lead", "heading": "组织领导", "level": 1, "text": "{=meetings}"}


@pytest.mark.parametrize(
    ("values", "part"),
    [
        ({"key": "1a"}, "代号应是"),
        ({"key": ""}, "代号应是"),
        ({"level": 5}, "层级应是"),
        ({"heading": "长" * 81}, "最多 80 个字"),
        ({"text": "{nothing}"}, "没有代号"),
        ({"text": "绝密★"}, "密级标志"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(values, part):
    with pytest.raises(ValidationError, match="提纲第 1 段") as refused:
        checked_outline([ENTRY | values])
    assert part in "".join(refused.value.messages)


def test_keys_are_unique_and_entries_are_not_endless():
    with pytest.raises(ValidationError, match="重复"):
        checked_outline([ENTRY, ENTRY])
    with pytest.raises(ValidationError, match="最多 40 段"):
        checked_outline([ENTRY | {"key": f"a{number}"} for number in range(41)])
    assert checked_outline([ENTRY | {"text": " 字\x00\r\n"}]) == [ENTRY | {"text": "字"}]


def test_the_prepared_schemes_hold():
    entries = json.loads((settings.FIXTURES_DIR / "report_schemes.json").read_text(encoding="utf-8"))
    assert {(entry["kind"], entry["level"]) for entry in entries} == {
        (kind, level)
        for kind in ("self_assessment", "work_report", "self_check")
        for level in ("county", "prefecture")
    }
    for entry in entries:
        assert checked_outline(entry["outline"]) == entry["outline"]
    points = {sum(float(one["full_mark"]) for one in entry["indicators"]) for entry in entries}
    assert points == {5.0, 0}


@pytest.mark.parametrize(
    ("values", "part"),
    [
        ({"figure": "nothing"}, "没有代号为“nothing”"),
        ({"is_veto": True, "full_mark": 0}, "满分必须大于 0"),
        ({"method": "ratio", "figure": "tips"}, "必须选择目标取数"),
        ({}, ""),
    ],
)
def test_an_indicator_has_what_its_method_needs(values, part):
    given = {"figure": "", "target": "", "is_veto": False, "full_mark": 5, "method": "manual"} | values
    assert part in indicator_problem(SimpleNamespace(**given))
    assert bool(indicator_problem(SimpleNamespace(**given))) is bool(part)
