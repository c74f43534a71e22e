import pytest
from django.db import connection, transaction

from capacity_portal.journal import operations as journal
from capacity_portal.journal.models import Entry
from capacity_portal.journal.operations import Change, NotInTransaction
from capacity_portal.journal.registry import snapshot
from capacity_portal.organization import recorder
from capacity_portal.organization.models import Threshold
from tests.makers import NOON, make_department, make_officer, make_region

pytestmark = pytest.mark.django_db


def written() -> dict:
    (entry,) = Entry.objects.values()
    return entry


def test_recording_writes_what_the_body_changed():
    officer, unit = make_officer(name="张三", username="zhang-san"), make_department(make_region("360802"))
    with journal.recording(unit, step="edit", by=officer, at=NOON, note="更正"):
        unit.short_name = "工信局"
        unit.save()
    entry = written()
    entry.pop("id")
    assert entry == {
        "at": NOON,
        "subject": "department",
        "subject_id": unit.pk,
        "file_key": f"department:{unit.pk}",
        "region_code": "360802",
        "kind": "changed",
        "step": "edit",
        "changes": {"short_name": ["", "工信局"]},
        "note": "更正",
        "by_id": officer.pk,
        "by_name": "张三（zhang-san）",
    }


def test_body_that_fails_leaves_no_entry():
    unit = make_department()
    with pytest.raises(ZeroDivisionError), journal.recording(unit, step="edit", by=None, at=NOON):
        unit.short_name = str(1 // 0)
    assert Entry.objects.count() == 0


def test_created_and_removed_hold_every_followed_field():
    record = Threshold.objects.create(code="days", name="天数", value="180", unit="天")
    journal.record_created(record, step="create", by=None, at=NOON)
    journal.record_removed(record, step="edit", by=None, at=NOON)
    created, removed = Entry.objects.order_by("id")
    assert (created.kind, created.by_name, created.changes["value"]) == ("created", "系统", [None, "180"])
    assert (removed.kind, removed.changes["value"]) == ("removed", ["180", None])
    assert created.changes.keys() == removed.changes.keys() == snapshot(record).keys()


def test_batch_is_written_in_bulk(django_assert_num_queries):
    old, *new = [
        Threshold.objects.create(code=f"c{number}", name=f"n{number}", value="1") for number in range(20)
    ]
    before = snapshot(old)
    old.value = "2"
    old.save()
    changes = [Change(old, before, "调整"), *(Change(record, None) for record in new)]
    with django_assert_num_queries(1):
        assert journal.record_many(changes, step="load", by=None, at=NOON) == 20
    assert list(Entry.objects.order_by("id").values_list("kind", "note")[:2]) == [
        ("changed", "调整"),
        ("created", ""),
    ]


def test_event_takes_the_region_of_its_officer():
    officer = make_officer("county_staff")
    journal.record_event(subject="export", subject_id=3, step="export", by=officer, at=NOON)
    entry = written()
    assert (entry["kind"], entry["region_code"], entry["file_key"], entry["changes"]) == (
        "event",
        "360802",
        "export:3",
        {},
    )


def test_many_events_are_written_in_bulk_like_single_ones(django_assert_num_queries):
    officer = make_officer("office_staff")
    events = [journal.Event(number, f"enterprise:{number}", "360802", "新建档") for number in (7, 8)]
    with django_assert_num_queries(1):
        assert journal.record_events(events, subject="duty", step="add", by=officer, at=NOON) == 2
    journal.record_event(
        subject="duty", subject_id=7, step="add", by=officer, at=NOON, note="新建档", region_code="360802", file_key="enterprise:7",
    )  # fmt: skip
    in_bulk, other, single = Entry.objects.order_by("id").values()
    assert other["subject_id"] == 8
    assert {**in_bulk, "id": 0} == {**single, "id": 0}


@pytest.mark.django_db(transaction=True)
def test_entries_outside_a_transaction_are_refused():
    assert not connection.in_atomic_block
    with pytest.raises(NotInTransaction):
        journal.record_event(subject="export", subject_id=3, step="export", by=None, at=NOON)
    with transaction.atomic():
        journal.record_event(subject="export", subject_id=3, step="export", by=None, at=NOON)
    assert Entry.objects.count() == 1


def test_the_slot_of_the_organization_is_filled():
    assert recorder._journal() is journal
