"""What works without JavaScript: signing in, the ledger, a batch, editing a file, signing out."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import acts, world
from tests.browser.arriving import arriving, follow
from tests.browser.conftest import DESKTOP, PHONE


@pytest.fixture
def plain(stranger):
    """A page of the county's officer in a browser without scripts, past the sign-in."""

    def open_one(width: int = DESKTOP):
        page = stranger(width, scripts=False)
        page.goto("/accounts/sign-in/")
        acts.sign_in(page, "county_staff", world.PASSWORD)
        expect(page).to_have_url(re.compile("/desk/$"))
        return page

    return open_one


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_ledger_is_filtered_and_a_file_is_edited(plain, data, width):
    from enterprises.models import Enterprise

    page = plain(width)
    follow(page.get_by_role("navigation", name="主导航").get_by_role("link", name="企业台账"))
    page.locator("[name=status]").select_option("in_production")
    follow(page.get_by_role("button", name="应用筛选"))
    expect(page).to_have_url(re.compile("status=in_production"))
    page.locator("[name=q]").fill("演示")
    with arriving(page):
        page.locator("[name=q]").press("Enter")
    county = Enterprise.objects.filter(region_code__startswith=world.COUNTY, merged_into=None)
    found = county.filter(status="in_production", name__contains="演示").count()
    assert found > 5
    expect(page.locator("tbody tr")).to_have_count(found)

    page.goto(f"/enterprises/{data.keys['ordinary']}/edit/basics/")
    page.get_by_label("联系人").fill(f"没有脚本{width}")
    acts.submit(page)
    expect(page.get_by_text("已保存基本信息。")).to_be_visible()
    assert Enterprise.objects.get(pk=data.keys["ordinary"]).contact_name == f"没有脚本{width}"
    page.locator("#history summary").first.click()
    expect(page.locator("#history ins", has_text=f"没有脚本{width}").first).to_be_visible()


def test_what_needs_scripts_is_not_offered(plain):
    page = plain()
    page.goto("/enterprises/")
    expect(page.locator(".needs-js").first).to_be_attached()
    expect(page.locator(".needs-js:visible")).to_have_count(0)


def test_batch_is_chosen_and_carried_out(plain, data):
    page = plain()
    page.goto("/enterprises/")
    page.locator(f"input[name=selected][value='{data.keys['ordinary']}']").check()
    follow(page.get_by_role("button", name="确认无变化"))
    follow(page.get_by_role("button", name="确认执行（1家）"))
    expect(page.get_by_text("处理1家")).to_be_visible()


def test_refused_form_keeps_what_was_typed(plain, data):
    page = plain()
    page.goto(f"/enterprises/{data.keys['full']}/equipment/new/")
    page.locator("[name=location]").fill("没有选种类")
    acts.submit(page)
    expect(page.locator("[data-error-summary]")).to_be_visible()
    expect(page.locator("[name=location]")).to_have_value("没有选种类")


def test_signs_out(plain):
    page = plain()
    page.locator(".user-menu summary").click()
    follow(page.get_by_role("button", name="退出登录"))
    page.goto("/desk/")
    expect(page).to_have_url(re.compile("/accounts/sign-in/"))
