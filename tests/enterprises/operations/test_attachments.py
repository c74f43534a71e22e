import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from capacity_portal.lib.uploads import Upload
from enterprises import operations
from enterprises.models import Attachment
from enterprises.operations import AttachmentMisplaced
from tests.makers import NOON, make_enterprise, make_equipment

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def file():
    return make_enterprise("360802")


def upload(content=b"photo", name="炉体.jpg"):
    digest = hashlib.sha256(content).hexdigest()
    return Upload(content, "image/jpeg", digest, digest, 4, 3, name)


def attach(file, by, content=b"photo", **about):
    return operations.attach_file(
        **(
            {"enterprise": file, "upload": upload(content), "title": "炉体照片", "by": by, "at": LATER}
            | about
        )
    )


def stored_files(media: Path):
    return [path for path in media.rglob("*") if path.is_file()]


def test_a_photo_is_kept_under_a_name_of_its_own(file, county, media, entries):
    attachment = attach(file, county, equipment=make_equipment(file))
    (path,) = stored_files(media)
    assert path.read_bytes() == b"photo"
    assert path.suffix == ".jpg"
    assert "炉体" not in path.name
    assert (attachment.sha256, attachment.size) == (hashlib.sha256(b"photo").hexdigest(), 5)
    assert (attachment.original_name, attachment.uploaded_by) == ("炉体.jpg", county)
    assert entries() == [("attachment", "create")]
    assert entries.last().changes["sha256"] == [None, attachment.sha256]


def test_the_same_file_sent_twice_is_kept_once(file, county, media):
    assert attach(file, county) == attach(file, county)
    assert attach(file, county, b"another") != attach(file, county)
    assert len(stored_files(media)) == 2


def test_the_part_must_belong_to_the_file(file, county, media):
    with pytest.raises(AttachmentMisplaced):
        attach(file, county, equipment=make_equipment())
    assert stored_files(media) == []


def test_a_refused_attachment_leaves_no_bytes_behind(file, county, media, monkeypatch):
    with pytest.raises(ValidationError):
        attach(file, county, title="说" * 121)
    monkeypatch.setattr("enterprises.operations.attachments.touch", _fails)
    with pytest.raises(RuntimeError):
        attach(file, county)
    assert (stored_files(media), Attachment.objects.count()) == ([], 0)


def _fails(*args, **kwargs):
    raise RuntimeError


def test_a_withdrawn_attachment_keeps_its_bytes(file, county, media, entries):
    attachment = attach(file, county)
    withdrawn = operations.withdraw_attachment(attachment=attachment, by=county, at=LATER, note="拍错")
    again = operations.withdraw_attachment(attachment=attachment, by=county, at=LATER, note="再点一次")
    assert (withdrawn.is_withdrawn, again.is_withdrawn, len(stored_files(media))) == (True, True, 1)
    assert entries() == [("attachment", "create"), ("attachment", "withdraw")]
    assert attach(file, county) != attachment


def test_the_wall_stands_for_attachments(county, office):
    elsewhere = make_enterprise("360803")
    with pytest.raises(PermissionDenied):
        attach(elsewhere, county)
    attachment = attach(elsewhere, office)
    with pytest.raises(PermissionDenied):
        operations.withdraw_attachment(attachment=attachment, by=county, at=LATER, note="x")
