"""Waiting for what a page does, on however slow a machine.

Whatever leads to another page is done by `follow` or inside `arriving`; what the page shows is asked with playwright's `expect`,
which asks again until it holds. `wait_for_function` is no way: the policy of the pages keeps it from asking a second time. Read
at once (`count()`, `is_visible()`, `page.url`, the database) is only what such a wait has made sure of: test_arriving.py looks
for the rest.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page

PATIENCE_MS = 60_000
"""Nothing here takes a tenth of it on a usual machine; some of it did take half of that on one with ten times its work."""
_PAUSE_MS = 30


@contextmanager
def arriving(page: Page) -> Iterator[None]:
    """What is done inside leads to another page: goes on when that one and its scripts are there."""
    with page.expect_navigation():
        yield


def follow(link: Locator) -> None:
    """Press a link or a button that leads to another page, and wait for it."""
    with arriving(link.page):
        link.click()


def until(page: Page, condition: Callable[[], object]) -> None:
    """Let the browser go on until ``condition`` holds; AssertionError when it never does."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        page.wait_for_timeout(_PAUSE_MS)
