"""At the factory gate without a network: nothing is lost, nothing is doubled, nothing is called submitted before the server has it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.arriving import PATIENCE_MS, arriving, follow, until
from tests.browser.conftest import HEIGHTS, PHONE, new_context
from tests.browser.test_readiness import slow_line
from tests.browser.watching import Watch, settle

pytestmark = pytest.mark.browser
LIST, VISITS = "/inspections/mine/", "**/inspections/field/visits/"
GATE = {"latitude": 27.113, "longitude": 114.986, "accuracy": 12}
# What a browser says of a network that is gone is what these tests are about.
_GONE = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "ERR_CONNECTION", "net::ERR_NETWORK")
_numbers = count(1)


class FieldWatch(Watch):
    """Everything else a browser complains about still fails the test."""

    def take(self) -> list[str]:
        return [sentence for sentence in super().take() if not any(word in sentence for word in _GONE)]


@dataclass(frozen=True)
class Beat:
    """A grid officer with a cell of his own and its duties of this month."""

    officer: object
    duties: list

    def visits(self) -> list:
        from inspections.models import Visit

        return list(Visit.objects.filter(duty__in=self.duties).order_by("id"))


@pytest.fixture
def beat(data) -> Callable[..., Beat]:
    """``beat(2)``: a new grid officer with two foundries to visit this month, three questions each."""
    from django.utils import timezone

    from capacity_portal.lib.months import month_of
    from tests import makers

    def make(duties: int = 1, *, checklist=None) -> Beat:
        number, town = next(_numbers), free_town()
        cell = makers.make_cell(town, name=f"离线网格{number}")
        officer = makers.make_officer("grid_officer", town, name=f"网格员{number}")
        makers.make_post(cell, officer)
        round_ = makers.make_round(month_of(timezone.localdate()))
        files = [
            makers.make_enterprise(town, name=f"演示离线铸造{number}之{n}有限公司") for n in range(duties)
        ]
        checklist = checklist or makers.make_checklist("general", version=90, published_at=None)
        about = {"cell": cell, "checklist": checklist}
        return Beat(officer, [makers.make_duty(round_, file, **about) for file in files])

    return make


def free_town():
    """A town that has no grid cell yet."""
    from capacity_portal.organization.models import GridCell, Region

    towns = Region.objects.filter(kind="town", code__startswith="3608").order_by("-code")
    return towns.exclude(pk__in=GridCell.objects.values("region")).first()


@pytest.fixture
def phones(browser, portal) -> Iterator[Callable[..., BrowserContext]]:
    """``phones(officer)``: a phone at the gate, the officer signed in; whatever its browser complains about fails the test."""
    watch, made = FieldWatch(portal), []

    def phone(officer=None, **options) -> BrowserContext:
        usual = {"viewport": {"width": PHONE, "height": HEIGHTS[PHONE]}, "permissions": ["geolocation"]}
        context = new_context(browser, portal, watch, **{**usual, "geolocation": GATE, **options})
        context.route("**/*.woff2", lambda route: route.abort())  # most of the cost of a new window
        context.watch = watch
        made.append(context)
        if officer is not None:
            hand_over(context, officer, portal)
        return context

    yield phone
    for context in made:
        for page in context.pages:
            settle(page)
        context.close()
    assert watch.take() == []


def hand_over(context: BrowserContext, officer, portal: str) -> None:
    """The officer's session, as after signing in; the one before is forgotten."""
    from tests.clients import signed_in

    context.clear_cookies()
    cookie = signed_in(officer).cookies["sid"].value
    context.add_cookies([{"name": "sid", "value": cookie, "url": portal, "httpOnly": True}])


def ready(context: BrowserContext) -> Page:
    """The officer's list, kept on the phone."""
    page = context.new_page()
    page.goto(LIST)
    page.locator("[data-field-kept=done]").wait_for()
    return page


def address(duty) -> str:
    return f"/inspections/visits/new/?duty={duty.pk}"


def colour(number: int) -> bytes:
    """A photo of its own."""
    from io import BytesIO

    from PIL import Image

    content = BytesIO()
    picture = Image.new("RGB", (320, 240), (number % 256, 90, 160))
    picture.save(
        content, "JPEG", comment=f"photo {number}".encode()
    )  # neighbouring colours make the same file
    return content.getvalue()


