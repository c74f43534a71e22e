"""Files and staged rows go after a week; the report stays."""

import os
from datetime import timedelta

import pytest
from django.utils import timezone

from capacity_portal.imports import files, operations
from capacity_portal.imports.choices import ImportState
from capacity_portal.imports.models import SheetImport
from capacity_portal.jobs.models import Job
from tests.capacity_portal.imports.trips import UNCLEAR, read, uploaded

pytestmark = pytest.mark.django_db


def old(record, days: int = 8) -> SheetImport:
    SheetImport.objects.filter(pk=record.pk).update(created_at=timezone.now() - timedelta(days=days))
    return record


def forget() -> int:
    return operations.forget_files(timezone.now())


def test_old_import_loses_its_files_and_rows(kind, officer, django_capture_on_commit_callbacks):
    record = old(read(kind, officer, UNCLEAR))
    with django_capture_on_commit_callbacks(execute=True):
        assert forget() == 1
    record.refresh_from_db()
    assert (record.state, record.stored_file, record.rows.count()) == (ImportState.DISCARDED, "", 0)
    assert record.message == "超过 7 天未入库，已清理。"
    assert list(files.folder().iterdir()) == []
    assert forget() == 0


def test_young_import_and_one_being_stored_keep_theirs(kind, officer):
    young = old(read(kind, officer), days=6)
    storing = read(kind, officer)
    operations.confirm_import(sheet_import=storing, by=officer, at=timezone.now())
    old(storing)
    assert forget() == 0
    assert [files.path_of(one.stored_file) is None for one in (young, storing)] == [False, False]


def test_one_whose_storing_died_goes_like_the_others(kind, officer):
    storing = read(kind, officer)
    storing = operations.confirm_import(sheet_import=storing, by=officer, at=timezone.now())
    Job.objects.filter(pk=storing.job_id).update(state="failed", finished_at=timezone.now())
    old(storing)
    assert forget() == 1
    storing.refresh_from_db()
    assert (storing.state, storing.rows.count()) == (ImportState.DISCARDED, 0)


def test_import_that_was_over_keeps_its_state(kind, officer):
    record = operations.discard_import(sheet_import=read(kind, officer), by=officer, at=timezone.now())
    ended = record.ended_at
    old(record)
    assert forget() == 1
    record.refresh_from_db()
    assert (record.state, record.message, record.ended_at) == (ImportState.DISCARDED, "", ended)


def test_file_that_nobody_knows_goes_after_a_day(kind, officer):
    record = uploaded(kind, officer)
    for stored, hours in (
        (files.store(b"new"), 1),
        (gone := files.store(b"old"), 30),
        (record.stored_file, 30),
    ):
        moment = (timezone.now() - timedelta(hours=hours)).timestamp()
        os.utime(files.path_of(stored), (moment, moment))
    forget()
    assert files.path_of(gone) is None
    assert len(list(files.folder().iterdir())) == 2
