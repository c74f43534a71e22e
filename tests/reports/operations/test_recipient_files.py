from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from capacity_portal.lib.uploads import UploadRefused
from capacity_portal.lib.workflow import StepRefused
from reports.models import RecipientFile
from reports.operations import receiving, returning
from reports.operations.recipient_files import forget_waiting_files, keep_file, remove_file, waiting
from tests.report_makers import MORNING, an_officer, make_notice_return
from tests.reports.operations.test_incoming_scans import photo
from tests.reports.sending_world import received, staff, submitted, written

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def keep(recipient, step="cascade", name="签到.png", by=None):
    return keep_file(
        recipient=recipient, step=step, upload=photo(name), by=by or staff(recipient), at=MORNING
    )


def test_a_file_waits_once_and_is_taken_up_by_its_form():
    recipient = received()
    file = keep(recipient)
    assert keep(recipient) == file
    receiving.cascade(
        recipient=recipient,
        version=2,
        on=MORNING.date(),
        text="传达",
        files=[file.pk, 0],
        by=staff(recipient),
        at=MORNING,
    )
    file.refresh_from_db()
    assert (file.taken_at, file.purpose, list(waiting(recipient, "cascade", staff(recipient)))) == (
        MORNING,
        "cascade",
        [],
    )


def test_a_file_of_another_form_is_passed_over():
    recipient = received()
    file = keep(recipient, "meet")
    receiving.cascade(
        recipient=recipient,
        version=2,
        on=MORNING.date(),
        text="传达",
        files=[file.pk],
        by=staff(recipient),
        at=MORNING,
    )
    file.refresh_from_db()
    assert file.taken_at is None


def test_others_keep_nothing_and_leave_no_bytes(tmp_path):
    recipient = received()
    with pytest.raises(PermissionDenied):
        keep(recipient, by=an_officer("county_staff", "360803"))
    with pytest.raises(UploadRefused):
        keep(recipient, name="绝密★.png")
    assert not list(tmp_path.rglob("*.png"))


def test_attachments_stay_while_the_return_is_in():
    record = written()
    file = keep(record.recipient, "write")
    record = returning.save_return(
        recipient=record.recipient,
        version=record.recipient.version,
        text="好",
        figures=record.figures,
        files=[file.pk],
        by=staff(record.recipient),
        at=MORNING,
    )
    submitted(record)
    with pytest.raises(StepRefused):
        remove_file(file=RecipientFile.objects.get(), by=staff(record.recipient), at=MORNING)


def test_proof_that_was_taken_up_stays_once_the_return_is_accepted():
    file = keep(received())
    make_notice_return(file.recipient, "accepted")
    RecipientFile.objects.update(taken_at=MORNING)
    with pytest.raises(StepRefused, match="审核通过"):
        remove_file(file=file, by=staff(file.recipient), at=MORNING)


def test_a_proof_is_taken_off_and_its_bytes_stay():
    file = keep(received())
    for _ in range(2):
        gone = remove_file(file=file, by=staff(file.recipient), at=MORNING)
    assert gone.removed_at == MORNING
    assert gone.file.storage.exists(gone.file.name)


def test_what_nobody_took_up_for_a_week_goes(django_capture_on_commit_callbacks):
    recipient = received()
    keep(recipient)
    file = keep(recipient, "meet")
    RecipientFile.objects.filter(pk=file.pk).update(taken_at=MORNING)
    assert forget_waiting_files(MORNING + timedelta(days=7)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_waiting_files(MORNING + timedelta(days=8)) == 1
    assert RecipientFile.objects.get() == file
