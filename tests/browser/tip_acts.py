"""What a reporter does on the five steps, and an officer who enters what somebody tells him."""

from playwright.sync_api import Page

from tests import evidence_makers as make
from tests.browser.arriving import follow

LONG_ENOUGH_MS = 2_100
"""A form sent sooner is taken for a program's (``rules.robots``)."""
TEXT = "三台中频炉，每天夜里开炉，早上拉走钢坯。"


def where(page: Page) -> None:
    """Past the page of what to have ready."""
    follow(page.get_by_role("button", name="开始填写"))


def where_refused(page: Page) -> None:
    where(page)
    go_on(page)


def what(page: Page) -> None:
    where(page)
    page.locator("[name=place_text]").fill("演示镇河边的旧砖瓦厂院内")
    go_on(page)


def what_refused(page: Page) -> None:
    what(page)
    go_on(page)


def evidence(page: Page) -> None:
    what(page)
    page.locator("[name=kind][value=production]").check()
    page.locator("[name=text]").fill(TEXT)
    go_on(page)
    photo = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": make.jpeg((80, 60))}
    page.locator("[name=file]").set_input_files(photo)
    upload(page)
    page.get_by_role("button", name="删除").wait_for()


def contact(page: Page) -> None:
    evidence(page)
    follow(page.get_by_role("link", name="继续"))


def check(page: Page) -> None:
    contact(page)
    if page.locator("[name=named]").count():
        page.locator("[name=named][value=anonymous]").check()
    go_on(page)


def receipt(page: Page) -> None:
    check(page)
    page.wait_for_timeout(LONG_ENOUGH_MS)
    page.locator("[name=truthful]").check()
    go_on(page)


def saved(page: Page) -> None:
    receipt(page)
    follow(page.get_by_role("button", name="我已保存编号和查询码"))


def enter(page: Page) -> None:
    page.locator("[name=channel]").select_option("phone")
    page.locator("[name=kind]").select_option("production")
    page.locator("[name=text]").fill(TEXT)
    page.locator("[name=place_text]").fill("演示镇河边")
    go_on(page)


def go_on(page: Page) -> None:
    """The step's own button."""
    follow(page.locator("main .submit-row button[type=submit]"))


def upload(page: Page) -> None:
    """Send the chosen file; the page is drawn anew when it is there."""
    follow(page.get_by_role("button", name="上传"))
