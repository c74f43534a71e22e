"""Changes around the operations: found; what the operations did, also while we look: not."""

import pytest
from django.db import connection, transaction

from capacity_portal.journal import operations as journal
from capacity_portal.journal import registry
from capacity_portal.journal.operations import Change
from capacity_portal.journal.queries import drift
from capacity_portal.journal.queries.drifting import Drift
from capacity_portal.organization.models import Holiday, Threshold
from tests.makers import NOON

pytestmark = pytest.mark.django_db


def thresholds(count: int) -> list[Threshold]:
    made = Threshold.objects.bulk_create(
        [
            Threshold(code=f"days-{number}", name=f"天数{number}", value="180", unit="天")
            for number in range(count)
        ]
    )
    with transaction.atomic():
        journal.record_many([Change(record, None) for record in made], step="load", by=None, at=NOON)
    return made


def found() -> list[tuple]:
    return [(one.kind, one.subject, one.subject_id) for one in drift()]


def run(sql: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_nothing_drifted():
    record = thresholds(3)[0]
    with transaction.atomic(), journal.recording(record, step="edit", by=None, at=NOON):
        record.value = "90"
        record.save()
    assert found() == []


def test_raw_sql_is_found_with_both_values():
    record = thresholds(3)[1]
    run("UPDATE organization_threshold SET value = '999' WHERE id = %s", record.pk)
    (one,) = drift()
    assert (one.kind, one.subject_id, one.fields) == ("changed", record.pk, {"value": ("180", "999")})
    assert one.sentence == f"工作参数 {record.pk}：“数值”日志为“180”，现为“999”。"


def test_queryset_update_and_bulk_update_are_found():
    records = thresholds(3)
    Threshold.objects.filter(pk=records[0].pk).update(unit="工作日")
    records[2].name = "别的"
    Threshold.objects.bulk_update([records[2]], ["name"])
    assert found() == [("changed", "threshold", records[0].pk), ("changed", "threshold", records[2].pk)]


def test_record_created_around_is_found():
    thresholds(1)
    record = Threshold.objects.create(code="x", name="x", value="1")
    assert found() == [("created", "threshold", record.pk)]


def test_record_created_around_and_edited_through_the_operations_is_found():
    record = Threshold.objects.create(code="x", name="x", value="1")
    with transaction.atomic(), journal.recording(record, step="edit", by=None, at=NOON):
        record.value = "2"
        record.save()
    assert found() == [("created", "threshold", record.pk)]


def test_record_deleted_around_is_found():
    first, middle, last = thresholds(3)
    Threshold.objects.filter(pk__in=[middle.pk, last.pk]).delete()
    assert found() == [("deleted", "threshold", middle.pk), ("deleted", "threshold", last.pk)]


def test_record_removed_through_the_journal_is_not_missing():
    record = thresholds(1)[0]
    with transaction.atomic():
        journal.record_removed(record, step="edit", by=None, at=NOON)
        record.delete()
    assert found() == []


def test_record_put_back_after_its_removal_is_found():
    record = thresholds(1)[0]
    number = record.pk
    with transaction.atomic():
        journal.record_removed(record, step="edit", by=None, at=NOON)
        record.delete()
    Threshold.objects.create(pk=number, code="days-0", name="天数0", value="180", unit="天")
    assert found() == [("created", "threshold", number)]


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_chunks_lose_nobody(monkeypatch, count):
    """Records and entries that end in different chunks."""
    monkeypatch.setattr("capacity_portal.journal.queries.drifting._AT_ONCE", count)
    records = thresholds(9)
    Threshold.objects.filter(pk__in=[records[0].pk, records[3].pk, records[8].pk]).delete()
    Threshold.objects.filter(pk=records[5].pk).update(value="1")
    added = Threshold.objects.create(code="x", name="x", value="1")
    assert found() == [
        ("deleted", "threshold", records[0].pk),
        ("deleted", "threshold", records[3].pk),
        ("changed", "threshold", records[5].pk),
        ("deleted", "threshold", records[8].pk),
        ("created", "threshold", added.pk),
    ]


def test_reads_do_not_grow_with_the_number_of_records(django_assert_max_num_queries):
    thresholds(400)
    with django_assert_max_num_queries(4 * len(registry.all_tracked()) + 4):
        assert found() == []


def test_suspect_whose_operation_has_just_finished_is_cleared(monkeypatch):
    """The record was read before an operation, its entries after it: the second look agrees."""
    record = thresholds(1)[0]
    monkeypatch.setattr(
        "capacity_portal.journal.queries.drifting._suspects",
        lambda tracked: [Drift("changed", tracked.subject, record.pk, "", {})],
    )
    assert found() == []


@pytest.mark.parametrize(
    "values",
    [
        {"code": "d", "name": "小数", "value": "1.50"},
        {"code": "n", "name": 12, "value": 7},
    ],
)
def test_values_as_they_were_assigned_equal_what_is_read_back(values):
    record = Threshold(**values)
    with transaction.atomic():
        record.save()
        journal.record_created(record, step="create", by=None, at=NOON)
    assert found() == []


def test_dates_assigned_as_text_equal_what_is_read_back():
    day = Holiday(day="2026-10-01", is_workday=False, name="国庆节", source="国办发明电")
    with transaction.atomic():
        day.save()
        journal.record_created(day, step="create", by=None, at=NOON)
    assert found() == []
