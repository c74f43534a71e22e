"""Everything that a report says is in its digest; how it came is not."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID

import pytest

from inspections.choices import VisitSource
from inspections.rules.report_digest import report_digest
from inspections.rules.reports import FindingDraft, Inspector, Place, VisitReport

DRAFT = FindingDraft(kind="other", severity="minor", description="炉前堆放废钢约 3 吨")
REPORT = VisitReport(UUID(int=1), date(2026, 3, 2), "normal", inspectors=(Inspector("王秀英", "街道"),))
CHANGES = {
    "visited_on": date(2026, 3, 3),
    "outcome": "idle",
    "answers": {"item-1": {"value": "yes"}},
    "outcome_reason": "门卫拒绝",
    "remarks": "无异常",
    "arrived": time(9),
    "left": time(10),
    "is_announced": True,
    "is_formal": True,
    "recusal_note": "王某回避",
    "inspectors": (Inspector("王秀英", "街道", officer_id=7),),
    "place": Place(Decimal("115"), Decimal("27")),
    "photos": (UUID(int=2),),
    "findings": (DRAFT,),
    "backfill_reason": "断网",
}
OF_THE_WAY = {
    "client_id": UUID(int=3),
    "device_time": datetime(2026, 3, 2, tzinfo=UTC),
    "source": VisitSource.OFFLINE,
    "doubts_accepted": True,
}


def test_every_part_of_a_report_is_told_of():
    assert {field.name for field in fields(VisitReport)} == CHANGES.keys() | OF_THE_WAY.keys()


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_reported_otherwise_is_another_report(name):
    assert report_digest(replace(REPORT, **{name: CHANGES[name]})) != report_digest(REPORT)


@pytest.mark.parametrize("name", [field.name for field in fields(FindingDraft)])
def test_every_part_of_a_finding_counts(name):
    one = replace(REPORT, findings=(DRAFT,))
    other = replace(REPORT, findings=(replace(DRAFT, **{name: True if name == "is_confirmed" else 7}),))
    assert report_digest(one) != report_digest(other)


@pytest.mark.parametrize("name", OF_THE_WAY)
def test_how_it_came_is_left_out(name):
    assert report_digest(replace(REPORT, **{name: OF_THE_WAY[name]})) == report_digest(REPORT)


def test_hostile_text_has_a_digest():
    assert len(report_digest(replace(REPORT, remarks="\ud800\x00", answers={"a\ud800": {"value": 1}}))) == 64
