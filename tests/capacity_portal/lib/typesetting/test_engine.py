"""The engine inside the test process (the tests of the pool see it from outside)."""

import pytest

from capacity_portal.lib.typesetting.child import HERE, Limits
from capacity_portal.lib.typesetting.sanitise import TooDeep


@pytest.fixture(scope="module")
def engine():
    from capacity_portal.lib.typesetting.engine import Engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FONTCONFIG_FILE", str(HERE / "fonts.conf"))
        return Engine(Limits().styles)


def test_renders_with_named_style_sheets(engine):
    answer, pdf = engine.render("<h1>演示</h1>", ["print"])
    assert (answer, pdf[:5]) == ({"pages": 1, "missing": [], "refused": []}, b"%PDF-")
    assert list(engine._sheets) == ["print"]


def test_reports_what_it_refused_and_what_it_could_not_draw(engine):
    answer, _ = engine.render('<img src="http://a.example/"><p>😀</p>', [])
    assert (answer["missing"], answer["refused"]) == (["😀"], ["http://a.example/"])


def test_nothing_is_carried_over_to_the_next_document(engine):
    engine.render('<img src="http://a.example/"><p>😀</p>', [])
    assert engine.render("<p>x</p>", [])[0] == {"pages": 1, "missing": [], "refused": []}


def test_page_numbers_can_be_continued(engine):
    two_pages = '<p>x</p><p class="next">y</p><style>.next { break-before: page }</style>'
    numbered, _ = engine.render(two_pages, ["print"], (7, 30))
    assert numbered["pages"] == 2


def test_too_deep_a_document_is_refused(engine):
    with pytest.raises(TooDeep):
        engine.render("<div>" * 500, [])


def test_undrawn_characters_of_style_sheets_are_collected(engine):
    from weasyprint.logger import LOGGER

    LOGGER.warning(
        '.notdef glyph rendered for Unicode string unsupported by fonts: "%s" (U+%04X)', "𠮷", 0x20BB7
    )
    LOGGER.warning("something else %s", "x")
    assert engine._log.characters == {"𠮷"}