def photograph(page: Page, camera=None) -> None:
    """Take a photo; it is on the phone when it stands in the list."""
    shots = page.locator("[data-photo]")
    before = shots.count()
    file = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": colour(next(_numbers))}
    (camera or page.locator("#photos_site")).set_input_files(file)
    expect(shots).to_have_count(before + 1)
    expect(shots.last).to_contain_text("已定位")


def choose(page: Page, name: str, value: str) -> None:
    page.locator(f"input[name='{name}'][value='{value}']").check()


def fill(page: Page, remarks: str = "") -> None:
    """All that the form asks, without the photo."""
    choose(page, "outcome", "normal")
    for number in (1, 2, 3):
        choose(page, f"item_item-{number}", "yes")
    if remarks:
        page.locator("[name=remarks]").fill(remarks)


_SAVED = """
async (patience) => {
  const deadline = Date.now() + patience;
  const account = document.querySelector("[data-field]").dataset.account;
  const left = ["csrfmiddlewaretoken", "client_id", "duty", "photos", "doubts_accepted"];
  for (;;) {
    const typed = Array.from(new FormData(document.querySelector("form[data-visit-form]")))
      .filter(([name, value]) => typeof value === "string" && !left.includes(name));
    const kept = (await portalField.store.drafts(account)).map((draft) => JSON.stringify(draft.values));
    if (kept.includes(JSON.stringify(typed))) return;
    if (Date.now() > deadline) throw new Error("not saved: " + JSON.stringify([typed, kept]));
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
"""


def saved(page: Page) -> None:
    """Until what was typed is on the phone."""
    page.evaluate(_SAVED, PATIENCE_MS)


def submit(page: Page) -> None:
    page.locator("form[data-visit-form] button[type=submit]").last.click()


def bar(page: Page):
    return page.locator("#field-queue")


def waiting(page: Page, number: int) -> None:
    expect(bar(page)).to_contain_text(f"待上传 {number} 条")
    expect(page.locator("body")).not_to_contain_text("已提交")


# --- without a network ------------------------------------------------------------------------------------------------
def test_two_visits_made_without_a_network_arrive_once(beat, phones):
    """Reload in the middle of the first, the tab killed in the middle of the second."""
    mine = beat(2)
    phone = phones(mine.officer)
    page = ready(phone)
    phone.set_offline(True)
    follow(page.locator(f"main a[href$='duty={mine.duties[0].pk}']").first)
    expect(page.locator("[data-field]")).to_contain_text("离线：本页是")
    fill(page, "第一家，炉体冷却")
    photograph(page)
    saved(page)
    page.reload()
    expect(page.locator("[data-field-state]")).to_contain_text("草稿")
    expect(page.locator("[name=remarks]")).to_have_value("第一家，炉体冷却")
    expect(page.locator("[data-photo]")).to_have_count(1)
    submit(page)
    expect(page.locator("[data-field-state]")).to_contain_text("已存在本机，尚未提交")
    waiting(page, 1)

    page.goto(address(mine.duties[1]))
    fill(page, "第二家，变压器未带电")
    photograph(page)
    saved(page)
    page.close()
    page = phone.new_page()
    page.goto(address(mine.duties[1]))
    expect(page.locator("[name=remarks]")).to_have_value("第二家，变压器未带电")
    submit(page)
    waiting(page, 2)
    page.goto(LIST)
    expect(page.locator("[data-field]")).to_contain_text("离线：本页是")
    waiting(page, 2)
    assert mine.visits() == []

    phone.set_offline(False)
    expect(bar(page)).to_contain_text("已提交 2 条")
    expect(bar(page)).not_to_contain_text("待上传")
    visits = mine.visits()
    assert [visit.remarks for visit in visits] == ["第一家，炉体冷却", "第二家，变压器未带电"]
    assert [(visit.source, visit.device_time is not None) for visit in visits] == [("offline", True)] * 2
    assert [visit.photos.count() for visit in visits] == [1, 1]
    assert [(visit.accuracy_m, visit.photos.get().accuracy_m) for visit in visits] == [(12, 12)] * 2


