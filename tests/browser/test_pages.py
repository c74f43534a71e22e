"""Every page of the portal at the desk and on the phone: accessibility, no sideways scrolling, no boxes, all Chinese."""

from contextlib import nullcontext
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from django.test import override_settings
from django.urls import path, resolve
from playwright.sync_api import expect

from tests.browser import album, looking
from tests.browser.catalogue import AUDITOR, ERROR_PAGES, NOT_PAGES, PAGES, POSTED, SECURITY, SYSTEM, Line
from tests.browser.conftest import DESKTOP, HEIGHTS, PHONE
from tests.test_doors import patterns

LARGEST = 5
_UUIDS = {"pack", "meeting_file", "recipient_file"}


class AnyKey(dict):
    """A number for every key that is asked for, a month where the key says so, a UUID for what is known by one."""

    def __missing__(self, key):
        if key in _UUIDS:
            return str(UUID(int=1))
        return "2026-03" if "month" in key else "1"


def name_of(line: Line) -> str:
    """The name of the resolver's pattern that this line stands for."""
    return line.shows or resolve(urlsplit(line.address.format_map(AnyKey())).path).view_name


def unlisted(names) -> list[str]:
    """Names of addresses without a line in the table of pages."""
    listed = {name_of(line) for line in PAGES} | set(NOT_PAGES)
    return sorted(name for name in names if name not in listed)


# --- the table ---------------------------------------------------------------------------------------------------------
def test_every_address_has_a_line_or_is_a_closed_stock_page(data):
    from tests.browser import world
    from tests.clients import signed_in

    stock = {name: pattern for name, pattern in patterns() if name.startswith("admin:")}
    administrators = [signed_in(world.officer(username)) for username in (SYSTEM, SECURITY, AUDITOR)]
    closed = {name for name in unlisted(stock) if is_closed(name, stock[name], administrators)}
    assert sorted(set(unlisted(name for name, _ in patterns())) - closed) == []


def is_closed(name: str, pattern, administrators) -> bool:
    """Whether every administrator is refused."""
    address = address_of(name, pattern)
    return all(client.get(address).status_code in (403, 404, 405) for client in administrators)


def test_planted_address_without_a_line_is_found():
    planted = path("leaflets/", lambda request: None, name="leaflets")
    assert unlisted(["enterprises:ledger", f"enterprises:{planted.name}"]) == ["enterprises:leaflets"]


def test_no_line_for_an_address_that_is_gone():
    names = {name for name, _ in patterns()}
    assert sorted(set(NOT_PAGES) - names) == []


def test_pictures_have_names_of_their_own():
    slugs = [line.slug for line in PAGES]
    assert sorted(slugs) == sorted(set(slugs))


@pytest.mark.parametrize("name", sorted(name for name, why in NOT_PAGES.items() if why == POSTED))
def test_addresses_only_posted_to_show_nothing(name, open_page):
    address = next(pattern for found, pattern in patterns() if found == name)
    assert open_page("auditor").request.get(address_of(name, address)).status in (404, 405)


def address_of(name, pattern) -> str:
    from django.urls import reverse

    kinds = pattern.pattern.converters
    fitting = {"IntConverter": 1, "MonthConverter": 202603, "UUIDConverter": UUID(int=0)}
    return reverse(name, kwargs={key: fitting.get(type(kind).__name__, "a") for key, kind in kinds.items()})


# --- the pages ---------------------------------------------------------------------------------------------------------
def look_at(page, slug: str, *, is_thorough: bool = False) -> list[str]:
    """Every question, at both widths, when everything has arrived; pictures are taken where they are wanted.

    Accessibility at one width and the largest text on the phone only, unless the look is thorough (`make test-long`).
    """
    found = []
    expect(page.locator("form[inert]")).to_have_count(0)  # its draft is looked for
    asked_at = DESKTOP if sum(slug.encode()) % 2 else PHONE
    for width in (DESKTOP, PHONE):
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        faults = looking.sideways(page)
        if is_thorough or width == asked_at:
            faults += looking.inaccessible(page)
        album.keep(page, slug, width)
        if is_thorough or width == PHONE:
            faults += [f"largest text: {wrong}" for wrong in largest(page)]
        found += [f"{width}: {wrong}" for wrong in faults]
    found += [f"box: {character}" for character in looking.boxes(page)]
    is_stock = slug.startswith("admin")
    if not is_stock:  # there axe asks for 24 px
        found += [f"small: {target}" for target in looking.small_targets(page)]
    words = looking.latin_words(page, looking.STOCK_WORDS if is_stock else frozenset())
    return found + [f"Latin: {word}" for word in words]


def largest(page) -> list[str]:
    """What is pushed out or cut off at 30 px."""
    looking.set_text_step(page, LARGEST)
    found = looking.sideways(page) + looking.cut_off(page)
    looking.set_text_step(page, 0)
    return found


@pytest.mark.parametrize(
    "is_thorough",
    [pytest.param(False, id="quick"), pytest.param(True, marks=pytest.mark.long, id="thorough")],
)
@pytest.mark.parametrize("line", PAGES, ids=lambda line: line.slug)
def test_page(line, is_thorough, data, open_page, watch):
    with override_settings(DEMO=True) if line.demo else nullcontext():
        if line.status != 200:
            watch.expect(line.status)
        page = open_page(line.who, DESKTOP, line.address.format_map(data.keys))
        if line.act:
            line.act(page)
        assert look_at(page, line.slug, is_thorough=is_thorough) == []
        assert watch.last_status == line.status
        assert resolve(urlsplit(page.url).path).view_name == name_of(line)


@pytest.mark.parametrize("template", ERROR_PAGES)
def test_error_page(template, open_page, watch):
    from django.template.loader import render_to_string

    watch.expect(ERROR_PAGES[template])
    html = render_to_string(template, {"typed": [("备注", "第一行\n第二行")]})
    page = open_page(None, DESKTOP)
    page.route(
        "**/broken/",
        lambda route: route.fulfill(status=ERROR_PAGES[template], content_type="text/html", body=html),
    )
    page.goto("/broken/")
    assert look_at(page, f"error-{template.rpartition('/')[2].removesuffix('.html')}") == []
