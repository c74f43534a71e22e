import shutil

import openpyxl.xml
import pytest

from capacity_portal.lib.typesetting import checks
from capacity_portal.lib.typesetting.glyphs import FONTS


def test_this_machine_and_the_bundled_fonts_pass():
    assert [*checks.check_libraries(), *checks.check_fonts(), *checks.check_xml()] == []


def test_missing_libraries_are_named_with_the_line_that_installs_them(monkeypatch):
    monkeypatch.setattr(checks, "LIBRARIES", ("libpango-0.0.so.9", "libfontconfig.so.1"))
    monkeypatch.setattr(checks, "SUBSETTER", "libharfbuzz-subset.so.9")
    found = checks.check_libraries()
    assert [(message.id, message.msg, message.hint) for message in found] == [
        ("typesetting.E001", "缺少排版所需的系统库：libpango-0.0.so.9", checks.APT_LINE),
        ("typesetting.W002", "缺少系统库 libharfbuzz-subset.so.9，生成 PDF 会慢约 18 倍", checks.APT_LINE),
    ]


def test_gb2312_has_6763_hanzi():
    hanzi = checks.gb2312_hanzi()
    assert (len(hanzi), min(hanzi), max(hanzi)) == (6763, "一", "龠")


def test_missing_font_file_and_symbols_are_named(tmp_path):
    for name in checks.FONT_FILES[1:]:
        shutil.copy(FONTS / name, tmp_path)
    found = checks.check_fonts(fonts=tmp_path)
    assert [message.id for message in found] == ["typesetting.E003", "typesetting.E003"]
    assert "FandolFang-Regular.otf" in found[0].msg
    assert found[1].msg.startswith("所带字体都画不出这些符号：²³")


def test_font_that_lacks_hanzi_is_named(tmp_path):
    for name in checks.FONT_FILES:
        shutil.copy(FONTS / name, tmp_path)
    for path in FONTS.glob("*Supplement*.otf"):
        shutil.copy(path, tmp_path)
        shutil.copy(path, tmp_path / "FandolKai-Regular.otf")
    assert [message.msg for message in checks.check_fonts(fonts=tmp_path)] == [
        "字体 FandolKai-Regular.otf 缺 6763 个国标一二级汉字"
    ]


def test_unprotected_openpyxl_is_an_error(monkeypatch):
    monkeypatch.setattr(openpyxl.xml, "DEFUSEDXML", False)
    assert [message.id for message in checks.check_xml()] == ["typesetting.E004"]


@pytest.mark.parametrize("library", checks.LIBRARIES)
def test_every_library_in_the_list_is_one_weasyprint_loads(library):
    from weasyprint.text import ffi

    with open(ffi.__file__, encoding="utf-8") as source:
        assert f"'{library}'" in source.read()