def test_every_open_month_is_kept_with_its_forms(beat, phones):
    from django.utils import timezone

    from capacity_portal.lib import months
    from tests import makers

    mine = beat()
    earlier = makers.make_round(months.add(months.month_of(timezone.localdate()), -5))
    duty = makers.make_duty(earlier, cell=mine.duties[0].cell)
    phone = phones(mine.officer)
    page = ready(phone)
    phone.set_offline(True)
    follow(page.locator("[data-open-months] a", has_text=str(earlier)))
    expect(page.locator("[data-field]")).to_contain_text("离线：本页是")
    follow(page.locator(f"main a[href$='duty={duty.pk}']").first)
    expect(page.locator("form[data-visit-form]")).to_be_visible()
    phone.set_offline(False)
    earlier.state, earlier.closed_at = "closed", timezone.now()  # the other tests have one open month
    earlier.save()


def test_with_a_network_the_same_way_leads_to_the_stored_visit(beat, phones):
    mine = beat()
    page = phones(mine.officer).new_page()
    page.goto(address(mine.duties[0]))
    fill(page)
    photograph(page)
    submit(page)
    page.wait_for_url("**/inspections/visits/*/")
    expect(bar(page)).to_contain_text("已提交 1 条")
    (visit,) = mine.visits()
    assert (visit.source, visit.device_time, visit.photos.count()) == ("online", None, 1)
    expect(page).to_have_url(re.compile(f"/inspections/visits/{visit.pk}/$"))


