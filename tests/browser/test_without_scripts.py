"""What works without JavaScript: signing in, the ledger, a batch, editing a file, signing out."""

import pytest

from tests.browser import acts, world
from tests.browser.conftest import DESKTOP, PHONE


@pytest.fixture
def plain(stranger):
    """A page of the county's officer in a browser without scripts, past the sign-in."""

    def open_one(width: int = DESKTOP):
        page = stranger(width, scripts=False)
        page.goto("/accounts/sign-in/")
        acts.sign_in(page, "county_staff", world.PASSWORD)
        assert page.url.endswith("/desk/")
        return page

    return open_one


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_ledger_is_filtered_and_a_file_is_edited(plain, data, width):
    from enterprises.models import Enterprise

    page = plain(width)
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="企业台账").click()
    page.locator("[name=status]").select_option("in_production")
    page.get_by_role("button", name="应用筛选").click()
    assert "status=in_production" in page.url
    page.locator("[name=q]").fill("演示")
    page.locator("[name=q]").press("Enter")
    assert page.locator("tbody tr").count() > 5

    page.goto(f"/enterprises/{data.keys['ordinary']}/edit/basics/")
    page.get_by_label("联系人").fill(f"没有脚本{width}")
    acts.submit(page)
    assert page.get_by_text("已保存基本信息。").is_visible()
    assert Enterprise.objects.get(pk=data.keys["ordinary"]).contact_name == f"没有脚本{width}"
    page.locator("#history summary").first.click()
    assert page.locator("#history ins", has_text=f"没有脚本{width}").first.is_visible()


def test_what_needs_scripts_is_not_offered(plain):
    page = plain()
    page.goto("/enterprises/")
    assert page.locator(".needs-js").count() > 0
    assert [box.is_visible() for box in page.locator(".needs-js").all()].count(True) == 0


def test_batch_is_chosen_and_carried_out(plain, data):
    page = plain()
    page.goto("/enterprises/")
    page.locator(f"input[name=selected][value='{data.keys['ordinary']}']").check()
    page.get_by_role("button", name="确认无变化").click()
    page.get_by_role("button", name="确认执行（1家）").click()
    assert page.get_by_text("处理1家").is_visible()


def test_refused_form_keeps_what_was_typed(plain, data):
    page = plain()
    page.goto(f"/enterprises/{data.keys['full']}/equipment/new/")
    page.locator("[name=location]").fill("没有选种类")
    acts.submit(page)
    assert page.locator("[name=location]").input_value() == "没有选种类"


def test_signs_out(plain):
    page = plain()
    page.locator(".user-menu summary").click()
    page.get_by_role("button", name="退出登录").click()
    page.goto("/desk/")
    assert "/accounts/sign-in/" in page.url
