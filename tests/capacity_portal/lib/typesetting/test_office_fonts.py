"""Fonts of the office's own: used for the roles they are given for, named when they are not fit."""

import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest

from capacity_portal.lib import typesetting
from capacity_portal.lib.typesetting import checks, office_fonts
from capacity_portal.lib.typesetting.font_tables import is_embedding_forbidden
from capacity_portal.lib.typesetting.glyphs import FONTS
from capacity_portal.lib.typesetting.official import widths
from capacity_portal.lib.typesetting.official.outline import Paragraph
from capacity_portal.lib.typesetting.official.printing import print_document
from tests.capacity_portal.lib.typesetting.official.outlines import short

FANG, KAI = FONTS / "FandolFang-Regular.otf", FONTS / "FandolKai-Regular.otf"
SUPPLEMENT = FONTS / "PortalSupplement-Regular.otf"


def forget() -> None:
    """What was read of fonts, and the children that have loaded them."""
    office_fonts.files_in.cache_clear()
    widths._advances.cache_clear()
    typesetting.configure(size=2)


@pytest.fixture
def own(tmp_path, monkeypatch) -> Iterator[Path]:
    monkeypatch.setenv(office_fonts.VARIABLE, str(tmp_path))
    forget()
    yield tmp_path
    monkeypatch.undo()
    forget()


def fonts_of(content: bytes) -> set[str]:
    with pdfplumber.open(BytesIO(content)) as document:
        return {char["fontname"].partition("+")[2] for page in document.pages for char in page.chars}


def found() -> list[tuple[str, str]]:
    return [(message.id, message.msg) for message in checks.check_office_fonts()]


def test_own_font_is_used_for_its_role_and_the_others_stay(own):
    before = fonts_of(print_document(short()).content)
    shutil.copy(KAI, own / "fang.otf")
    forget()
    after = fonts_of(print_document(short()).content)
    assert before == {"gwBiao", "gwFang", "Capacity-Portal-Supplement"}
    assert after == {"gwBiao", "ownFang", "Capacity-Portal-Supplement"}


def test_what_the_own_font_lacks_comes_from_the_bundled_one(own):
    shutil.copy(SUPPLEMENT, own / "fang.otf")  # draws 镕, not 国
    forget()
    printed = print_document(short(blocks=(Paragraph("国有镕某"),)))
    assert printed.missing_glyphs == ()
    assert {"gwFang", "ownFang"} <= fonts_of(printed.content)


def test_widths_are_those_of_the_own_font(own):
    shutil.copy(SUPPLEMENT, own / "fang.otf")
    forget()
    assert widths.widths("A国") == [office_fonts.advances_of("fang")[ord("A")], 1]


def test_configuration_for_own_fonts_holds_all_of_the_other_one():
    folder = Path(office_fonts.__file__).parent
    bundled, own_too = (
        (folder / name).read_text(encoding="utf-8") for name in ("fonts.conf", "fonts-office.conf")
    )
    body = bundled.partition("<fontconfig>")[2].partition("</fontconfig>")[0].strip()
    assert body in own_too


def test_nothing_is_configured_by_default(monkeypatch):
    monkeypatch.delenv(office_fonts.VARIABLE, raising=False)
    assert office_fonts.environment().keys() == {"FONTCONFIG_FILE"}
    assert (office_fonts.file_of("fang"), found()) == (None, [])


def test_folder_without_fonts_is_named_and_changes_nothing(own):
    (own / "仿宋.ttf").write_bytes(b"x")
    assert found() == [("typesetting.E005", f"OFFICIAL_FONTS_DIR 所指的文件夹 {own} 里没有可用的字体文件")]
    assert office_fonts.environment().keys() == {"FONTCONFIG_FILE"}


def test_file_that_is_no_font_is_named_and_the_bundled_font_is_used(own):
    (own / "hei.ttf").write_bytes(b"not a font")
    forget()
    assert found() == [
        ("typesetting.E005", f"本单位黑体（一级标题）字体 {own / 'hei.ttf'} 不能读取或不是字体文件")
    ]
    assert office_fonts.advances_of("hei") == {}
    assert print_document(short()).pages == 1


def test_font_that_lacks_hanzi_is_named(own):
    shutil.copy(SUPPLEMENT, own / "kai.otf")
    assert found() == [
        (
            "typesetting.E005",
            f"本单位楷体（二级标题）字体 {own / 'kai.otf'} 缺 6763 个国标一二级汉字，所缺的字用自带字体代替",
        )
    ]


def test_font_that_forbids_embedding_is_named(own):
    font = bytearray(FANG.read_bytes())
    at = next(
        int.from_bytes(font[at + 8 : at + 12]) for at in range(12, 400, 16) if font[at : at + 4] == b"OS/2"
    )
    font[at + 8 : at + 10] = b"\x00\x02"
    (own / "fang.otf").write_bytes(font)
    assert not is_embedding_forbidden(FANG)
    assert found() == [("typesetting.W006", f"本单位仿宋（正文）字体 {own / 'fang.otf'} 声明不得嵌入文件")]


def test_sound_fonts_pass(own):
    shutil.copy(FANG, own / "fang.otf")
    assert found() == []
