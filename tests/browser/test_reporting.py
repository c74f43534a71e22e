"""Reporting from the first page to the receipt: by keyboard alone, without scripts, without cookies, on the phone and at the desk."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import tip_acts
from tests.browser.arriving import follow
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.keyboard import press, tab_to


def received(page):
    """The tip whose receipt is shown."""
    from tipoffs.queries.lookup import find_tip

    number = page.locator(".receipt-codes dd").first.inner_text()
    return find_tip(number, page.locator("[data-code]").inner_text())


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_whole_way_by_keyboard(stranger, data, width):
    page = stranger(width)
    page.goto("/tipoffs/new/")
    tab_to(page, "main form button[type=submit]")
    press(page, "Enter")
    tab_to(page, "[name=place_text]")
    page.keyboard.type(f"键盘镇河边{width}")
    tab_to(page, ".submit-row button")
    press(page, "Enter")
    tab_to(page, "[name=kind]")
    page.keyboard.press("Space")
    tab_to(page, "[name=text]")
    page.keyboard.type("只用键盘写的")
    tab_to(page, ".submit-row button")
    press(page, "Enter")
    tab_to(page, ".submit-row a")
    press(page, "Enter")
    if page.locator("[name=named]").count():
        tab_to(page, "[name=named]")
        page.keyboard.press("Space")
    tab_to(page, ".submit-row button")
    press(page, "Enter")
    page.wait_for_timeout(tip_acts.LONG_ENOUGH_MS)
    tab_to(page, "[name=truthful]")
    page.keyboard.press("Space")
    tab_to(page, ".submit-row button")
    press(page, "Enter")
    tip = received(page)
    assert (tip.place_text, tip.text, tip.kind) == (f"键盘镇河边{width}", "只用键盘写的", "production")
    tab_to(page, "main form[action$='/saved/'] button")
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("好了，本机不再保留这件举报")


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_whole_way_without_scripts(stranger, data, width):
    page = stranger(width, scripts=False)
    page.goto("/tipoffs/new/")
    tip_acts.where(page)
    county = page.locator("[name=county] option").nth(1).get_attribute("value")
    page.locator("[name=county]").select_option(county)
    page.locator("[name=place_text]").fill("没有脚本")
    follow(page.get_by_role("button", name="确定，列出乡镇"))
    expect(page.locator("[name=place_text]")).to_have_value("没有脚本")
    town = page.locator("[name=town] option").nth(1).get_attribute("value")
    page.locator("[name=town]").select_option(town)
    tip_acts.go_on(page)
    tip_acts.go_on(page)
    expect(page.locator("[data-error-summary]")).to_be_visible()
    page.locator("[name=kind][value=furnace]").check()
    page.locator("[name=text]").fill("没有脚本写的")
    tip_acts.go_on(page)
    for wide in (60, 61):
        photo = {"name": f"{wide}.jpg", "mimeType": "image/jpeg", "buffer": tip_acts.make.jpeg((wide, 40))}
        page.locator("[name=file]").set_input_files(photo)
        tip_acts.upload(page)
    expect(page.get_by_role("button", name="删除")).to_have_count(2)
    follow(page.get_by_role("button", name="删除").first)
    expect(page.get_by_role("button", name="删除")).to_have_count(1)
    follow(page.get_by_role("link", name="继续"))
    if page.locator("[name=named]").count():
        page.locator("[name=named][value=anonymous]").check()
    tip_acts.go_on(page)
    follow(page.locator("#group-what a"))
    page.locator("[name=text]").fill("改过的话")
    follow(page.get_by_role("button", name="保存并返回核对页"))
    page.wait_for_timeout(tip_acts.LONG_ENOUGH_MS)
    page.locator("[name=truthful]").check()
    tip_acts.go_on(page)
    tip = received(page)
    assert (tip.text, tip.kind, tip.place.code, tip.files.count()) == ("改过的话", "furnace", town, 1)


def test_towns_follow_the_county_with_a_script(stranger, data):
    page = stranger(PHONE)
    page.goto("/tipoffs/new/")
    tip_acts.where(page)
    counties = page.locator("[name=county] option")
    codes = [counties.nth(at).get_attribute("value") for at in range(1, counties.count())]
    page.locator("[name=county]").select_option(codes[0])
    towns = page.locator("[name=town] option")
    expect(towns).not_to_have_count(1)
    found = [towns.nth(at).get_attribute("value") for at in range(1, towns.count())]
    assert all(code.startswith(codes[0]) for code in found)
    page.locator("[name=county]").select_option("")
    expect(towns).to_have_count(1)


def test_a_refused_file_is_told_and_the_next_one_goes(stranger, data):
    page = stranger(PHONE)
    page.goto("/tipoffs/new/")
    tip_acts.evidence(page)
    heic = {"name": "现场.heic", "mimeType": "image/heic", "buffer": tip_acts.make.heic()}
    page.locator("[name=file]").set_input_files(heic)
    page.get_by_role("button", name="上传").click()
    page.get_by_text("没有传成").wait_for()
    expect(page.locator("[data-sending-text]")).to_contain_text("HEIC")
    expect(page.get_by_role("button", name="删除")).to_have_count(1)


def test_a_new_try_takes_the_servers_old_refusal_away(stranger, data):
    page = stranger(PHONE)
    page.goto("/tipoffs/new/")
    tip_acts.evidence(page)
    tip_acts.upload(page)
    expect(page.locator("[data-error-summary]")).to_be_visible()
    expect(page).to_have_title(re.compile("^错误："))
    heic = {"name": "现场.heic", "mimeType": "image/heic", "buffer": tip_acts.make.heic()}
    page.locator("[name=file]").set_input_files(heic)
    page.get_by_role("button", name="上传").click()
    page.get_by_text("没有传成").wait_for()
    expect(page.locator("[data-error-summary], .field-error, [aria-invalid]")).to_have_count(0)
    expect(page.locator(".has-error")).to_have_count(1)  # the box of this try
    expect(page).not_to_have_title(re.compile("^错误："))


@pytest.mark.parametrize(
    ("name", "options"), [("touch", {"has_touch": True, "is_mobile": True}), ("mouse", {})]
)
def test_three_times_esc_is_offered_where_there_is_a_keyboard(windows, data, name, options):
    page = windows(name, **options)
    page.goto("/tipoffs/")
    page.locator("html.ready").wait_for()  # until then the words are kept back everywhere
    expect(page.locator(".leave-key")).to_be_visible(visible=name == "mouse")


def test_receipt_is_saved_as_pdf(stranger, data):
    page = stranger(PHONE)
    page.goto("/tipoffs/new/")
    tip_acts.receipt(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="保存为 PDF").click()
    assert download.value.suggested_filename.endswith(".pdf")
    assert received(page) is not None
    expect(page).not_to_have_url(re.compile(re.escape(page.locator("[data-code]").inner_text())))


def test_code_stands_in_no_address_and_the_draft_cookie_goes(stranger, data):
    page = stranger(PHONE)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/tipoffs/new/")
    tip_acts.receipt(page)
    code = page.locator("[data-code]").inner_text()
    names = {cookie["name"] for cookie in page.context.cookies()}
    follow(page.get_by_role("button", name="我已保存编号和查询码"))
    assert names - {cookie["name"] for cookie in page.context.cookies()} == {"tip-draft"}
    assert [url for url in asked if code in url or code.replace("-", "") in url] == []
