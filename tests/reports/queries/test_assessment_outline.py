"""How a report is called."""

from types import SimpleNamespace

import pytest

from reports.choices import ReportKind
from reports.queries.assessment_outline import title_of


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("化解过剩产能工作总结", "吉州区2026年化解过剩产能工作总结"),
        ("化解过剩产能自评", "吉州区2026年化解过剩产能自评"),
        ("化解过剩产能", "吉州区2026年化解过剩产能年度工作报告"),
    ],
)
def test_the_kind_is_named_where_the_name_does_not_say_it(name, title):
    scheme = SimpleNamespace(name=name, year=2026, get_kind_display=lambda: ReportKind.WORK_REPORT.label)
    assert title_of(SimpleNamespace(scheme=scheme, region=SimpleNamespace(name="吉州区"))) == title
