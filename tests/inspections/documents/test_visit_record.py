"""The printed 排查记录: from the data of the page, with lines to sign and the way back; a page of A4 to look at."""

import io
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from capacity_portal.lib.typesetting import RenderedPdf
from inspections.documents import visit_record
from inspections.documents.visit_record import file_name, record_html, record_pdf
from inspections.models import VisitInspector, VisitPhoto
from tests.makers import NOON, make_duty, make_enterprise, make_finding, make_officer, make_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return make_officer("county_staff", "360802", name="刘建国")


@pytest.fixture
def visit(officer, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.PORTAL_URL = "https://hgb.example.gov.cn/"
    enterprise = make_enterprise("360802001", name="恒丰（铸造）/有限公司", actual_address="工业园 3 号")
    answers = {"item-1": {"value": "no", "same": True, "note": "在修"}}
    found = make_visit(
        make_duty(enterprise=enterprise),
        outcome="problem",
        answers=answers,
        remarks="两台炉一用一备",
        recorded_by=officer,
    )
    VisitInspector.objects.create(visit=found, officer=officer, name="刘建国", confirmed_at=NOON)
    VisitInspector.objects.create(visit=found, name="王秀英", unit="街道", position=1)
    return found


def test_the_record_says_what_the_page_says_and_has_lines_to_sign(visit, officer):
    finding = make_finding(visit)
    html = record_html(visit, officer, NOON)
    for words in (
        "工业园 3 号",
        "在修",
        "（与上次一致）",
        "两台炉一用一备",
        finding.number,
        "王秀英",
        "街道（无账户）",
        "企业负责人或现场人员",
        "企业意见：",
    ):
        assert words in html
    assert f"https://hgb.example.gov.cn/inspections/visits/{visit.pk}/" in html
    assert "<svg" in html


def picture(width: int = 40, height: int = 30) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (width, height), (9, 99, 9)).save(target, "JPEG")
    return target.getvalue()


def photo(visit, officer, content: bytes | None = None, **values) -> VisitPhoto:
    shot = VisitPhoto(
        client_id=uuid4(), visit=visit, original_name="x.jpg", content_type="image/jpeg", size=1, sha256="1" * 64,
        source_sha256="2" * 64, uploaded_at=NOON, uploaded_by=officer, **values,
    )  # fmt: skip
    shot.file.save("x.jpg", ContentFile(picture() if content is None else content))
    return shot


def test_photos_are_inside_and_small(visit, officer):
    photo(visit, officer, picture(2_000, 1_500), taken_time=NOON, distance_m=240)
    html = record_html(visit, officer, NOON)
    assert "data:image/jpeg;base64," in html
    assert "现场　2026-03-02 12:00（设备时间）　距企业 240 米" in html


def test_photos_beyond_the_fourth_are_counted_and_not_lost_in_silence(visit, officer):
    for _ in range(4):
        photo(visit, officer)
    assert "另有" not in record_html(visit, officer, NOON)
    photo(visit, officer)
    photo(visit, officer)
    html = record_html(visit, officer, NOON)
    assert (html.count("data:image/jpeg"), "另有 2 张照片，见电子记录" in html) == (4, True)


def test_time_of_the_device_and_marks_are_printed(visit, officer):
    first = photo(make_visit(recorded_by=officer), officer)
    photo(visit, officer, duplicate_of=first)
    visit.source, visit.device_time = "offline", NOON - timedelta(hours=3)
    visit.save()
    html = record_html(visit, officer, NOON)
    for words in (
        "2026年3月2日 09:00（由手机提供）",
        "离线填报：现场没有网络",
        "照片重复：有 1 张照片与以前上传的完全相同",
        "现场　与以前的照片相同",
    ):
        assert words in html


@pytest.mark.parametrize("content", [b"no picture", picture()[:200], b""])
def test_a_damaged_photo_leaves_a_blank_frame(visit, officer, content):
    photo(visit, officer, content)
    html = record_html(visit, officer, NOON)
    assert ("data:image" in html, "照片文件已损坏或丢失" in html) == (False, True)


def test_a_lost_photo_leaves_a_blank_frame_beside_the_others(visit, officer):
    lost, _ = photo(visit, officer), photo(visit, officer)
    Path(lost.file.path).unlink()
    html = record_html(visit, officer, NOON)
    assert (html.count("data:image"), html.count("照片文件已损坏或丢失")) == (1, 1)


def test_what_was_sent_back_says_so(officer):
    visit = make_visit(state="sent_back", sent_back_at=NOON, send_back_comment="补拍照片")
    assert "这条记录已退回，不计入已排查。补拍照片" in record_html(visit, officer, NOON)


def test_a_sweep_is_signed_by_a_witness(officer):
    visit = make_visit(make_duty(kind="sweep"))
    assert "见证人意见：" in record_html(visit, officer, NOON)


def test_characters_nobody_draws_are_owned_up_to(visit, officer, monkeypatch):
    asked = []

    def render(html):
        asked.append(html)
        return RenderedPdf(content=b"%PDF-", pages=1, missing_glyphs=("𰻞",))

    monkeypatch.setattr(visit_record.typesetting, "render_pdf", render)
    assert record_pdf(visit, officer, NOON).content == b"%PDF-"
    assert (len(asked), "以〓代替" in asked[1]) == (2, True)


def test_the_name_of_the_file_minds_no_file_system(visit):
    assert file_name(visit) == f"排查记录-{visit.pk}-恒丰（铸造）有限公司.pdf"
