"""Drafts: only the cookie's key opens them, and a day later they are gone with their files."""

from datetime import timedelta

import pytest

from tests.makers import NOON
from tipoffs.models import DraftFile, TipDraft
from tipoffs.operations import drafts, file_store

pytestmark = pytest.mark.django_db
KEY, OTHER = b"k" * 32, b"o" * 32
CONTENT = {"what": {"text": "三台中频炉，河边的厂房"}, "contact": {"name": "演示举报人"}}


def test_what_was_saved_is_opened_with_the_key_alone():
    drafts.save_draft(key=KEY, content=CONTENT, at=NOON)
    assert drafts.open_draft(KEY) == CONTENT
    assert drafts.open_draft(OTHER) is None


def test_nothing_readable_is_stored():
    row = drafts.save_draft(key=KEY, content=CONTENT, at=NOON)
    stored = bytes(TipDraft.objects.get().sealed) + row.handle.encode()
    assert "中频炉".encode() not in stored
    assert KEY not in stored
    assert KEY.hex().encode() not in stored


def test_saving_again_replaces():
    drafts.save_draft(key=KEY, content=CONTENT, at=NOON)
    drafts.save_draft(key=KEY, content={"where": {}}, at=NOON)
    assert drafts.open_draft(KEY) == {"where": {}}
    assert TipDraft.objects.count() == 1


def test_a_row_moved_to_another_draft_does_not_open():
    drafts.save_draft(key=KEY, content=CONTENT, at=NOON)
    drafts.save_draft(key=OTHER, content={}, at=NOON)
    sealed = TipDraft.objects.get(handle=drafts.handle_of(OTHER)).sealed
    TipDraft.objects.filter(handle=drafts.handle_of(KEY)).update(sealed=sealed)
    assert drafts.open_draft(KEY) is None


def test_it_lasts_a_day_from_the_next_full_hour():
    row = drafts.save_draft(key=KEY, content=CONTENT, at=NOON + timedelta(minutes=17))
    assert row.expires_at == NOON + timedelta(hours=25)
    assert drafts.open_draft(KEY, NOON + timedelta(hours=24)) == CONTENT
    assert drafts.open_draft(KEY, row.expires_at) is None


def test_its_day_runs_from_the_beginning_however_often_it_is_saved():
    end = drafts.save_draft(key=KEY, content={}, at=NOON).expires_at
    later = NOON + timedelta(hours=20)
    assert drafts.save_draft(key=KEY, content=CONTENT, at=later).expires_at == end
    assert drafts.save_step(key=KEY, step="where", answers={}, at=later)
    assert TipDraft.objects.get().expires_at == end
    assert drafts.save_step(key=KEY, step="where", answers={}, at=end) is False
    assert drafts.save_draft(key=KEY, content={}, at=end).expires_at == end + timedelta(hours=25)


def test_a_step_leaves_the_others_as_they_are():
    """Two windows save one after the other; neither knows what the other one read."""
    drafts.save_draft(key=KEY, content={}, at=NOON)
    assert drafts.save_step(key=KEY, step="where", answers={"firm_name": "甲"}, at=NOON)
    assert drafts.save_step(key=KEY, step="what", answers={"text": "乙"}, at=NOON)
    assert drafts.open_draft(KEY) == {"where": {"firm_name": "甲"}, "what": {"text": "乙"}}


def test_a_step_of_a_draft_that_is_gone_is_not_stored():
    assert drafts.save_step(key=KEY, step="what", answers={"text": "乙"}, at=NOON) is False
    assert TipDraft.objects.count() == 0


def test_discarding_tells_whether_there_was_one():
    drafts.save_draft(key=KEY, content=CONTENT, at=NOON)
    assert drafts.discard_draft(key=KEY) is True
    assert drafts.discard_draft(key=KEY) is False


def test_what_is_over_goes_with_its_files(settings, tmp_path, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = tmp_path
    old = drafts.save_draft(key=KEY, content=CONTENT, at=NOON)
    drafts.save_draft(key=OTHER, content={}, at=NOON + timedelta(hours=2))
    uuid = "12345678123456781234567812345678"
    file = DraftFile.objects.create(draft=old, uuid=uuid, position=1, size=3, sealed=b"x")
    file.refresh_from_db()
    names = [f"{file_store.DRAFTS}/{file.uuid}{ending}" for ending in (".clean", ".sealed")]
    for name in names:
        file_store.write(name, b"abc")
    with django_capture_on_commit_callbacks(execute=True):
        assert drafts.forget_expired_drafts(old.expires_at) == 1
    assert [file_store.path_of(name).exists() for name in names] == [False, False]
    assert drafts.open_draft(OTHER) == {}
    assert drafts.forget_expired_drafts(old.expires_at) == 0


def test_the_names_are_those_the_files_are_written_under(settings, tmp_path):
    """The regular work knows no key; it must find the bytes by the file's number alone."""
    from tests.evidence_makers import jpeg
    from tests.tip_makers import make_custody_key
    from tipoffs.operations import draft_files

    settings.MEDIA_ROOT = tmp_path
    make_custody_key()
    drafts.save_draft(key=KEY, content={}, at=NOON)
    row = draft_files.keep(key=KEY, upload=_upload(jpeg()), at=NOON)
    found = sorted(path.name for path in file_store.path_of(file_store.DRAFTS).iterdir())
    assert found == [f"{row.uuid}.clean", f"{row.uuid}.sealed"]


def _upload(content: bytes):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("photo.jpg", content, "image/jpeg")
