from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from PIL import Image

from capacity_portal.lib.uploads import Upload, UploadRefused, read_upload
from reports.operations.incoming import IncomingChanged
from reports.operations.incoming_scans import attach_incoming_scan
from tests.report_makers import MORNING, an_officer, make_incoming

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def photo(name="扫描.png") -> Upload:
    out = BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "PNG")
    out.seek(0)
    return read_upload(out, most_bytes=10**6, name=name)


def attach(document, *, version=1, upload=None, by=None):
    return attach_incoming_scan(
        incoming=document, version=version, upload=upload or photo(), by=by or an_officer(), at=MORNING
    )


def test_the_scan_is_kept_and_a_later_one_takes_its_place():
    document = attach(make_incoming())
    again = attach(document, version=2, upload=photo("新.png"))
    assert (again.scan_name, again.version) == ("新.png", 3)
    assert document.scan.storage.exists(document.scan.name)


def test_one_that_says_it_is_secret_is_refused(tmp_path):
    with pytest.raises(UploadRefused, match="涉密"):
        attach(make_incoming(), upload=photo("机密★通知.png"))
    assert not list(tmp_path.rglob("*.png"))


@pytest.mark.parametrize(
    ("version", "role", "error"),
    [(9, "office_staff", IncomingChanged), (1, "tipoff_handler", PermissionDenied)],
)
def test_what_is_refused_leaves_no_bytes(tmp_path, version, role, error):
    with pytest.raises(error):
        attach(make_incoming(), version=version, by=an_officer(role))
    assert not list(tmp_path.rglob("*.png"))
