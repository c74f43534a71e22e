"""A control that needs a script is not offered before the script works: on a slow line a tap would be lost."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.arriving import until
from tests.browser.catalogue import NEW_VISIT, STAFF
from tests.browser.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.browser


# A service worker of an earlier test would hand out scripts from its own store, past the line.
_FORGET_WORKERS = """
async () => { for (const found of await navigator.serviceWorker.getRegistrations()) await found.unregister(); }
"""
# What waits for a script is hidden by a style sheet, which may come after the foot of the page.
_STYLED = "Array.from(document.querySelectorAll('link[rel=stylesheet]')).every((link) => link.sheet)"


@contextmanager
def slow_line(page: Page, address: str) -> Iterator[Callable[[], None]]:
    """The page is drawn, its deferred scripts are on their way until ``arrive()`` is called."""
    held: list[Route] | None = []

    def hold(route: Route) -> None:
        if held is None or route.request.url.endswith("/early.js"):
            route.continue_()
        else:
            held.append(route)

    def arrive() -> None:
        nonlocal held
        waiting, held = held, None
        for route in waiting:
            route.continue_()
        page.wait_for_load_state()

    page.goto("/desk/")
    page.evaluate(_FORGET_WORKERS)
    page.route("**/static/js/**", hold)
    page.goto(address, wait_until="commit")
    page.locator("footer").last.wait_for()
    until(page, lambda: page.evaluate(_STYLED))
    yield arrive


def offered(page: Page) -> str:
    """Controls for scripts that somebody could tap."""
    found = page.locator(".needs-js, .needs-js button, form[data-sign-out] button")
    return found.evaluate_all(
        "all => all.filter((one) => one.checkVisibility({ visibilityProperty: true })).map((one) => one.outerHTML).join()"
    )


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("address", ["/enterprises/", "/enterprises/{full}/", NEW_VISIT])
def test_nothing_that_needs_a_script_is_offered_before_it_works(open_page, data, address, width):
    page = open_page(STAFF, width)
    with slow_line(page, address.format_map(data.keys)) as arrive:
        page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        assert offered(page) == ""
        arrive()
        assert "data-text-size" in offered(page)
        assert "退出登录" in offered(page)


def test_a_planted_page_that_calls_itself_ready_too_early_is_found(open_page):
    page = open_page(STAFF, PHONE)
    with slow_line(page, "/enterprises/") as arrive:
        page.evaluate("document.documentElement.classList.add('ready')")
        assert "data-text-size" in offered(page)
        arrive()


@pytest.fixture
def village(data):
    from tests import makers
    from tests.browser import world

    made = makers.make_region(f"{world.COUNTY}001201", name="演示晚到村")
    yield made
    type(made).objects.filter(pk=made.pk)._raw_delete("default")  # nothing refers to it


def test_a_town_chosen_before_its_script_works_fills_the_villages(open_page, village):
    page = open_page(STAFF, DESKTOP)
    with slow_line(page, "/enterprises/new/") as arrive:
        page.locator("[name=region]").select_option(village.code[:9])
        arrive()
        expect(page.locator("[name=village]")).to_contain_text(village.name)
