"""The invented documents: pure, the same for the same arguments, every stage among them, and without a glyph missing."""

from datetime import UTC, datetime, timedelta

import pytest

from capacity_portal.dashboards.demonstration import documents_invented as invented
from capacity_portal.lib.typesetting.official.problems import problems
from reports.rules.content import worded_document

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_the_same_arguments_give_the_same_documents():
    first, again = (invented.invent(30, 700, NOW) for _ in range(2))
    assert first == again
    assert len(first) == 30


@pytest.mark.parametrize("count", [14, 60])
def test_they_come_in_order_of_time_before_now_within_the_days(count):
    moments = [one.at for one in invented.invent(count, 720, NOW)]
    assert len(moments) == count
    assert moments == sorted(moments)
    assert NOW - timedelta(days=721) < moments[0]
    assert moments[-1] < NOW


def test_every_stage_kind_and_course_is_there_at_the_usual_size():
    told = invented.invent(60, 720, NOW)
    assert {one.stop for one in told} == {"", "draft", "returned", "reviewing", "approved"}
    assert {one.kind for one in told} == {"notice", "circular", "letter", "report", "minutes"}
    assert all(
        any(getattr(one, name) for one in told)
        for name in ("is_returned", "is_countersigned", "is_public", "upstream", "wants")
    )


def test_all_of_them_can_be_issued():
    told = invented.invent(60, 720, NOW)
    read = [worded_document(one.title, one.content, issuers=["演示办公室"]) for one in told]
    assert [problems(document) for document in read] == [[]] * 60


def test_the_number_follows_the_size_of_the_ledger():
    assert [invented.count_for(scale) for scale in (1, 500, 1_000, 200_000)] == [14, 30, 60, 60]


def test_documents_from_above_lie_on_working_days():
    told = invented.invent_incoming(60, 720, NOW)
    assert len(told) == 20
    assert {one.at.weekday() < 5 for one in told} == {True}
