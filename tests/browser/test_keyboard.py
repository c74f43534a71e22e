"""The main tasks with the keyboard alone, at the desk and on the phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import world
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.keyboard import Unseen, press, replace_text, tab_to


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_sign_in_search_open_edit_and_save(stranger, data, width):
    from enterprises.models import Enterprise

    file = Enterprise.objects.get(pk=data.keys["ordinary"])
    page = stranger(width)
    page.goto("/accounts/sign-in/")
    tab_to(page, "#id_username")
    page.keyboard.type("county_staff")
    tab_to(page, "#id_password")
    page.keyboard.type(world.PASSWORD)
    press(page, "Enter")
    expect(page).to_have_url(re.compile("/desk/$"))

    if width == PHONE:
        tab_to(page, ".nav-toggle")
        page.keyboard.press("Enter")
        expect(page.locator("nav a[href='/enterprises/']")).to_be_visible()
    tab_to(page, "nav a[href='/enterprises/']")
    press(page, "Enter")
    tab_to(page, "[name=q]")
    page.keyboard.type(file.name[2:8])
    press(page, "Enter")
    tab_to(page, f"a[href='/enterprises/{file.pk}/']")
    press(page, "Enter")
    expect(page.locator("h1")).to_have_text(file.name)

    tab_to(page, f"a[href='/enterprises/{file.pk}/edit/basics/']")
    press(page, "Enter")
    tab_to(page, "[name=contact_name]")
    replace_text(page, f"键盘填写{width}")
    tab_to(page, "main button[type=submit]")
    press(page, "Space")
    expect(page.get_by_text("已保存基本信息。")).to_be_visible()
    assert Enterprise.objects.get(pk=file.pk).contact_name == f"键盘填写{width}"


def test_skip_link_leads_past_the_navigation(open_page):
    page = open_page("county_staff", DESKTOP, "/enterprises/")
    assert tab_to(page, ".skip-link") == 1
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_user_menu_opens_and_closes(open_page):
    page = open_page("county_staff", DESKTOP, "/desk/")
    sign_out = page.get_by_role("button", name="退出登录")
    tab_to(page, ".user-menu summary")
    page.keyboard.press("Enter")
    expect(sign_out).to_be_visible()
    page.keyboard.press("Escape")
    expect(sign_out).to_be_hidden()
    expect(page.locator(".user-menu summary")).to_be_focused()


def test_refused_form_is_read_first_and_leads_to_its_field(open_page, data):
    page = open_page("county_staff", DESKTOP, f"/enterprises/{data.keys['full']}/equipment/new/")
    tab_to(page, "main button[type=submit]")
    press(page, "Enter")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    tab_to(page, "[data-error-summary] a")
    page.keyboard.press("Enter")
    expect(page.locator("[name=kind]")).to_be_focused()


def test_every_stop_of_the_ledger_is_seen(open_page):
    page = open_page("county_staff", DESKTOP, "/enterprises/")
    assert tab_to(page, ".ledger-tools summary") > 40


def test_planted_invisible_focus_is_found(open_page):
    page = open_page("county_staff", DESKTOP, "/desk/")
    page.evaluate(
        "const sheet = new CSSStyleSheet();"
        " sheet.replaceSync('a:focus-visible { outline: none !important; box-shadow: none !important; }');"
        " document.adoptedStyleSheets = [sheet];"
    )
    with pytest.raises(Unseen):
        tab_to(page, "footer a")
