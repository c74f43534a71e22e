from datetime import UTC, datetime, timedelta

import pytest

from capacity_portal.journal.models import Entry
from capacity_portal.organization.models import Threshold
from tests.makers import NOON, make_officer
from tests.tip_makers import make_tip
from tipoffs.operations.read_watch import list_week, watch_reads
from tipoffs.operations.reading import log_read

pytestmark = pytest.mark.django_db


def read(officer, count: int, at=NOON):
    for _ in range(count):
        log_read(tip=make_tip(), what="page", by=officer, at=at)


def test_six_different_tips_in_an_hour_are_told_once():
    busy, calm = make_officer("tipoff_handler"), make_officer("tipoff_handler")
    read(busy, 6)
    read(calm, 5)
    assert watch_reads(NOON + timedelta(minutes=5)) == 1
    assert watch_reads(NOON + timedelta(minutes=15)) == 0
    entry = Entry.objects.get(subject="tip_reading", step="alert")
    assert (entry.subject_id, entry.region_code) == (busy.pk, "3608")
    assert "一小时内查阅了 6 件不同的举报（提醒线 5 件）" in entry.note
    read(busy, 6, NOON + timedelta(hours=2))
    assert watch_reads(NOON + timedelta(hours=2, minutes=5)) == 1


def test_the_line_is_the_offices():
    Threshold.objects.create(code="tipoff-reads-an-hour", name="提醒线", value=2)
    read(make_officer("tipoff_handler"), 3)
    assert watch_reads(NOON + timedelta(minutes=5)) == 1


def test_the_week_is_listed_once_for_each_office():
    read(make_officer("tipoff_handler"), 6)
    log_read(
        tip=make_tip(region_code="6207"), what="page", by=make_officer("tipoff_handler", "6207"), at=NOON
    )
    monday = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
    assert (list_week(NOON), list_week(monday), list_week(monday)) == (0, 2, 0)
    notes = dict(Entry.objects.filter(step="weekly").values_list("region_code", "note"))
    assert notes["3608"].startswith("2026-03-02 至 2026-03-08，1 人查阅；")
    assert "6 次，6 件，超过提醒线" in notes["3608"]
    assert "1 次，1 件" in notes["6207"]
