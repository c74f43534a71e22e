"""The text size switch: from 18 to 30 px, remembered, back again; nothing is pushed out of the window."""

import pytest

from tests.browser import looking
from tests.browser.conftest import DESKTOP, PHONE

SIZE = "parseFloat(getComputedStyle(document.body).fontSize)"


@pytest.fixture
def page(open_page):
    page = open_page("county_staff", PHONE, "/desk/")
    yield page
    page.evaluate("localStorage.clear()")


def test_grows_to_30_pixels_and_stays(page):
    sizes = []
    for _ in range(6):
        sizes.append(page.evaluate(SIZE))
        page.locator("[data-text-size=larger]").click(force=True)  # at the end of the scale too
    assert sizes == [18, 20, 22, 24, 27, 30]
    assert page.evaluate(SIZE) == 30
    assert page.locator("[data-text-size=larger]").get_attribute("aria-disabled") == "true"
    assert page.locator("[data-text-size-status]").text_content() == "文字大小30"


def test_is_remembered_on_the_next_page_and_reset(page):
    for _ in range(5):
        page.locator("[data-text-size=larger]").click()
    page.goto("/enterprises/")
    assert page.evaluate(SIZE) == 30
    page.locator("[data-text-size=smaller]").click()
    assert page.evaluate(SIZE) == 27
    page.locator("[data-text-size=normal]").click()
    assert page.evaluate(SIZE) == 18
    page.goto("/desk/")
    assert page.evaluate(SIZE) == 18


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_menu_and_tools_stay_usable_at_30_pixels(page, width):
    page.set_viewport_size({"width": width, "height": 844})
    for _ in range(5):
        page.locator("[data-text-size=larger]").click()
    if width == PHONE:
        page.locator(".nav-toggle").click()
    assert page.get_by_role("navigation", name="主导航").get_by_role("link", name="企业台账").is_visible()
    page.locator(".user-menu summary").click()
    assert page.get_by_role("button", name="退出登录").is_visible()
    assert looking.sideways(page) == []
    assert looking.small_targets(page) == []
