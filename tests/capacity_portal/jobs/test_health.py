from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from capacity_portal.jobs import health, schedule
from capacity_portal.journal import triggers
from tests.makers import NOON

pytestmark = pytest.mark.django_db


def test_all_is_well():
    schedule.run_due(NOON)
    assert health.report(NOON + timedelta(minutes=4)) == {
        "ok": True,
        "database": True,
        "storage": True,
        "journal": True,
        "regular_work_at": NOON.isoformat(),
        "regular_work": True,
    }


def test_late_worker_is_told_but_does_not_make_the_portal_sick():
    assert (health.report(NOON)["regular_work"], health.report(NOON)["ok"]) == (False, True)
    schedule.run_due(NOON)
    report = health.report(NOON + timedelta(minutes=6))
    assert (report["regular_work"], report["ok"]) == (False, True)


def test_missing_triggers_make_it_sick():
    triggers.remove(connection)
    report = health.report(NOON)
    assert (report["journal"], report["ok"]) == (False, False)


def test_storage_that_cannot_be_written_makes_it_sick(settings, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    settings.MEDIA_ROOT = blocked / "media"
    report = health.report(NOON)
    assert (report["storage"], report["ok"]) == (False, False)


def test_absent_database_makes_it_sick(monkeypatch):
    monkeypatch.setattr(health, "_database_answers", lambda: False)
    assert health.report(NOON) == {
        "ok": False,
        "database": False,
        "storage": True,
        "journal": False,
        "regular_work_at": None,
        "regular_work": False,
    }


def test_database_that_does_not_answer(monkeypatch):
    def away():
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(health.connection, "cursor", away)
    assert health._database_answers() is False
