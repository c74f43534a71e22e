"""The editor of documents in a browser: its buttons change the sheet in place, the page beside the text follows what is typed."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import acts, world
from tests.browser.arriving import follow
from tests.browser.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def address(data) -> str:
    return f"/reports/notices/{data.keys['notice_draft']}/edit/"


def test_the_page_follows_the_text_and_buttons_keep_it(open_page, address):
    page = open_page("office_staff", DESKTOP, address)
    expect(page.locator("[data-preview-status]")).to_have_text(re.compile("第1页，共"), timeout=30_000)
    page.locator("[name='b.0.text']").fill("没有保存的一段。")
    page.locator("#b\\.0").get_by_role("button", name="标题").click()
    expect(page.locator("[name='b.1.heading']")).to_have_value("")
    expect(page.locator("#b\\.1")).to_be_focused()
    expect(page.locator("[name='b.0.text']")).to_have_value("没有保存的一段。")
    expect(page.locator("[data-preview-image]")).not_to_have_attribute("data-stale", "", timeout=30_000)
    page.locator("form").evaluate_all(
        "forms => forms.forEach(form => form.removeAttribute('data-warn-unsaved'))"
    )


def test_without_scripts_the_buttons_keep_what_is_typed(stranger, address):
    page = stranger(PHONE, scripts=False)
    page.goto("/accounts/sign-in/")
    acts.sign_in(page, "office_staff", world.PASSWORD)
    expect(page).to_have_url(re.compile("/desk/$"))
    page.goto(address)
    page.locator("[name='b.0.text']").fill("没有脚本也保留。")
    follow(page.locator("#b\\.0").get_by_role("button", name="下移"))
    expect(page.locator("[name='b.1.text']")).to_have_value("没有脚本也保留。")
    expect(page.get_by_text("有未保存的修改")).to_be_visible()
    expect(page.get_by_role("button", name="预览").first).to_be_visible()
