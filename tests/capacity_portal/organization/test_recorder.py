"""The slot for the journal."""

import pytest

from capacity_portal.journal import operations, registry
from capacity_portal.journal.models import Entry
from capacity_portal.organization import recorder, tracking
from capacity_portal.organization.models import Region
from tests.makers import NOON, make_region


def test_journal_has_filled_the_slot():
    assert recorder._installed is operations


def test_without_a_journal_nothing_is_written(monkeypatch):
    monkeypatch.setattr(recorder, "_installed", None)
    with pytest.raises(recorder.NoJournal):
        recorder.record_event(subject="officer", subject_id=1, step="sign_in", by=None, at=None)


def test_everything_listed_is_followed():
    for followed in tracking.FOLLOWED:
        assert registry.of_model(followed["model"]).fields == tuple(followed["fields"])


def test_no_secret_is_followed():
    fields = {field for followed in tracking.FOLLOWED for field in followed["fields"]}
    assert not fields & {"password", "key", "digest", "session_data"}


@pytest.mark.parametrize("followed", tracking.FOLLOWED, ids=lambda followed: followed["subject"])
def test_every_stored_field_is_followed_or_left_out_on_purpose(followed):
    left_out = {"id", "password", "last_login", "version"}  # the last is the lock of a form, no fact
    stored = {field.attname for field in followed["model"]._meta.concrete_fields} - left_out
    assert stored == set(followed["fields"])


@pytest.mark.django_db
def test_many_records_are_written_down_with_what_changed_on_each(django_assert_num_queries):
    regions = [make_region("360802"), make_region("360803")]
    with django_assert_num_queries(2), recorder.recording_all(regions, step="import", by=None, at=NOON):
        for region in regions:
            region.name += "（新）"
        Region.objects.bulk_update(regions, ["name"])
    changes = Entry.objects.order_by("id").values_list("subject_id", "step", "changes")
    assert list(changes) == [
        (regions[0].pk, "import", {"name": ["吉州区", "吉州区（新）"]}),
        (regions[1].pk, "import", {"name": ["青原区", "青原区（新）"]}),
    ]