def test_two_tabs_and_lost_answers_make_no_second_visit(beat, phones):
    """Both tabs send at the same moment, without the browser's locks; the server takes the visit and its answers are lost."""
    mine = beat()
    phone = phones(mine.officer)
    phone.add_init_script("Object.defineProperty(navigator, 'locks', { value: undefined })")
    lost = []

    def lose(route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    phone.route(VISITS, lose)
    first, second = phone.new_page(), phone.new_page()
    second.goto("/inspections/mine/")
    first.goto(address(mine.duties[0]))
    fill(first)
    photograph(first)
    submit(first)
    expect(first.locator("[data-field-state]")).to_contain_text("尚未提交")
    until(first, lambda: lost)
    assert (len(mine.visits()), lost[0]) == (1, 200)
    waiting(first, 1)
    waiting(second, 1)
    for page in (first, second):
        page.evaluate("void portalField.sending.now()")
    until(first, lambda: len(lost) >= 3)  # the first, and one of each tab
    phone.unroute(VISITS)
    for page in (first, second):
        page.evaluate("void portalField.sending.now()")
    first.wait_for_url("**/inspections/visits/*/")
    expect(bar(second)).not_to_contain_text("待上传")
    assert len(mine.visits()) == 1


def test_nothing_is_submitted_without_a_receipt(beat, phones):
    """Somebody on the way answers 200 to everything: a hotel's sign-in page, a proxy."""
    mine = beat()
    phone = phones(mine.officer)
    page = phone.new_page()
    phone.route(VISITS, lambda route: route.fulfill(status=200, json={"ok": True}))
    page.goto(address(mine.duties[0]))
    fill(page)
    submit(page)
    expect(page.locator("[data-field-state]")).to_contain_text("尚未提交")
    waiting(page, 1)
    assert mine.visits() == []


def test_an_expired_sign_in_keeps_the_draft_until_the_officer_is_back(beat, phones):
    from capacity_portal.organization.models import OfficerSession
    from tests.browser import acts
    from tests.makers import PASSWORD

    mine = beat()
    phone = phones(mine.officer)
    page = ready(phone)
    page.goto(address(mine.duties[0]))
    fill(page, "登录已超时也不丢")
    photograph(page)
    saved(page)
    OfficerSession.objects.filter(officer=mine.officer).delete()
    submit(page)
    expect(bar(page)).to_contain_text("登录已超时")
    waiting(page, 1)
    follow(bar(page).get_by_role("link", name="重新登录"))
    acts.sign_in(page, mine.officer.username, PASSWORD)
    expect(bar(page)).to_contain_text("已提交 1 条")
    assert [visit.remarks for visit in mine.visits()] == ["登录已超时也不丢"]


def test_photos_chosen_just_before_submitting_are_submitted(beat, phones):
    """The receiver has not found the sky yet: nobody waits for it, and no photo stays behind."""
    mine = beat()
    phone = phones(mine.officer)
    phone.add_init_script("navigator.geolocation.getCurrentPosition = () => {}")
    page = phone.new_page()
    page.goto(address(mine.duties[0]))
    fill(page)
    files = [{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": colour(n)} for n in (1011, 1012, 1013)]
    page.locator("#photos_site").set_input_files(files)
    submit(page)
    page.wait_for_url("**/inspections/visits/*/")
    expect(bar(page)).to_contain_text("已提交 1 条")
    (visit,) = mine.visits()
    assert visit.photos.count() == 3


_LATE = """
async () => {
  const { store } = portalField;
  const account = document.querySelector("[data-field]").dataset.account;
  const draft = { id: store.newId(), account, duty: "0", title: "迟到的草稿", state: "queued", begun: "", values: [] };
  await store.saveDraft(draft);
  await store.autosaveDraft({ ...draft, state: "draft" });
  const isPhotoKept = await store.addPhoto({ id: store.newId(), draft: draft.id, account, blob: new Blob() });
  const { state } = await store.draft(draft.id);
  const receipt = { number: "1", url: "/", recorded_at: "2026-03-05T00:00:00Z" };
  await store.acknowledge(draft, receipt);
  await store.acknowledge(draft, receipt);
  await store.autosaveDraft({ ...draft, state: "draft" });
  const left = (await store.drafts(account)).length;
  const found = [state, isPhotoKept, left, (await store.sent(account)).length];
  sessionStorage.setItem("late", JSON.stringify({ ...draft, state: "draft" }));
  return found;
}
"""
_LATER = """
async () => {
  const draft = JSON.parse(sessionStorage.getItem("late"));
  await portalField.store.autosaveDraft(draft);
  return (await portalField.store.drafts(draft.account)).length;
}
"""


def test_what_is_on_its_way_or_acknowledged_is_not_brought_back(beat, phones):
    """By a late autosave, a late photo, or a second answer; nor by another page."""
    page = phones(beat().officer).new_page()
    page.goto("/inspections/visits/")
    assert page.evaluate(_LATE) == ["queued", False, 0, 1]
    page.reload()
    assert page.evaluate(_LATER) == 0


def test_what_is_done_before_the_scripts_arrive_is_not_lost(beat, phones):
    """A slow line: the position is offered when it can be taken, what was typed and photographed meanwhile is kept."""
    mine = beat()
    page = phones(mine.officer).new_page()
    with slow_line(page, address(mine.duties[0])) as arrive:
        expect(page.locator("[data-locate]")).to_be_hidden()
        fill(page, "脚本还没有到")
        file = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": colour(next(_numbers))}
        page.locator("#photos_site").set_input_files(file)
        arrive()
    page.locator("[data-locate]").click()
    expect(page.locator("[data-locate-said]")).to_contain_text("已记录")
    expect(page.locator("[data-photo]")).to_have_count(1)
    saved(page)
    page.reload()
    expect(page.locator("[name=remarks]")).to_have_value("脚本还没有到")
    expect(page.locator("[data-photo]")).to_have_count(1)


def test_what_was_typed_before_the_scripts_arrive_is_kept_untouched(beat, phones):
    mine = beat()
    page = phones(mine.officer).new_page()
    with slow_line(page, address(mine.duties[0])) as arrive:
        fill(page, "脚本还没有到")
        arrive()
    saved(page)


def test_a_photo_is_taken_away_again(beat, phones):
    page = phones((mine := beat()).officer).new_page()
    page.goto(address(mine.duties[0]))
    photograph(page)
    page.get_by_role("button", name="移除").click()
    expect(page.locator("[data-photo]")).to_have_count(0)


# --- what the server will not have ------------------------------------------------------------------------------------
def test_a_colleague_was_faster(beat, phones):
    """Shown, not overwritten; the officer decides whether his visit stands beside."""
    from tests.makers import make_officer, make_visit

    mine = beat()
    phone = phones(mine.officer)
    phone.watch.expect(409)
    page = ready(phone)
    phone.set_offline(True)
    page.goto(address(mine.duties[0]))
    fill(page, "我也去了")
    submit(page)
    waiting(page, 1)
    make_visit(mine.duties[0], recorded_by=make_officer(name="刘建国"), remarks="同事先去")
    phone.set_offline(False)
    expect(page.locator("[data-field-state]")).to_contain_text("已由刘建国于")
    expect(bar(page)).to_contain_text("未被接收 1 条")
    expect(page.locator("[name=remarks]")).to_have_value("我也去了")
    assert [visit.remarks for visit in mine.visits()] == ["同事先去"]
    page.get_by_role("button", name="仍作为另一次排查提交").click()
    page.wait_for_url("**/inspections/visits/*/")
    assert [visit.remarks for visit in mine.visits()] == ["同事先去", "我也去了"]


def test_errors_stand_in_the_draft_until_they_are_mended(beat, phones):
    mine = beat()
    phone = phones(mine.officer)
    phone.watch.expect(422)
    page = ready(phone)
    phone.set_offline(True)
    page.goto(address(mine.duties[0]))
    fill(page)
    choose(page, "item_item-2", "no")
    submit(page)
    waiting(page, 1)
    page.goto(LIST)
    phone.set_offline(False)
    expect(bar(page)).to_contain_text("未被接收 1 条")
    page.goto(address(mine.duties[0]))
    expect(page.locator("[data-field-state]")).to_contain_text("与结果“正常”不符")
    choose(page, "item_item-2", "yes")
    submit(page)
    page.wait_for_url("**/inspections/visits/*/")
    assert len(mine.visits()) == 1


@pytest.mark.parametrize("cause", ["somebody else's", "closed"])
def test_a_draft_whose_duty_is_gone_is_looked_at_downloaded_and_deleted(beat, phones, cause):
    from django.utils import timezone

    from inspections.models import Duty
    from tests import makers

    mine = beat()
    phone = phones(mine.officer)
    phone.watch.expect(404)
    page = phone.new_page()
    page.goto(address(mine.duties[0]))
    fill(page, "炉体冷却，写给办公室看")
    photograph(page)
    saved(page)
    page.goto(LIST)
    duty = Duty.objects.filter(pk=mine.duties[0].pk)
    if cause == "closed":
        duty.update(round=makers.make_round(201001, state="closed", closed_at=timezone.now()))
    else:
        duty.update(cell=makers.make_cell(free_town(), name="别人的网格"))
    bar(page).get_by_text("本机的排查草稿（1）").click()
    bar(page).get_by_role("link", name="打开填写页").click()
    word = {"closed": "所在月份已关账", "somebody else's": "已不在您的清单上"}[cause]
    expect(bar(page)).to_contain_text(word)
    expect(bar(page)).to_contain_text("炉体冷却，写给办公室看")
    expect(bar(page).locator("[data-draft] img")).to_have_count(1)
    with page.expect_download() as photo:
        bar(page).get_by_role("link", name="下载照片").click()
    with page.expect_download() as text:
        bar(page).get_by_role("button", name="下载填写内容").click()
    assert "写给办公室看" in text.value.path().read_text("utf-8")
    assert photo.value.path().read_bytes()[:2] == b"\xff\xd8"
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    bar(page).get_by_role("button", name="删除这份草稿").click()
    expect(bar(page)).not_to_contain_text("草稿")
    assert "1 张照片？这些内容没有提交" in asked[0]


# --- whose phone it is ------------------------------------------------------------------------------------------------
def kept_names(page: Page) -> list[str]:
    return page.evaluate(
        "caches.keys().then((names) => names.filter((name) => name.startsWith('field-pages-')))"
    )


def half_done(context: BrowserContext, beat: Beat) -> Page:
    """A phone with the officer's list kept and a draft begun."""
    page = ready(context)
    page.goto(address(beat.duties[0]))
    fill(page, "还没有写完")
    photograph(page)
    saved(page)
    return page


def test_another_account_sees_nothing_of_the_first(beat, phones, portal):
    first, second = beat(), beat()
    phone = phones(first.officer)
    phone.watch.expect(503)
    page = half_done(phone, first)
    firsts = kept_names(page)
    hand_over(phone, second.officer, portal)
    page.goto("/desk/")
    until(page, lambda: not kept_names(page))
    phone.set_offline(True)
    page.goto(LIST)
    expect(page.locator("body")).to_contain_text("没有网络")
    expect(page.locator("body")).not_to_contain_text(first.duties[0].title)
    phone.set_offline(False)
    page.goto(LIST)
    page.locator("[data-field-kept=done]").wait_for()
    assert set(kept_names(page)).isdisjoint(firsts)
    expect(page.locator("body")).not_to_contain_text(first.duties[0].title)
    expect(bar(page)).not_to_contain_text("草稿")

    hand_over(phone, first.officer, portal)
    page.goto(address(first.duties[0]))
    expect(page.locator("[name=remarks]")).to_have_value("还没有写完")
    expect(page.locator("[data-photo]")).to_have_count(1)


# The queue tries again after five seconds: on a slow machine before the officer has chosen.
_NO_TRY_BY_ITSELF = """
const usual = setTimeout;
window.setTimeout = (act, wait, ...values) => usual(act, wait < 3000 ? wait : 1e9, ...values);
"""


@pytest.mark.parametrize("choice", ["保留在本机", "全部删除并退出", "现在上传"])
def test_signing_out_asks_what_becomes_of_drafts(beat, phones, portal, choice):
    mine = beat()
    phone = phones(mine.officer)
    phone.add_init_script(_NO_TRY_BY_ITSELF)
    page = half_done(phone, mine)
    if choice == "现在上传":
        phone.route(VISITS, lambda route: route.abort())
        submit(page)
        waiting(page, 1)
    page.locator(".user-menu summary").click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("dialog")).to_contain_text("没有提交")
    phone.unroute(VISITS)
    page.get_by_role("dialog").get_by_role("button", name=choice).click()
    page.wait_for_url("**/accounts/sign-in/**")
    assert kept_names(page) == []
    hand_over(phone, mine.officer, portal)
    page.goto(address(mine.duties[0]))
    drafts = page.evaluate(
        "portalField.store.drafts(document.querySelector('[data-field]').dataset.account).then((all) => all.length)"
    )
    assert (drafts, len(mine.visits())) == {
        "保留在本机": (1, 0),
        "全部删除并退出": (0, 0),
        "现在上传": (0, 1),
    }[choice]


@pytest.mark.parametrize("has_draft", [False, True])
def test_signing_out_without_a_network_keeps_everything_and_says_so(beat, phones, has_draft):
    mine = beat()
    phone = phones(mine.officer)
    page = ready(phone)
    if has_draft:
        page.goto(address(mine.duties[0]))
        fill(page, "还没有写完")
        saved(page)
    kept = kept_names(page)
    phone.set_offline(True)
    page.locator(".user-menu summary").click()
    page.get_by_role("button", name="退出登录").click()
    if has_draft:
        page.get_by_role("dialog").get_by_role("button", name="全部删除并退出").click()
    expect(page.locator("body")).to_contain_text("没有退出：退出登录需要网络")
    page.goto(LIST)
    expect(page.locator("main")).to_contain_text(mine.duties[0].title)
    assert kept_names(page) == kept
    assert page.evaluate(_LEFT) == int(has_draft)
    phone.set_offline(False)
    page.goto("/desk/")
    expect(page).to_have_url(re.compile("/desk/$"))


def test_where_nothing_can_be_stored_the_plain_form_works(beat, phones):
    mine = beat()
    phone = phones(mine.officer, service_workers="block")
    phone.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined })")
    page = phone.new_page()
    page.goto(LIST)
    expect(page.locator("[data-field]")).to_have_text("")
    page.goto(address(mine.duties[0]))
    fill(page)
    file = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": colour(7)}
    page.locator("input[name=photos_site]").set_input_files(file)
    submit(page)
    page.wait_for_url("**/inspections/visits/*/")
    (visit,) = mine.visits()
    assert visit.photos.count() == 1


