"""The printed dossier: what stands on it, how many are made at once, what happens when one cannot be made."""

import io
import zipfile
from types import SimpleNamespace

import pdfplumber
import pytest
from django.utils import timezone

from capacity_portal.lib import typesetting
from capacity_portal.organization.roles import ROLES, Permission
from enterprises import documents
from enterprises.models import Attachment
from tests.clients import signed_in
from tests.makers import (
    make_capacity,
    make_enterprise,
    make_equipment,
    make_licence,
    make_office,
    make_officer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_typesetting(monkeypatch):
    """Everything but the typesetting itself, which takes seconds."""
    made = []

    def rendered(html):
        made.append(html)
        return typesetting.RenderedPdf(b"%PDF-1.7 fake", 1)

    monkeypatch.setattr(documents.typesetting, "render_pdf", rendered)
    monkeypatch.setattr(documents.typesetting, "render_many", lambda pages: map(rendered, pages))
    return made


@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_may_print(role, no_typesetting):
    enterprise = make_enterprise("360802001")
    may = Permission.PRINT_DOSSIERS in ROLES[role].permissions
    response = signed_in(make_officer(role)).get(f"/enterprises/{enterprise.pk}/dossier.pdf")
    assert response.status_code == (200 if may else 404)


def test_a_dossier_on_paper():
    make_office()
    enterprise = make_enterprise(
        "360802001", name="演示铸造〇一有限公司", process="熔炼😀", is_key=True, key_reason="fake_foundry"
    )
    make_equipment(enterprise, serial="ZP-2016-0088")
    make_capacity(enterprise, filed="60")
    make_licence(enterprise, number="赣FM001")
    response = signed_in(make_officer("county_staff", "360802")).get(
        f"/enterprises/{enterprise.pk}/dossier.pdf"
    )
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline")
    with pdfplumber.open(io.BytesIO(response.content)) as pdf:
        text = "".join(page.extract_text() for page in pdf.pages)
        assert [(round(page.width), round(page.height)) for page in pdf.pages][0] == (595, 842)
        fonts = {char["fontname"] for page in pdf.pages for char in page.chars}
    for said in (
        "演示铸造〇一有限公司",
        enterprise.credit_code,
        "假借铸造名义",
        "ZP-2016-0088",
        "赣FM001",
        "第 1 页 共",
        f"/enterprises/{enterprise.pk}/",
        "熔炼〓",
        "以〓代替：U+1F600",
    ):
        assert said.replace(" ", "") in text.replace(" ", ""), said
    assert all("+" in font for font in fonts), "every font is embedded as a subset"


def test_what_cannot_be_typeset_leads_back_with_a_sentence(monkeypatch):
    def failing(html):
        raise typesetting.RenderTimeout("排版超过 30 秒，已停止。")

    monkeypatch.setattr(documents.typesetting, "render_pdf", failing)
    enterprise = make_enterprise("360802")
    client = signed_in(make_officer("county_staff", "360802"))
    response = client.get(f"/enterprises/{enterprise.pk}/dossier.pdf", follow=True)
    assert "没有生成打印件：排版超过 30 秒，已停止。" in response.content.decode()


def test_nothing_from_other_counties_and_no_markup_of_users_gets_in(no_typesetting):
    enterprise = make_enterprise("360802", name='<img src="file:///etc/passwd">')
    html = documents.dossier_html(enterprise, make_officer("county_staff", "360802"), timezone.now())
    assert "&lt;img src=&quot;file:///etc/passwd&quot;&gt;" in html
    assert "<img" not in html


def test_photos_are_small_and_inside_the_document(settings, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    settings.MEDIA_ROOT = tmp_path
    stream = io.BytesIO()
    Image.new("RGB", (3000, 2000), "red").save(stream, "JPEG")
    enterprise = make_enterprise("360802")
    officer = make_officer("county_staff", "360802")
    photo = SimpleUploadedFile("炉.jpg", stream.getvalue())
    posted = {"file": photo, "title": "中频炉"}
    signed_in(officer).post(f"/enterprises/{enterprise.pk}/attachments/new/", posted)
    html = documents.dossier_html(enterprise, officer, timezone.now())
    assert html.count("data:image/jpeg;base64,") == 1
    assert "<figcaption>中频炉</figcaption>" in html
    assert len(html) < 200_000
    Attachment.objects.update(is_withdrawn=True)
    assert "<figcaption>" not in documents.dossier_html(enterprise, officer, timezone.now())


def test_many_dossiers_are_one_zip_of_what_the_owner_may_see(no_typesetting):
    officer = make_officer("county_staff", "360802")
    own = [make_enterprise("360802", name=f"演示/铸造{number}") for number in (1, 2)]
    other = make_enterprise("360803")
    job = SimpleNamespace(owner=officer, parameters={"enterprises": [own[0].pk, own[1].pk, other.pk]})
    told = []
    result = documents.print_many(job, lambda percent, message="": told.append((percent, message)))
    with zipfile.ZipFile(result.content) as archive:
        assert archive.namelist() == [
            f"一企一档-{file.pk}-演示铸造{n}.pdf" for n, file in enumerate(own, start=1)
        ]
    result.content.unlink()
    assert told == [(50, "已生成1份，共2份"), (100, "已生成2份，共2份")]
    assert (result.message, result.report) == ("生成2份", {"sentences": []})


def test_one_that_fails_does_not_take_the_others_with_it(monkeypatch):
    officer = make_officer("county_staff", "360802")
    good, bad = make_enterprise("360802"), make_enterprise("360802", name="坏档")
    outcomes = [typesetting.RenderedPdf(b"%PDF-1.7", 1), typesetting.RenderFailed("排版失败。")]
    monkeypatch.setattr(
        documents.typesetting, "render_many", lambda pages: [outcomes[n] for n, _ in enumerate(pages)]
    )
    job = SimpleNamespace(owner=officer, parameters={"enterprises": [good.pk, bad.pk]})
    result = documents.print_many(job, lambda *told: None)
    assert (result.message, result.report) == (
        "生成1份，1份没有生成",
        {"sentences": ["坏档没有生成：排版失败。"]},
    )
    result.content.unlink()
