"""Builders of journal entries and blocks for the tests of this folder."""

from datetime import timedelta

from capacity_portal.journal.choices import EntryKind
from capacity_portal.journal.models import Entry
from tests.makers import NOON


def new_entry(number: int = 1, **values) -> Entry:
    """An unsaved entry of a subject nobody follows (so that nothing drifts); ``number`` varies its content."""
    values = {
        "at": NOON + timedelta(minutes=number),
        "subject": "sample",
        "subject_id": number,
        "file_key": f"sample:{number}",
        "region_code": "360802",
        "kind": EntryKind.CHANGED,
        "step": "edit",
        "changes": {"name": ["演示铸造", f"演示铸造{number}"], "employees": [None, number]},
        "by_name": "测试员（ce-shi）",
        **values,
    }
    return Entry(**values)


def write_entries(count: int, first: int = 1, **values) -> list[Entry]:
    """``count`` saved entries with consecutive content."""
    return Entry.objects.bulk_create(
        [new_entry(number, **values) for number in range(first, first + count)], batch_size=500
    )
