"""The questions to a page find what they are there for: each is shown a planted fault."""

import pytest

from tests.browser import looking
from tests.browser.conftest import PHONE

SIGN_IN = "/accounts/sign-in/"


@pytest.fixture
def page(open_page):
    return open_page(None, PHONE, SIGN_IN)


def plant(page, html: str) -> None:
    page.evaluate("html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", html)


@pytest.mark.parametrize(
    ("html", "rule"),
    [
        ("<img src='/static/img/mark.svg'>", "image-alt"),
        ("<input type='text' name='unlabelled'>", "label"),
        ("<p class='planted-pale'>看不清的字</p>", "color-contrast"),
    ],
)
def test_planted_violation_is_found(page, html, rule):
    assert looking.inaccessible(page) == []
    plant(page, html)
    page.evaluate(
        "document.querySelectorAll('.planted-pale').forEach((line) => { line.style.color = '#ddd'; })"
    )
    assert [line.split(":")[0] for line in looking.inaccessible(page)] == [rule]


def test_planted_wide_table_scrolls_sideways(page):
    assert looking.sideways(page) == []
    plant(page, "<pre class='planted'>" + "宽" * 200 + "</pre>")
    assert "pre.planted" in looking.sideways(page)


def test_planted_text_in_too_small_a_box_is_cut_off(page):
    assert looking.cut_off(page) == []
    plant(page, "<p class='planted'>这一行比它的格子长</p>")
    page.evaluate(
        "Object.assign(document.querySelector('.planted').style,"
        " {width: '60px', whiteSpace: 'nowrap', overflow: 'hidden', textOverflow: 'ellipsis'})"
    )
    assert [line.split()[:2] for line in looking.cut_off(page)] == [["p.planted", "这一行比它的格子长"]]


def test_planted_character_without_glyph_is_found(page):
    assert looking.boxes(page) == []
    plant(page, "<p>企业\u0e01</p><p>\U0002fa1e</p>")  # in the portal's fonts neither
    assert "\U0002fa1e" in looking.boxes(page)


def test_page_without_the_portals_font_is_all_boxes(stranger):
    page = stranger(PHONE)
    page.route("**/css/fonts.css", lambda route: route.fulfill(body="", content_type="text/css"))
    page.goto(SIGN_IN)
    assert {"登", "录", "密", "码"} <= set(looking.boxes(page))


def test_font_that_does_not_arrive_is_all_boxes(stranger, watch):
    page = stranger(PHONE)
    page.route("**/FandolHei-Regular.woff2", lambda route: route.abort())
    page.goto(SIGN_IN)
    assert {"登", "录", "密", "码"} <= set(looking.boxes(page))
    assert "net::ERR_FAILED" in "".join(watch.take())


def test_planted_small_button_is_found(page):
    assert looking.small_targets(page) == []
    plant(page, "<button>小</button>")
    page.evaluate("Object.assign(document.querySelector('main > button').style, {minHeight: 0, padding: 0})")
    assert len(looking.small_targets(page)) == 1


def test_planted_english_is_found(page):
    plant(page, "<p>This field is required.</p><p>导出为 PDF</p>")
    assert looking.latin_words(page) == ["This", "field", "is", "required"]
