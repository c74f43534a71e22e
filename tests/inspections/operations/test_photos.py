"""Photos wait for their visit, once each; bytes never outlive a write that failed, nor a week of waiting."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import IntegrityError

from capacity_portal.journal.models import Entry
from capacity_portal.lib.uploads import Upload
from capacity_portal.lib.workflow import StepRefused
from inspections.models import VisitPhoto, VisitScan
from inspections.operations import photos
from inspections.operations.photos import attach_scan, forget_waiting_photos, keep_photo
from inspections.operations.rounds_open import RoundClosed
from inspections.rules.reports import Place
from tests.makers import NOON, make_officer, make_visit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def officer():
    return make_officer("county_staff", "360802")


def upload(content: bytes = b"one", name: str = "x.jpg") -> Upload:
    digest = sha256(content).hexdigest()
    return Upload(content, "image/jpeg", digest, digest, 4, 3, name)


def keep(officer, content: bytes = b"one", client_id=None, **values) -> VisitPhoto:
    return keep_photo(upload=upload(content), client_id=client_id or uuid4(), by=officer, at=NOON, **values)


def files(folder) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_photo_waits_with_what_the_device_said(officer):
    taken = datetime(2026, 3, 2, 1, tzinfo=UTC)
    place = Place(Decimal("115"), Decimal("27"), 12)
    photo = keep(officer, kind="serial_plate", item_code="power-cut", place=place, taken_time=taken)
    photo.refresh_from_db()
    assert (photo.visit, photo.kind, photo.item_code, photo.taken_time) == (
        None,
        "serial_plate",
        "power-cut",
        taken,
    )
    assert (photo.longitude, photo.accuracy_m, photo.size) == (Decimal("115"), 12, 3)
    assert Path(default_storage.path(photo.file.name)).read_bytes() == b"one"
    assert Entry.objects.filter(subject="visit_photo", subject_id=photo.pk, step="create").count() == 1


def test_what_is_unknown_of_kind_and_item_is_left_out(officer):
    photo = keep(officer, kind="selfie", item_code="../x")
    assert (photo.kind, photo.item_code) == ("site", "")


def test_the_same_client_id_is_kept_once(officer, tmp_path):
    name = uuid4()
    assert keep(officer, client_id=name) == keep(officer, client_id=name)
    assert (VisitPhoto.objects.count(), len(files(tmp_path))) == (1, 1)


def test_two_that_arrive_together_are_kept_once(officer, tmp_path, monkeypatch):
    name = uuid4()
    first = keep(officer, client_id=name)
    looks = iter([None, first])
    monkeypatch.setattr(photos, "_known", lambda client_id, by: next(looks))
    assert keep(officer, client_id=name) == first
    assert len(files(tmp_path)) == 1


def test_bytes_of_a_write_that_failed_are_taken_back(officer, tmp_path, monkeypatch):
    def fail(record, *, by, at):
        raise IntegrityError("planted")

    monkeypatch.setattr(photos, "_registered", fail)
    with pytest.raises(IntegrityError):
        keep(officer)
    assert files(tmp_path) == []


def test_somebody_elses_client_id_is_refused(officer):
    photo = keep(officer)
    with pytest.raises(StepRefused):
        keep(make_officer("county_staff", "360802"), client_id=photo.client_id)


def test_who_may_not_record_keeps_no_photos():
    with pytest.raises(PermissionDenied):
        keep(make_officer("member_unit", "360802"))


def test_a_photo_used_before_points_to_its_first_use(officer):
    first, second, third = keep(officer), keep(officer), keep(officer)
    other = keep(officer, b"two")
    assert [p.duplicate_of for p in (first, second, third, other)] == [None, first, first, None]


def test_only_so_many_wait(officer, monkeypatch):
    monkeypatch.setattr(photos, "MOST_WAITING", 1)
    keep(officer)
    with pytest.raises(StepRefused, match="已有 1 张照片等待提交"):
        keep(officer, b"two")


def test_photos_that_waited_a_week_go_and_used_ones_stay(
    officer, tmp_path, django_capture_on_commit_callbacks
):
    used, waiting = keep(officer), keep(officer, b"two")
    used.visit = make_visit()
    used.save()
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_waiting_photos(NOON + timedelta(days=7)) == 0
        assert forget_waiting_photos(NOON + timedelta(days=7, seconds=1)) == 1
    assert list(VisitPhoto.objects.all()) == [used]
    assert files(tmp_path) == [used.file.name.rpartition("/")[2]]
    assert Entry.objects.filter(subject="visit_photo", subject_id=waiting.pk, step="remove").count() == 1


def test_when_the_first_of_equal_photos_goes_the_next_takes_its_place(officer):
    keep(officer)
    second, third = keep(officer), keep(officer)
    VisitPhoto.objects.filter(pk__in=(second.pk, third.pk)).update(visit=make_visit())
    assert forget_waiting_photos(NOON + timedelta(days=8)) == 1
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.duplicate_of, third.duplicate_of) == (None, second)


def test_one_that_a_visit_took_meanwhile_is_let_be(officer):
    photo = keep(officer)
    VisitPhoto.objects.update(visit=make_visit())
    assert photos._forget(photo.pk, NOON) is False


def test_a_scan_is_kept_once_and_journalled(officer):
    visit = make_visit()
    scan = attach_scan(visit=visit, upload=upload(name="x.pdf"), by=officer, at=NOON)
    assert attach_scan(visit=visit, upload=upload(name="x.pdf"), by=officer, at=NOON) == scan
    assert Entry.objects.filter(subject="visit_scan", subject_id=scan.pk, step="attach").count() == 1


def test_a_scan_is_refused_of_others_and_after_closing(officer, tmp_path):
    visit = make_visit()
    with pytest.raises(PermissionDenied):
        attach_scan(visit=visit, upload=upload(), by=make_officer("county_staff", "360803"), at=NOON)
    visit.duty.round.state, visit.duty.round.closed_at = "closed", NOON
    visit.duty.round.save()
    with pytest.raises(RoundClosed):
        attach_scan(visit=visit, upload=upload(), by=officer, at=NOON)
    assert (VisitScan.objects.count(), files(tmp_path)) == (0, [])