# --- how long it takes ------------------------------------------------------------------------------------------------
def good_answer(item) -> str:
    """What a foundry where all is well answers."""
    return (
        item.good_answer or {"yes_no": "yes", "number": "1", "text": "铸件"}.get(item.kind) or item.choices[0]
    )


def test_a_foundry_takes_at_most_twelve_taps_and_one_per_item(beat, phones):
    """The office's own checklist, from the list to the receipt; the camera's two buttons count, what is done in it does not."""
    from inspections.queries.checklists import in_force, items_of

    mine = beat(checklist=in_force("foundry"))
    page = phones(mine.officer, has_touch=True).new_page()
    page.goto(LIST)
    taps = 0

    def tap(locator) -> None:
        nonlocal taps
        taps += 1
        locator.tap()

    with arriving(page):
        tap(page.locator(f"main a[href$='duty={mine.duties[0].pk}']").first)
    tap(page.locator("[data-locate]"))
    expect(page.locator("[data-locate-said]")).to_contain_text("已记录")
    asked = items_of(mine.duties[0])
    for item in asked:
        control = page.locator(f"[name='item_{item.code}']")
        if item.kind in ("number", "text"):
            tap(control)
            control.press_sequentially(good_answer(item))
        else:
            tap(page.locator(f"label:has([name='item_{item.code}'][value='{good_answer(item)}'])"))
    tap(page.locator("label:has([name=outcome][value=normal])"))
    for camera in page.locator("form input[type=file][data-item-code]").all() or [
        page.locator("#photos_site")
    ]:
        photograph(page, camera)
        taps += 2  # the button that opens the camera, and 使用照片
    tap(page.locator("form[data-visit-form] button[type=submit]").last)
    page.wait_for_url("**/inspections/visits/*/")
    assert (len(mine.visits()), len(asked) > 3) == (1, True)
    assert taps <= 12 + len(asked)


