import pytest

from capacity_portal.lib.typesetting.glyphs import (
    FONTS,
    code_points,
    drawn_by,
    missing_characters,
    with_placeholders,
)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("", ()),
        ("吉安市青原区发展和改革委员会〔2026〕12号 “地条钢”——……", ()),
        ("镕喆堃赟 m³ ㎡ Φ550", ()),  # from the supplement
        ("a\u200bb\u00a0c\ufe0f\t\r\n", ()),  # steer the layout, have no glyph
        ("😀𠮷😀", ("😀", "𠮷")),
        ("กขค", ("ก", "ข", "ค")),
    ],
)
def test_missing_characters(text, missing):
    assert missing_characters(text) == missing


def test_the_supplement_is_needed():
    assert "镕" not in drawn_by(FONTS / "FandolFang-Regular.otf")


def test_with_placeholders():
    assert with_placeholders("𠮷安😀", ("𠮷", "😀")) == "〓安〓"


def test_code_points():
    assert code_points(["a", "𠮷"]) == "U+0061、U+20BB7"
