import os
from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from capacity_portal.journal.models import Entry
from capacity_portal.lib.sealing.boxes import CannotOpen
from capacity_portal.lib.uploads import UploadRefused
from tests import evidence_makers as make
from tests.makers import NOON, make_officer
from tests.tip_makers import MONDAY, make_custody_key, make_tip
from tests.tipoffs.operations.test_draft_files import bytes_in, keep, private_of
from tipoffs import triggers
from tipoffs.models import TipFile, TipMessage
from tipoffs.operations import file_store, file_sweep, originals, tip_files
from tipoffs.queries.receipts import trace_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def attach(tip, content=None, name="现场.jpg", **values):
    return tip_files.attach(
        tip=tip, upload=make.Sent(content or make.jpeg_with_traces(), name), **{"at": NOON} | values
    )


def test_a_later_file_of_the_reporter_is_cleaned_and_sealed_and_told_by_day_alone(media):
    key = make_custody_key()
    tip = make_tip()
    message = TipMessage.objects.create(tip=tip, is_from_office=False, text="补充", posted_on=MONDAY)
    file = attach(tip, message=message)
    assert (file.position, file.kind, file.message, file.is_scan) == (1, "photo", message, False)
    assert originals.original_of(file, private_of(key)) == make.jpeg_with_traces()
    assert not any(make.CANARY_BYTES in content for content in bytes_in(media))
    entry = Entry.objects.get(subject="tip", step="attach")
    assert (entry.file_key, entry.by, entry.note) == (f"tip:{tip.pk}", None, trace_of(file))
    assert (entry.note[:7], file.sha256 in entry.note) == ("第 1 份材料", False)
    assert entry.at == datetime(2026, 3, 1, 16, tzinfo=UTC)


def test_a_scan_stays_sealed_and_its_entry_tells_who_and_when(media):
    make_custody_key()
    officer = make_officer("county_staff")
    tip = make_tip(channel="letter", entered_by=officer, entered_at=NOON)
    file = attach(tip, make.pdf(), is_scan=True, by=officer)
    assert (bool(file.clean), file.is_scan, file.content_type) == (False, True, "application/pdf")
    assert len(bytes_in(media)) == 1
    assert Entry.objects.filter(subject="tip", step="attach", by=officer, at=NOON).count() == 1


def test_who_did_not_enter_the_tip_and_does_not_see_it_attaches_nothing(media):
    with pytest.raises(PermissionDenied):
        attach(make_tip(), by=make_officer("county_staff"))
    with pytest.raises(PermissionDenied):
        attach(make_tip(), by=make_officer("auditor"))
    assert bytes_in(media) == []
    assert attach(make_tip(), by=make_officer("tipoff_handler")).position == 1


@pytest.mark.parametrize("content", [make.jpeg(), make.mp4()])
def test_the_same_file_is_kept_once(media, content):
    make_custody_key()
    tip = make_tip()
    first = attach(tip, content)
    stored = len(bytes_in(media))
    assert attach(tip, content) == first
    assert len(bytes_in(media)) == stored


def test_digest_of_a_sealed_file_is_not_that_of_the_file():
    from hashlib import sha256

    make_custody_key()
    assert attach(make_tip(), make.mp4()).sha256 != sha256(make.mp4()).hexdigest()


def test_without_a_custody_key(media):
    tip = make_tip()
    with pytest.raises(UploadRefused, match="来信来文扫描件不能封存保管"):
        attach(tip, is_scan=True)
    with pytest.raises(UploadRefused, match="视频和 Office 文档现在不能封存保管"):
        attach(tip, make.mp4())
    file = attach(tip)
    assert (file.sealed_path, file.sealed_key, len(bytes_in(media))) == ("", None, 1)


def test_a_tip_takes_no_more_than_its_share(media, monkeypatch):
    monkeypatch.setattr(tip_files, "MOST_LATER", 1)
    tip = make_tip()
    attach(tip)
    with pytest.raises(UploadRefused, match="不能再添加"):
        attach(tip, make.png_with_traces())
    assert len(bytes_in(media)) == 1


def test_a_full_disk(monkeypatch):
    monkeypatch.setattr(file_store, "SPARE", 1 << 60)
    with pytest.raises(UploadRefused, match="存储空间不足"):
        attach(make_tip())


def test_at_the_end_of_its_term_the_original_goes_and_the_clean_copy_stays(
    media, django_capture_on_commit_callbacks
):
    key = make_custody_key()
    file = attach(make_tip())
    with django_capture_on_commit_callbacks(execute=True):
        originals.forget_original(file)
    file.refresh_from_db()
    assert (file.sealed_path, file.sealed_key, file.custody, len(bytes_in(media))) == ("", None, None, 1)
    with pytest.raises(CannotOpen):
        originals.original_of(file, private_of(key))


def test_the_sweep_takes_what_no_row_names(media, monkeypatch):
    make_custody_key()
    attach(make_tip())
    keep()
    kept = bytes_in(media)
    for folder in (file_store.CLEAN, file_store.SEALED, file_store.DRAFTS):
        file_store.write(file_store.new_name(folder), b"left over")
    assert file_sweep.sweep_files(NOON) == 0  # too young
    monkeypatch.setattr(file_sweep, "AGE", -5)
    assert file_sweep.sweep_files(NOON) == 3
    assert bytes_in(media) == kept
    with triggers.lifted(connection):
        TipFile.objects.all().delete()
    assert file_sweep.sweep_files(NOON) == 2


def test_the_sweep_of_an_empty_portal():
    assert file_sweep.sweep_files(NOON) == 0


def test_names_that_are_no_numbers_of_files_are_swept_too(media, monkeypatch):
    monkeypatch.setattr(file_sweep, "AGE", -5)
    file_store.write(f"{file_store.DRAFTS}/strange", b"x")
    assert file_sweep.sweep_files(NOON) == 1


def test_half_written_bytes_never_stand_under_their_name(media, monkeypatch):
    def full(number):
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="disk full"):
        file_store.write("tipoffs/clean/x", b"x")
    assert not (media / "tipoffs/clean/x").exists()