# --- many, with everything that goes wrong at once --------------------------------------------------------------------
MANY = 300
_QUEUE = """
async ([number, skew]) => {
  const account = document.querySelector("[data-field]").dataset.account;
  const [like] = await portalField.store.drafts(account);
  const finished = new Date(Date.now() + skew).toISOString();
  for (let made = 0; made < number; made++) {
    const values = like.values.map(([name, value]) => [name, name === "remarks" ? `第${made}次` : value]);
    await portalField.store.saveDraft({ ...like, id: portalField.store.newId(), state: "queued", finished, values });
  }
  await portalField.store.dropDraft(like.id);
}
"""
_LEFT = """
async () => (await portalField.store.drafts(document.querySelector("[data-field]").dataset.account)).length
"""


@pytest.mark.long
@pytest.mark.parametrize("skew_hours", [-3, 3])
def test_nothing_is_lost_or_doubled_whatever_goes_wrong(beat, phones, portal, skew_hours):
    """Lost requests, lost answers, refusals for now, ended sign-ins, killed tabs, two tabs at once, a wrong clock."""
    from random import Random

    from capacity_portal.organization.models import OfficerSession

    dice, mine = Random(skew_hours), beat()
    phone = phones(mine.officer)
    phone.watch.expect(500)
    phone.add_init_script("Object.defineProperty(navigator, 'locks', { value: undefined })")
    page = phone.new_page()
    page.goto(address(mine.duties[0]))
    fill(page, "样张")
    saved(page)
    page.evaluate(_QUEUE, [MANY // 2, skew_hours * 3_600_000])
    page.goto("/inspections/visits/")

    def fail(route) -> None:
        chance = dice.random()
        if chance < 0.1:
            route.fetch()
        if chance < 0.2:
            return route.abort()
        return route.fulfill(status=500) if chance < 0.25 else route.continue_()

    phone.route(VISITS, fail)
    for turn in range(600):
        page.evaluate("void portalField.sending.now()")
        page.wait_for_timeout(dice.randrange(20, 300))
        if turn % 10 == 3:
            OfficerSession.objects.filter(officer=mine.officer).delete()
            page.evaluate("portalField.sending.now()")
            hand_over(phone, mine.officer, portal)
        if turn % 7 == 2:
            page.close()
            page = phone.new_page()
            page.goto("/inspections/visits/")
        if page.evaluate(_LEFT) == 0:
            break
    visits = mine.visits()
    assert sorted(visit.remarks for visit in visits) == sorted(f"第{n}次" for n in range(MANY // 2))
    assert len({visit.client_id for visit in visits}) == MANY // 2
