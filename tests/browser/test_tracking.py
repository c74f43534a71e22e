"""Coming back with number and code: by keyboard alone, without scripts; and leaving in a hurry."""

import re

import pytest
from django.test import override_settings
from playwright.sync_api import expect

from tests.browser import acts
from tests.browser.arriving import follow
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.keyboard import press, tab_to

CASE = re.compile("/tipoffs/track/case/$")
HARMLESS = "/accounts/sign-in/"
"""Stands for the neutral page: no request leaves this machine."""


@pytest.fixture
def at_case(stranger, data):
    """The reporter's page, reached by hand."""

    def open_one(width: int = DESKTOP, *, scripts: bool = True):
        page = stranger(width, scripts=scripts)
        page.goto("about:blank")  # the window may stand there already: another hash is no other page
        page.goto("/tipoffs/track/#{tip_number},{tip_code}".format_map(data.keys))
        acts.look_up(page)
        expect(page).to_have_url(CASE)
        return page

    return open_one


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_looked_up_and_answered_by_keyboard(stranger, data, width):
    from tipoffs.models import TipMessage

    page = stranger(width)
    page.goto("/tipoffs/track/")
    tab_to(page, "[name=number]")
    page.keyboard.type("写错的编号")
    press(page, "Enter")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    expect(page).to_have_title(re.compile("^错误："))
    for name, key in (("number", "tip_number"), ("code", "tip_code")):
        tab_to(page, f"[name={name}]")
        page.keyboard.press("Control+a")
        page.keyboard.type(data.keys[key])
    press(page, "Enter")
    tab_to(page, "#reply_text")
    page.keyboard.type(f"键盘写的留言{width}")
    tab_to(page, "form[action$='/reply/'] button[type=submit]")
    press(page, "Enter")
    expect(page.get_by_text("留言已送达办公室。")).to_be_visible()
    assert TipMessage.objects.filter(text=f"键盘写的留言{width}", posted_at=None).count() == 1


@pytest.mark.parametrize(
    ("behind", "filled"), [("2026-000123", "2026-000123"), ("2026-x", ""), ("<b>1-1", "")]
)
def test_the_qr_code_of_the_receipt_fills_the_number(stranger, behind, filled):
    page = stranger()
    page.goto("/accounts/sign-in/")  # so that another hash is another page
    page.goto(f"/tipoffs/track/#{behind}")
    expect(page.locator("#id_number")).to_have_value(filled)


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_without_scripts(at_case, width):
    page = at_case(width, scripts=False)
    page.locator("#reply_text").fill(f"没有脚本的留言{width}")
    follow(page.get_by_role("button", name="发送留言"))
    expect(page.get_by_text("留言已送达办公室。")).to_be_visible()
    expect(page.locator(".words .own", has_text=f"没有脚本的留言{width}")).to_be_visible()
    follow(page.get_by_role("button", name="退出查询"))
    page.goto("/tipoffs/track/case/")
    expect(page.get_by_text("请重新输入编号和查询码")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_leaving_ends_on_the_harmless_page_and_forgets_the_tip(at_case, scripts):
    with override_settings(LEAVE_URL=HARMLESS):
        page = at_case(PHONE, scripts=scripts)
        page.get_by_role("link", name="快速离开").click()
        page.wait_for_url(f"**{HARMLESS}")
    assert [cookie["name"] for cookie in page.context.cookies() if cookie["name"].startswith("tip-")] == []


def test_three_times_escape_leaves_without_a_way_back(at_case):
    with override_settings(LEAVE_URL=HARMLESS):
        page = at_case()
        page.evaluate("Date.now = () => 0")  # a busy machine takes longer than two seconds for three keys
        before = page.evaluate("history.length")
        for _ in range(2):
            page.keyboard.press("Escape")
        page.keyboard.press("a")
        page.keyboard.press("Escape")
        assert not page.evaluate("document.documentElement.hidden")  # the first thing that leaving does
        for _ in range(2):
            page.keyboard.press("Escape")
        page.wait_for_url(f"**{HARMLESS}")
        assert page.evaluate("history.length") == before
        page.go_back()
        expect(page).not_to_have_url(re.compile("/case/"))
