"""The main tasks with the keyboard alone, at the desk and on the phone."""

import pytest

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
    assert page.url.endswith("/desk/")

    if width == PHONE:
        tab_to(page, ".nav-toggle")
        page.keyboard.press("Enter")
    tab_to(page, "nav a[href='/enterprises/']")
    press(page, "Enter")
    tab_to(page, "[name=q]")
    page.keyboard.type(file.name[2:8])
    press(page, "Enter")
    tab_to(page, f"a[href='/enterprises/{file.pk}/']")
    press(page, "Enter")
    assert page.locator("h1").inner_text() == file.name

    tab_to(page, f"a[href='/enterprises/{file.pk}/edit/basics/']")
    press(page, "Enter")
    tab_to(page, "[name=contact_name]")
    replace_text(page, f"键盘填写{width}")
    tab_to(page, "main button[type=submit]")
    press(page, "Space")
    assert page.get_by_text("已保存基本信息。").is_visible()
    assert Enterprise.objects.get(pk=file.pk).contact_name == f"键盘填写{width}"


def test_skip_link_leads_past_the_navigation(open_page):
    page = open_page("county_staff", DESKTOP, "/enterprises/")
    assert tab_to(page, ".skip-link") == 1
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_user_menu_opens_and_closes(open_page):
    page = open_page("county_staff", DESKTOP, "/desk/")
    tab_to(page, ".user-menu summary")
    page.keyboard.press("Enter")
    assert page.get_by_role("button", name="退出登录").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("button", name="退出登录").is_visible()
    assert page.evaluate("document.activeElement.matches('.user-menu summary')")


def test_refused_form_is_read_first_and_leads_to_its_field(open_page, data):
    page = open_page("county_staff", DESKTOP, f"/enterprises/{data.keys['full']}/equipment/new/")
    tab_to(page, "main button[type=submit]")
    press(page, "Enter")
    assert page.evaluate("document.activeElement.matches('[data-error-summary]')")
    tab_to(page, "[data-error-summary] a")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "kind"


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
