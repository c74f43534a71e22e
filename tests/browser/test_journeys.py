"""Days in the office, clicked through in the browser from the sign-in to the result."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser import acts, world
from tests.browser.arriving import follow
from tests.browser.conftest import DESKTOP, PHONE

NEW_PASSWORD = "qing-Shan-yi-Jiu-88"


@pytest.fixture
def signed_in(stranger):
    """``signed_in("county_staff")``: a page of that officer, signed in by hand."""

    def open_one(username: str, password: str = world.PASSWORD, width: int = DESKTOP):
        page = stranger(width)
        page.goto("/accounts/sign-in/")
        acts.sign_in(page, username, password)
        return page

    return open_one


def fields(page, **values: str) -> None:
    """Fill fields by their names."""
    for name, value in values.items():
        page.locator(f"main [name={name}]").fill(value)


def choose(page, **values: str) -> None:
    for name, value in values.items():
        page.locator(f"main select[name={name}]").select_option(value)


def do(page, label: str) -> None:
    """Press the button, or follow the link, with this label, to the page that it leads to."""
    button = page.get_by_role("button", name=label, exact=True)
    link = page.get_by_role("link", name=label, exact=True)
    button.or_(link).first.wait_for()
    follow((button if button.count() else link).first)


def is_headed(page: Page, title: str) -> None:
    expect(page.locator("h1")).to_have_text(title)


def pdf_pages(content: bytes) -> list[str]:
    """Text of each page of a PDF."""
    import pypdfium2

    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content)]


# --- a county's official ------------------------------------------------------------------------------------------------
@pytest.fixture
def newcomer(data):
    """An account of today: (user name, one-time password)."""
    opened = world.colleague(f"newcomer_{timezone.now():%H%M%S%f}", "演示报到同事", timezone.now())
    return opened.officer.username, opened.one_time_password


def test_first_day(signed_in, newcomer):
    """The one-time password opens nothing but its own change; afterwards it is worth nothing."""
    username, one_time = newcomer
    page = signed_in(username, one_time)
    is_headed(page, "修改密码")
    page.goto("/enterprises/")
    is_headed(page, "修改密码")
    fields(page, old=one_time, new=NEW_PASSWORD, again=NEW_PASSWORD)
    acts.submit(page)
    expect(page.get_by_text("密码已修改")).to_be_visible()
    page.goto("/desk/")
    is_headed(page, "我的工作")
    expect(signed_in(username, one_time).get_by_text("用户名或密码不正确").first).to_be_visible()


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_ledger_of_the_own_county(signed_in, width):
    from enterprises.models import Enterprise

    elsewhere = Enterprise.objects.exclude(region_code__startswith=world.COUNTY).first()
    page = signed_in("county_staff", width=width)
    page.goto("/enterprises/")
    links = page.locator("tbody th a")
    own = Enterprise.objects.filter(region_code__startswith=world.COUNTY, merged_into=None)
    expect(links).to_have_count(own.count())
    shown = {int(link.get_attribute("href").split("/")[2]) for link in links.all()}
    assert shown == set(own.values_list("pk", flat=True))

    if width == PHONE:
        page.get_by_role("button", name="筛选条件", exact=True).click()
    choose(page, status="in_production")
    page.locator("[name='class']").select_option("foundry")
    do(page, "应用筛选")
    fitting = own.filter(status="in_production", supervision_class="foundry").count()
    assert fitting > 2
    expect(links).to_have_count(fitting)
    page.locator("[name=q]").fill(elsewhere.name)
    do(page, "查找")
    expect(page.get_by_text("没有符合条件的企业")).to_be_visible()


def test_edit_is_seen_before_and_after(signed_in, data):
    page = signed_in("county_staff")
    page.goto(f"/enterprises/{data.keys['ordinary']}/")
    follow(page.locator("#basics a", has_text="修改"))
    fields(page, contact_name="改前的联系人")
    acts.submit(page)
    follow(page.locator("#basics a", has_text="修改"))
    fields(page, contact_name="改后的联系人")
    acts.submit(page)
    do(page, "全部记录")
    first = page.locator(".timeline > li").first
    first.locator("summary").click()
    expect(first.locator("del")).to_be_visible()
    expect(first.locator("del")).to_have_text("改前的联系人")
    expect(first.locator("ins")).to_have_text("改后的联系人")


def test_colleague_was_faster(signed_in, data, watch):
    """Both versions are shown, the typed text stays in the form, and the second try saves it."""
    from enterprises.models import Enterprise

    watch.expect(409)
    mine, colleagues = signed_in("county_staff"), signed_in("county_leader")
    for page in (mine, colleagues):
        page.goto(f"/enterprises/{data.keys['ordinary']}/edit/basics/")
    fields(colleagues, contact_name="县领导填的", contact_phone="000-1111111")
    acts.submit(colleagues)
    fields(mine, contact_name="我填的")
    acts.submit(mine)
    conflict = mine.locator(".conflict")
    expect(conflict).to_contain_text("演示县市区负责人")
    for text in ("县领导填的", "我填的"):
        expect(conflict.locator("td").get_by_text(text, exact=True)).to_have_count(1)
    expect(mine.locator("[name=contact_name]")).to_have_value("我填的")
    acts.submit(mine)
    saved = Enterprise.objects.get(pk=data.keys["ordinary"])
    assert (saved.contact_name, saved.contact_phone) == ("我填的", "000-1111111")


def test_double_click_saves_once(signed_in, data):
    from capacity_portal.journal.models import Entry

    page = signed_in("county_staff")
    page.goto(f"/enterprises/{data.keys['bare']}/former-names/new/")
    fields(page, name="演示双击作坊")
    before = Entry.objects.count()
    page.locator("main button[type=submit]").last.dblclick()
    page.wait_for_url(f"**/enterprises/{data.keys['bare']}/*")
    expect(page.get_by_text("演示双击作坊").first).to_be_visible()
    assert Entry.objects.count() == before + 1


def test_unsaved_text_is_not_lost_by_a_wrong_click(signed_in, data):
    page = signed_in("county_staff")
    page.goto(f"/enterprises/{data.keys['ordinary']}/edit/basics/")
    page.locator("[name=remarks]").press_sequentially("还没有保存")
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    with page.expect_event("dialog"):
        page.get_by_role("link", name="企业台账").first.click(no_wait_after=True)
    assert asked == ["beforeunload"]
    expect(page.locator("[name=remarks]")).to_have_value("还没有保存")


def test_dossier_is_printed(signed_in, data):
    from enterprises.models import Enterprise

    page = signed_in("county_staff")
    page.goto(f"/enterprises/{data.keys['full']}/")
    link = page.get_by_role("link", name="打印档案")
    answer = page.request.get(link.get_attribute("href"))
    assert answer.headers["content-type"] == "application/pdf"
    assert Enterprise.objects.get(pk=data.keys["full"]).name in "".join(pdf_pages(answer.body()))


def test_signs_out(signed_in):
    page = signed_in("county_staff")
    page.locator(".user-menu summary").click()
    do(page, "退出登录")
    is_headed(page, "工作人员登录")
    page.go_back()
    page.goto("/desk/")
    is_headed(page, "工作人员登录")


def test_new_file_is_compared_first(signed_in):
    from enterprises.models import Enterprise, Link

    page = signed_in("county_staff")
    page.goto("/enterprises/new/")
    acts.type_a_known_name(page)
    is_headed(page, "核对后保存")
    assert not Enterprise.objects.filter(name="演示新发现作坊（有限公司）").exists()
    page.locator("main select").first.select_option("related")
    acts.submit(page)
    opened = Enterprise.objects.get(name="演示新发现作坊（有限公司）")
    is_headed(page, opened.name)
    assert Link.objects.get(second=opened).decision == "related"


def test_photo_is_uploaded(signed_in, data):
    page = signed_in("county_staff", width=PHONE)
    page.goto(f"/enterprises/{data.keys['bare']}/attachments/new/")
    photo = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": world.photo()}
    page.locator("input[type=file]").set_input_files(photo)
    fields(page, title="现场照片")
    acts.submit(page)
    picture = page.locator("#attachments img").first
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100


# --- many at once -------------------------------------------------------------------------------------------------------
def test_batch_is_confirmed(signed_in):
    from enterprises.models import Enterprise

    page = signed_in("county_staff")
    page.goto("/enterprises/?order=confirmed")
    boxes = page.locator("tbody input[name=selected]")
    chosen = [int(boxes.nth(row).get_attribute("value")) for row in (0, 1)]
    for row in (0, 1):
        boxes.nth(row).check()
    expect(page.get_by_text("已选2项")).to_be_visible()
    do(page, "确认无变化")
    do(page, "确认执行（2家）")
    expect(page.get_by_text("处理2家")).to_be_visible()
    a_minute_ago = timezone.now() - timedelta(minutes=1)
    assert Enterprise.objects.filter(pk__in=chosen, confirmed_at__gt=a_minute_ago).count() == 2


def test_dossiers_are_printed_in_the_background(signed_in, data):
    """The page follows the work by itself; the result is a zip."""
    import io
    import zipfile

    from capacity_portal.jobs import running
    from capacity_portal.jobs.models import Job

    page = signed_in("county_staff")
    page.goto(f"/enterprises/batch/?action=print&selected={data.keys['full']}&selected={data.keys['bare']}")
    do(page, "开始生成（2家）")
    expect(page.get_by_role("progressbar")).to_be_visible()
    job = Job.objects.order_by("-id").first()
    running.run(job.pk, job.attempt)
    link = page.get_by_role("link", name="下载结果")
    link.wait_for()
    content = page.request.get(link.get_attribute("href")).body()
    assert len(zipfile.ZipFile(io.BytesIO(content)).namelist()) == 2


def test_list_is_exported(signed_in):
    import io

    import openpyxl

    from enterprises.models import Enterprise

    page = signed_in("county_staff")
    page.goto("/enterprises/?status=in_production")
    do(page, "导出")
    with page.expect_download() as download:
        page.get_by_role("button", name="导出", exact=True).click()
    assert download.value.suggested_filename.endswith(".xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes())).active
    own = Enterprise.objects.filter(
        region_code__startswith=world.COUNTY, merged_into=None, status="in_production"
    )
    names = {name for row in sheet.iter_rows(values_only=True) for name in row}
    assert set(own.values_list("name", flat=True)) <= names


# --- the prefecture and the administrators ------------------------------------------------------------------------------
def test_prefecture_decides_a_link(signed_in):
    from enterprises.models import Link

    page = signed_in("office_staff")
    page.goto("/enterprises/links/")
    follow(page.locator("tbody tr", has_text="核对").last.get_by_role("link", name="核对"))
    link = Link.objects.get(pk=int(page.url.rstrip("/").rpartition("/")[2]))
    page.get_by_label("异地转移", exact=True).check()
    acts.submit(page)
    expect(page.get_by_text("有以下问题")).to_be_visible()  # a decision needs its reason
    fields(page, note="现场核对设备铭牌，系整体搬迁")
    acts.submit(page)
    page.goto("/enterprises/links/?state=decided")
    expect(page.locator(f"a[href='/enterprises/links/{link.pk}/']")).to_be_visible()
    link.refresh_from_db()
    assert (link.decision, link.decided_by.username) == ("relocated", "office_staff")


def test_security_administrator_opens_an_account(signed_in, data):
    page = signed_in("security_admin")
    page.goto("/accounts/officers/")
    do(page, "开立账户")
    fields(page, username="li.si.yanshi", name="演示李四")
    choose(page, role="county_staff", region=str(world.officer("county_staff").region_id))
    acts.submit(page)
    password = page.locator("[data-copy-text]").inner_text()
    page.reload()
    expect(page.locator("[data-copy-text]")).to_have_count(0)  # shown once
    is_headed(signed_in("li.si.yanshi", password), "修改密码")


def test_auditor_verifies_the_journal(signed_in, data):
    from capacity_portal.jobs import running
    from capacity_portal.jobs.models import Job

    page = signed_in("auditor")
    page.goto("/journal/")
    do(page, "立即封存")
    page.get_by_text("核验日志、比对记录").click()
    do(page, "核验日志")
    job = Job.objects.order_by("-id").first()
    running.run(job.pk, job.attempt)
    page.get_by_role("link", name="下载结果").wait_for()
    expect(page.get_by_text("未发现问题")).to_be_visible()


def test_two_administrators_reset_a_third(signed_in, data):
    """One asked (in the data set), another approves; the one-time password is shown to the second."""
    page = signed_in("system_admin")
    page.goto("/accounts/requests/")
    do(page, "批准并办理")
    expect(page.get_by_text("已批准并办理。")).to_be_visible()
    expect(page.locator("main")).to_contain_text("演示审计员乙")


def test_second_factor_is_set_up_and_asked_for(signed_in, data):
    from django_otp.plugins.otp_totp.models import TOTPDevice

    from capacity_portal.organization.models import Officer

    colleague = world.colleague("phone_colleague", "演示口令同事", timezone.now()).officer
    world.settle(colleague, timezone.now())
    page = signed_in("phone_colleague")
    page.goto("/accounts/second-factor/")
    do(page, "开始设置")
    device = TOTPDevice.objects.get(user=Officer.objects.get(pk=colleague.pk))
    fields(page, code=world.code_of(device))
    acts.submit(page)
    expect(page.locator("main .code, main li").nth(7)).to_be_visible()  # eight recovery codes, or more
    again = signed_in("phone_colleague")
    expect(again.locator("h1")).to_contain_text("动态口令")
    again.goto("/enterprises/")
    expect(again.locator("h1")).to_contain_text("动态口令")
    device.refresh_from_db()
    fields(again, code=world.code_of(device, ahead=1))
    acts.submit(again)
    is_headed(again, "企业台账")
