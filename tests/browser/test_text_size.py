"""The text size switch: from 18 to 30 px, remembered, back again; nothing is pushed out of the window."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.browser.conftest import DESKTOP, PHONE


def has_size(page: Page, pixels: int) -> None:
    expect(page.locator("body")).to_have_css("font-size", f"{pixels}px")


@pytest.fixture
def page(open_page):
    page = open_page("county_staff", PHONE, "/desk/")
    yield page
    page.evaluate("localStorage.clear()")


def test_grows_to_30_pixels_and_stays(page):
    larger = page.locator("[data-text-size=larger]")
    for pixels in (18, 20, 22, 24, 27, 30):
        has_size(page, pixels)
        larger.click(force=True)  # at the end of the scale too
    expect(larger).to_have_attribute("aria-disabled", "true")
    expect(page.locator("[data-text-size-status]")).to_have_text("文字大小30")
    has_size(page, 30)


def test_is_remembered_on_the_next_page_and_reset(page):
    for _ in range(5):
        page.locator("[data-text-size=larger]").click()
    page.goto("/enterprises/")
    has_size(page, 30)
    page.locator("[data-text-size=smaller]").click()
    has_size(page, 27)
    page.locator("[data-text-size=normal]").click()
    has_size(page, 18)
    page.goto("/desk/")
    has_size(page, 18)


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_menu_and_tools_stay_usable_at_30_pixels(page, width):
    page.set_viewport_size({"width": width, "height": 844})
    for _ in range(5):
        page.locator("[data-text-size=larger]").click()
    has_size(page, 30)
    if width == PHONE:
        page.locator(".nav-toggle").click()
    navigation = page.get_by_role("navigation", name="主导航")
    expect(navigation.get_by_role("link", name="企业台账")).to_be_visible()
    page.locator(".user-menu summary").click()
    expect(page.get_by_role("button", name="退出登录")).to_be_visible()
    assert looking.sideways(page) == []
    assert looking.small_targets(page) == []
