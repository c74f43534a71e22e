"""What an office suite makes of the .docx: opened by LibreOffice and printed, it has as many pages as our own PDF."""

import shutil
import subprocess
from pathlib import Path

import pytest

from capacity_portal.lib.typesetting.glyphs import FONTS
from capacity_portal.lib.typesetting.official.composition import compose
from capacity_portal.lib.typesetting.official.docx import to_docx
from capacity_portal.lib.typesetting.official.docx_styles import BIAO, FANG, HEI, KAI, SONG
from tests.capacity_portal.lib.typesetting.official.outlines import forms
from tests.capacity_portal.lib.typesetting.official.sources import NAMES, source_document

WRITER = Path("/usr/lib/libreoffice/program/libswlo.so")
HOW_TO_INSTALL = "apt-get install --no-install-recommends libreoffice-writer-nogui"
STANDS_FOR = {
    FANG: "FandolFang R",
    BIAO: "FandolSong",
    HEI: "FandolHei",
    KAI: "FandolKai",
    SONG: "Capacity Portal Supplement",
}

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        shutil.which("soffice") is None or not WRITER.exists(), reason=f"needs {HOW_TO_INSTALL}"
    ),
]


@pytest.fixture(scope="module")
def printed(tmp_path_factory) -> dict[str, Path]:
    """All documents as PDF by the office suite, which asks for Chinese offices' fonts and is given ours."""
    folder = tmp_path_factory.mktemp("office")
    documents = {**{name: source_document(name) for name in NAMES}, **forms()}
    for name, document in documents.items():
        (folder / f"{name}.docx").write_bytes(to_docx(document))
    command = [
        "soffice",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
    ]
    files = [str(folder / f"{name}.docx") for name in documents]
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "FONTCONFIG_FILE": str(fonts_conf(folder))}
    subprocess.run(
        [*command, "--outdir", str(folder), *files],
        env=environment,
        check=True,
        timeout=300,
        capture_output=True,
    )
    return {name: folder / f"{name}.pdf" for name in documents}


def fonts_conf(folder: Path) -> Path:
    aliases = "".join(
        f'<match target="pattern"><test name="family"><string>{asked}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{given}</string></edit></match>'
        for asked, given in STANDS_FOR.items()
    )
    path = folder / "fonts.conf"
    path.write_text(
        f"<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'urn:fontconfig:fonts.dtd'><fontconfig><dir>{FONTS}</dir>"
        f"<cachedir>{folder / 'cache'}</cachedir>{aliases}</fontconfig>",
        encoding="utf-8",
    )
    return path


def pages(path: Path) -> list[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    return [document[number].get_textpage().get_text_range() for number in range(len(document))]


@pytest.mark.parametrize("name", NAMES)
def test_source_documents_have_as_many_pages_as_in_print(printed, name):
    assert len(pages(printed[name])) == len(compose(source_document(name)).pages)


@pytest.mark.parametrize("name", forms())
def test_every_form_has_as_many_pages_as_in_print(printed, name):
    assert len(pages(printed[name])) == len(compose(forms()[name]).pages)


def test_numbers_of_headings_are_those_of_print(printed):
    words = "".join(pages(printed["jian_6"]))
    for mark in (
        "一、严防",
        "1.提高思想认识",
        "10.发挥舆论作用",
        "二、省政府",
        "1.进一步提高认识",
        "三、传达贯彻",
        "5.完善举报监督制度",
    ):
        assert mark in words


def test_attachment_begins_its_numbers_anew(printed):
    words = "".join(pages(printed["attachments"]))
    assert words.count("一、提高认识") == 2


def test_page_numbers_stand_on_every_page_but_that_of_the_colophon_alone(printed):
    numbered = [f"— {number} —" in page for number, page in enumerate(pages(printed["joint"]), 1)]
    assert numbered == [page.has_number for page in compose(forms()["joint"]).pages]


def test_colophon_stands_at_the_foot_of_the_last_page(printed):
    import pdfplumber

    with pdfplumber.open(printed["joint"]) as document:
        last = document.pages[-1]
        tops = [
            line["top"] / 72 * 25.4
            for line in last.extract_text_lines()
            if "印发" in line["text"] or "抄送" in line["text"]
        ]
    assert all(235 < top < 262 for top in tops)
    assert len(tops) == 2


def test_first_lines_stand_where_they_do_in_print(printed):
    """Within 1.5 mm: Word and LibreOffice place a line in its height each in their own way."""
    import pdfplumber

    composed = {
        item.text: item.y
        for item in compose(source_document("changzhou_2018_1")).pages[0].items
        if getattr(item, "kind", "") in ("number", "title", "addressees", "body")
    }
    with pdfplumber.open(printed["changzhou_2018_1"]) as document:
        lines = {
            line["text"].replace(" ", ""): line["top"] / 72 * 25.4
            for line in document.pages[0].extract_text_lines()
        }
    apart = {text: abs(lines[text] - y) for text, y in composed.items() if text in lines}
    assert len(apart) >= 6
    assert max(apart.values()) < 1.5
