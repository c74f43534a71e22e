"""Files the store has lost: a page with a sentence and 404, for photos, scans, evidence and the sealed paper."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from inspections.models import FindingEvidence, VisitPhoto, VisitScan
from tests.clients import signed_in
from tests.makers import NOON, make_finding, make_officer, make_return, make_visit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def officer():
    return make_officer("county_staff", "360802")


def kept(officer) -> list[tuple[str, object]]:
    """(address, file) of one file of each kind."""
    finding, record = make_finding(), make_return("360802")
    about = {
        "original_name": "原件.pdf", "content_type": "application/pdf", "size": 1, "sha256": "1" * 64, "uploaded_at": NOON,
        "uploaded_by": officer,
    }  # fmt: skip
    photo = VisitPhoto(visit=make_visit(), client_id=uuid4(), source_sha256="2" * 64, **about)
    scan = VisitScan(visit=make_visit(), **about)
    evidence = FindingEvidence(finding=finding, **about)
    for row in (photo, scan, evidence):
        row.file.save("x.pdf", ContentFile(b"%PDF-"))
    record.scan_name, record.scan_type = "盖章件.pdf", "application/pdf"
    record.scan.save("y.pdf", ContentFile(b"%PDF-"))
    return [
        (reverse("inspections:photo", args=[photo.pk]), photo.file),
        (reverse("inspections:scan", args=[scan.pk]), scan.file),
        (reverse("inspections:evidence", args=[finding.pk, evidence.pk]), evidence.file),
        (reverse("inspections:return-scan", args=[record.period, record.region_code]), record.scan),
    ]


def test_what_is_there_is_given_and_what_is_lost_is_404_with_a_sentence(officer):
    client = signed_in(officer)
    for url, file in kept(officer):
        response = client.get(url)
        assert (response.status_code, b"".join(response.streaming_content)) == (200, b"%PDF-"), url
        Path(file.path).unlink()
        gone = client.get(url)
        assert (gone.status_code, "文件已找不到" in gone.content.decode()) == (404, True), url


def test_a_row_without_a_file_is_404_too(officer):
    photo = VisitPhoto.objects.create(
        visit=make_visit(), client_id=uuid4(), original_name="x.jpg", content_type="image/jpeg", size=1, sha256="1" * 64,
        source_sha256="2" * 64, uploaded_at=NOON, uploaded_by=officer,
    )  # fmt: skip
    assert signed_in(officer).get(reverse("inspections:photo", args=[photo.pk])).status_code == 404
