"""What the browser tests share: the running portal with its data, one browser, pages that are watched.

`open_page(username, width)` gives the page in the hands of somebody signed in; everything the browser complains about fails the test (watching.py).
The data set is built once for this folder, committed, and flushed afterwards: tests here see each other's writes.
Modules with models are imported inside: pytest reads this file before Django is set up.
"""

import os
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests import chromium
from tests.browser import bare_machine
from tests.browser.arriving import PATIENCE_MS
from tests.browser.serving import portal_running
from tests.browser.watching import Watch, settle

if TYPE_CHECKING:
    from tests.browser.world import World

DESKTOP, PHONE = 1366, 390
HEIGHTS = {DESKTOP: 900, PHONE: 844}
# A busy machine is slow: whoever waits for a condition waits long, and goes on as soon as it holds.
expect.set_options(timeout=PATIENCE_MS)
ARGUMENTS = [*chromium.ARGUMENTS, "--hide-scrollbars", "--disable-gpu", "--lang=zh-CN"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(
                pytest.mark.django_db(transaction=True)
            )  # pytest-django makes databases for marked tests only


@pytest.fixture
def _django_db_helper(database) -> None:
    """Instead of pytest-django's, which would empty the database after each test."""


# --- the portal and its data ------------------------------------------------------------------------------------------
@pytest.fixture(scope="package")
def database(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The test database, open to every thread and emptied at the end.

    Playwright's loop runs in this thread, which makes Django think that its calls are asynchronous; they are not.
    """
    earlier = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with django_db_blocker.unblock():
        yield
        _flush()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")
    if earlier is not None:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = earlier


def _flush() -> None:
    from django.db import connection

    from capacity_portal.journal import triggers
    from tipoffs import triggers as tip_triggers

    with triggers.lifted(connection), tip_triggers.lifted(connection):
        call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=False)


@pytest.fixture(scope="package")
def data(database, tmp_path_factory) -> Iterator["World"]:
    """The data set of all browser tests; uploads go to a folder of their own."""
    from django.test import override_settings

    from tests.browser import world

    with override_settings(MEDIA_ROOT=str(tmp_path_factory.mktemp("media"))):
        yield world.build()


@pytest.fixture(scope="package")
def portal(data) -> Iterator[str]:
    """Address of the running portal."""
    with portal_running() as address:
        yield address


# --- the browser ------------------------------------------------------------------------------------------------------
@pytest.fixture(scope="package")
def browser(tmp_path_factory, database) -> Iterator[Browser]:
    """The one chromium of the run."""
    surroundings = {
        **os.environ,
        "LANGUAGE": "zh_CN",
        **bare_machine.environment(tmp_path_factory.mktemp("fonts")),
    }
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=chromium.find(), args=ARGUMENTS, env=surroundings
        )
        yield started
        started.close()


@pytest.fixture(scope="package")
def package_watch(portal) -> Watch:
    return Watch(portal)


@pytest.fixture(autouse=True)
def watch(package_watch) -> Iterator[Watch]:
    """What the browser complained about in this test; nobody looks at it: it fails the test by itself."""
    yield package_watch
    assert package_watch.take() == []


@pytest.fixture(scope="package")
def windows(browser, portal, package_watch) -> Iterator[Callable[[str], Page]]:
    """Pages by name, each in a profile of its own, kept: their fonts stay loaded, which is most of the cost of a new one."""
    made: dict[str, Page] = {}

    def window(name: str, **options) -> Page:
        if name not in made:
            made[name] = new_context(browser, portal, package_watch, **options).new_page()
        return made[name]

    yield window
    for page in made.values():
        page.context.close()


def new_context(browser: Browser, portal: str, watch: Watch, **options) -> BrowserContext:
    """A fresh, watched browser profile that nobody has signed in to. Animations are off: pictures and focus would be late."""
    usual = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "reduced_motion": "reduce"}
    context = browser.new_context(base_url=portal, **usual, **options)
    context.set_default_timeout(PATIENCE_MS)
    watch.attach(context)
    return context


@pytest.fixture(scope="package")
def cookie_of(data) -> Callable[[str], str]:
    """Session cookie of an officer, as after signing in; the same one each time."""
    from tests.browser import world
    from tests.clients import signed_in

    return cache(lambda username: signed_in(world.officer(username)).cookies["sid"].value)


@pytest.fixture
def open_page(windows, portal, cookie_of) -> Iterator[Callable[..., Page]]:
    """``open_page("county_staff", PHONE, "/enterprises/")``: the first window in the hands of that officer (None: a stranger)."""
    page = windows("first")

    def open_one(username: str | None = None, width: int = DESKTOP, address: str = "") -> Page:
        _hand_over(page, width)
        if username:
            session = {"name": "sid", "value": cookie_of(username), "url": portal, "httpOnly": True}
            page.context.add_cookies([session])
        if address:
            page.goto(address)
        return page

    yield open_one
    settle(page)
    page.unroute_all()


@pytest.fixture
def stranger(windows) -> Iterator[Callable[..., Page]]:
    """``stranger(width)``: a window nobody has signed in to; asked again, another one. ``scripts=False``: without JavaScript."""
    used: list[Page] = []

    def open_one(width: int = DESKTOP, *, scripts: bool = True) -> Page:
        page = (
            windows(("first", "second", "third")[len(used)])
            if scripts
            else windows("plain", java_script_enabled=False)
        )
        _hand_over(page, width)
        if scripts:  # without them nothing can come late
            used.append(page)
        return page

    yield open_one
    for page in used:
        settle(page)
        page.unroute_all()


def _hand_over(page: Page, width: int) -> None:
    page.context.clear_cookies()
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
