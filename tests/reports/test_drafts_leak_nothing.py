"""Before the issue no way of looking at a document shows number, red or seal, and all of them show who looks."""

import base64
import re
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from PIL import Image

from capacity_portal.lib import typesetting
from reports.operations.freezing import freeze
from tests.clients import signed_in
from tests.report_makers import MORNING
from tests.reports.flow_world import approved, issued, make_people, sent

pytestmark = pytest.mark.django_db
_NUMBER = re.compile(r"〔\s*\d{4}\s*〕")
_RED_WORDS = re.compile(rb'w:(?:color|fill)[^>]*?val="(?:FF0000|E[0-9A-F]1212|C00000|F00)"', re.IGNORECASE)


@pytest.fixture
def people(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    people = make_people()
    freeze(notice=issued(people), at=MORNING + timedelta(days=1))  # numbers are being given
    return people


def red_pixels(png: bytes) -> int:
    """Pixels redder than anything grey, or the mark of a correction, can be."""
    with Image.open(BytesIO(png)) as picture:
        data = picture.convert("RGB")
        return sum(
            count
            for count, (red, green, blue) in data.getcolors(data.width * data.height)
            if red - max(green, blue) > 60
        )


def told(text: str) -> str:
    return "".join(text.split())


def judge(pdf: bytes) -> tuple[bool, int, str]:
    """(has a number, red pixels of all pages, text) of a PDF."""
    text = told(typesetting.text_of(pdf))
    return bool(_NUMBER.search(text)), sum(map(red_pixels, typesetting.pages_as_png(pdf, 60))), text


def address(name: str, notice, *more) -> str:
    return reverse(f"reports:{name}", args=[notice.pk, *more])


def before_issue(people) -> list:
    return [sent(people), approved(people)]


def test_pdf_and_picture_of_a_draft_show_neither_number_nor_red_and_name_the_viewer(people):
    client = signed_in(people.leader)
    for notice in before_issue(people):
        answer = client.get(address("notice-pdf", notice))
        has_number, red, text = judge(answer.content)
        assert (has_number, red) == (False, 0), notice.state
        assert people.leader.name in text
        assert "草稿" in text
        assert "no-store" in answer["Cache-Control"]
        picture = client.get(address("notice-preview", notice, 1))
        assert red_pixels(picture.content) == 0
        assert "no-store" in picture["Cache-Control"]


def test_docx_of_a_draft_has_no_number_and_no_red(people):
    notice = approved(people)
    answer = signed_in(people.leader).get(address("notice-docx", notice))
    with zipfile.ZipFile(BytesIO(answer.content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    words = b"".join(
        content for name, content in parts.items() if name.startswith("word/") and name.endswith(".xml")
    )
    text = told(re.sub(r"<[^>]+>", "", words.decode()))
    assert not _NUMBER.search(text)
    assert people.leader.name in text
    body = b"".join(
        content
        for name, content in parts.items()
        if re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", name)
    )
    assert not _RED_WORDS.search(body)


def test_the_live_page_is_a_draft_too(people):
    from tests.report_makers import make_notice

    notice = make_notice("draft", drafted_by=people.writer)
    typed = {"title": "关于演示的通知", "addressees": "各县", "version": notice.version}
    answer = signed_in(people.writer).post(
        address("notice-live", notice), typed, headers={"accept": "application/json"}
    )
    found = answer.json()
    assert "image" in found, found
    assert red_pixels(base64.b64decode(found["image"])) == 0
    plain = signed_in(people.writer).post(address("notice-live", notice), typed)
    has_number, red, text = judge(plain.content)
    assert (has_number, red) == (False, 0)
    assert people.writer.name in text


def test_pages_of_a_document_say_no_number_before_its_issue(people):
    """The register's next number is told to who gives it, and to nobody else."""
    notice = sent(people)
    page = signed_in(people.leader).get(address("notice", notice)).content.decode()
    assert "〔2026〕2号" not in page


def test_an_issued_document_is_red_and_numbered(people):
    """Control: the same look finds number and red where they belong."""
    notice = freeze(notice=issued(people), at=MORNING + timedelta(days=1))
    answer = signed_in(people.leader).get(address("notice-pdf", notice))
    content = b"".join(answer.streaming_content)
    has_number, red, text = judge(content)
    assert has_number
    assert red > 100
    assert people.leader.name not in text
