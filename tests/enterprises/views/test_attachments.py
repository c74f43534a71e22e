"""Photos and scans: judged when they come in, served only inside the wall, withdrawn but never lost."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from enterprises.models import Attachment
from tests.clients import signed_in
from tests.makers import make_enterprise, make_equipment, make_licence, make_officer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def enterprise():
    return make_enterprise("360802")


@pytest.fixture
def client_of_county():
    return signed_in(make_officer("county_staff", "360802"))


def photo(name: str = "铭牌.jpg", colour: str = "red") -> SimpleUploadedFile:
    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(stream, "JPEG")
    return SimpleUploadedFile(name, stream.getvalue(), content_type="image/jpeg")


def upload(client, enterprise, query="", **values):
    return client.post(
        f"/enterprises/{enterprise.pk}/attachments/new/{query}", {"file": photo(), "title": "铭牌"} | values
    )


def test_a_photo_is_uploaded_and_served_with_its_true_type(client_of_county, enterprise):
    assert upload(client_of_county, enterprise)["Location"].endswith("#attachments")
    record = Attachment.objects.get()
    response = client_of_county.get(f"/enterprises/{enterprise.pk}/attachments/{record.pk}/")
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert response["Content-Disposition"].startswith("inline")
    assert response["Cache-Control"] == "private, no-store"
    assert b"".join(response.streaming_content)[:3] == b"\xff\xd8\xff"


def test_a_file_that_the_store_has_lost_is_404_with_a_sentence(client_of_county, enterprise):
    upload(client_of_county, enterprise)
    record = Attachment.objects.get()
    record.file.storage.delete(record.file.name)
    response = client_of_county.get(f"/enterprises/{enterprise.pk}/attachments/{record.pk}/")
    assert response.status_code == 404
    assert f"“{record.original_name}”登记过，但存储中已没有这个文件" in response.content.decode()


def test_photos_stand_with_their_equipment_and_scans_with_their_licence(client_of_county, enterprise):
    row, licence = make_equipment(enterprise), make_licence(enterprise)
    upload(client_of_county, enterprise, f"?equipment={row.pk}")
    upload(client_of_county, enterprise, f"?licence={licence.pk}", file=photo(colour="blue"))
    assert [(a.equipment_id, a.licence_id) for a in Attachment.objects.order_by("id")] == [
        (row.pk, None),
        (None, licence.pk),
    ]
    other = make_equipment(make_enterprise("360802"))
    assert upload(client_of_county, enterprise, f"?equipment={other.pk}").status_code == 404


def test_another_county_finds_no_file(client_of_county, enterprise):
    upload(client_of_county, enterprise)
    record = Attachment.objects.get()
    address = f"/enterprises/{enterprise.pk}/attachments/{record.pk}/"
    assert signed_in(make_officer("county_staff", "360803")).get(address).status_code == 404
    own = make_enterprise("360803")
    assert (
        signed_in(make_officer("county_staff", "360803"))
        .get(f"/enterprises/{own.pk}/attachments/{record.pk}/")
        .status_code
        == 404
    )
    assert signed_in(make_officer("power_company")).get(address).status_code == 404


def test_what_is_no_photo_is_refused_and_the_name_kept(client_of_county, enterprise):
    script = SimpleUploadedFile("照片.jpg", b"<script>alert(1)</script>", content_type="image/jpeg")
    response = upload(client_of_county, enterprise, file=script, title="我写的说明")
    text = response.content.decode()
    assert "照片.jpg" in text
    assert "我写的说明" in text
    assert Attachment.objects.count() == 0
    assert (
        "请选择文件。"
        in client_of_county.post(
            f"/enterprises/{enterprise.pk}/attachments/new/", {"title": ""}
        ).content.decode()
    )


def test_a_file_too_large_is_refused_with_the_limit(client_of_county, enterprise, settings):
    settings.UPLOAD_MAX_BYTES = 100
    assert "文件超过" in upload(client_of_county, enterprise).content.decode()


def test_withdrawing_needs_a_reason_and_hides_the_file(client_of_county, enterprise):
    upload(client_of_county, enterprise)
    record = Attachment.objects.get()
    address = f"/enterprises/{enterprise.pk}/attachments/{record.pk}/"
    assert "请填写理由。" in client_of_county.post(address + "withdraw/", {"note": ""}).content.decode()
    client_of_county.post(address + "withdraw/", {"note": "拍错了"})
    assert client_of_county.get(address).status_code == 404
    page = client_of_county.get(f"/enterprises/{enterprise.pk}/").content.decode()
    assert "已撤下" in page
    assert address not in page.replace(address + "withdraw/", "")


def test_readers_may_look_but_not_upload(client_of_county, enterprise):
    upload(client_of_county, enterprise)
    record = Attachment.objects.get()
    reader = signed_in(make_officer("member_unit", "360802"))
    response = reader.get(f"/enterprises/{enterprise.pk}/attachments/{record.pk}/")
    assert (response.status_code, len(b"".join(response.streaming_content)) > 100) == (200, True)
    assert upload(reader, enterprise).status_code == 404
