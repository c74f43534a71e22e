"""Pages for everybody: they say what they must, keep nothing, and tell nothing of a reporter."""

from datetime import date

import pytest
from django.test import Client, override_settings

from capacity_portal.organization.models import OfficerSession
from tests.makers import NOON, make_office, make_officer, make_region
from tests.tip_makers import make_custody_key, make_tip
from tipoffs.models import ClockRule, PublishedOutcome, ReportChannel, RewardAmount, RewardScheme

pytestmark = pytest.mark.django_db
PAGES = ["/", "/tipoffs/", "/tipoffs/privacy/", "/tipoffs/reward-rules/", "/published/", "/tipoffs/track/"]


def text_of(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def make_outcome(title="演示查处结果", **values) -> PublishedOutcome:
    values = {
        "text": "第一段\n\n<b>第二段</b>",
        "published_on": date(2026, 3, 2),
        "published_at": NOON,
        **values,
    }
    return PublishedOutcome.objects.create(
        tip=values.pop("tip", None) or make_tip(),
        title=title,
        published_by=make_officer("office_leader"),
        **values,
    )


@pytest.mark.parametrize("address", PAGES)
def test_strangers_read_it_and_nothing_is_kept_of_them(address):
    client = Client()
    assert client.get(address).status_code == 200
    assert OfficerSession.objects.count() == 0
    assert set(client.cookies) <= {"csrf"}
    assert all(not cookie["expires"] and not cookie["max-age"] for cookie in client.cookies.values())


@pytest.mark.parametrize("address", PAGES[1:])
def test_every_tip_page_has_the_way_out(address):
    page = text_of(address)
    assert 'href="/tipoffs/leave/" rel="nofollow noreferrer" data-leave>快速离开' in page
    assert "js/leave.js" in page


@pytest.mark.parametrize("address", PAGES)
def test_nothing_but_reading(address):
    client = Client()
    expected = 200 if address == "/tipoffs/track/" else 405
    assert client.post(address).status_code == expected


def test_home_leads_to_reporting_tracking_and_signing_in():
    page = text_of("/")
    for address in (
        "/tipoffs/new/",
        "/tipoffs/track/",
        "/tipoffs/",
        "/tipoffs/privacy/",
        "/tipoffs/reward-rules/",
    ):
        assert f'href="{address}"' in page
    assert "/accounts/sign-in/" in page
    assert "收到后1个工作日内交办，交办后10个工作日内查清反馈" in page


def test_home_shows_the_newest_five_outcomes():
    for number in range(6):
        make_outcome(f"结果{number}", published_on=date(2026, 3, 1 + number))
    page = text_of("/")
    assert [number for number in range(6) if f"结果{number}<" in page] == [1, 2, 3, 4, 5]


def test_telephones_by_department_in_and_out_of_hours():
    make_office(hotline_work="0796-0000099")
    ReportChannel.objects.create(
        department="演示工信局",
        telephone="0796-0000001",
        telephone_off_hours="0796-0000002",
        hours="8点到18点",
    )
    ReportChannel.objects.create(department="不公布的", telephone="0796-0000003", is_shown=False)
    for address in ("/", "/tipoffs/", "/tipoffs/reward-rules/", "/tipoffs/track/"):
        page = text_of(address)
        assert "0796-0000001" in page
        assert "0796-0000002" in page
        assert "8点到18点" in page
        assert "0796-0000003" not in page


def test_without_channels_the_office_is_named():
    make_office(hotline_work="0796-0000099", hotline_off_hours="0796-0000098", address="演示路1号")
    for address in ("/", "/tipoffs/"):
        page = text_of(address)
        assert "举报电话：工作时间 0796-0000099　其他时间 0796-0000098</p>" in page
        assert "节假日" not in page.replace("节假日安排", "")
        assert "0796-0000099" in page
        assert "0796-0000098" in page
        assert "演示路1号" in page


@override_settings(SITE_FOOTER={"phone": "0796-0000055"})
def test_without_anything_the_page_says_so():
    assert "举报电话尚未登记，请与办公室联系：0796-0000055。" in text_of("/tipoffs/")


def test_about_says_what_how_long_and_who_sees():
    page = text_of("/tipoffs/")
    for words in (
        "以废钢铁为原料、经过感应炉等熔化、不能有效地进行成分和质量控制生产的钢",
        "正在生产的", "取缔后换地方或恢复的", "挂别的牌子的", "看起来像，但不一定是", "收到后1个工作日内交办，交办后10个工作日内查清",
        "15个工作日内提出一次异议", "办结后保存3年（不予受理的1年）", "不要用单位的电脑和网络", "清除浏览记录",
    ):  # fmt: skip
        assert words in page, words
    pictures = [tag.split(">")[0] for tag in page.split("<img ")[1:] if "img/tipoffs/" in tag.split(">")[0]]
    assert len(pictures) == 4
    assert all('alt="' in picture and 'alt=""' not in picture for picture in pictures)


def test_days_of_a_kind_of_its_own_are_told():
    ClockRule.objects.create(kind="new_capacity", result_days=20)
    page = text_of("/tipoffs/")
    assert "一般举报：收到后1个工作日内交办" in page
    assert "违规新增产能：收到后1个工作日内交办，交办后20个工作日内" in page


def test_privacy_is_honest_about_the_running_server():
    page = text_of("/tipoffs/privacy/")
    for words in (
        "正在运行的服务器看得到您输入的内容",
        "个人信息保护法",
        "不给您发短信和邮件",
        "办结后3年，不予受理的1年",
        "您的权利",
        "目前只收匿名举报",
    ):
        assert words in page, words


def test_privacy_promises_no_less_access_than_there_is():
    page = text_of("/tipoffs/privacy/")
    for words in (
        "核查反馈以后仍可查看",
        "复核的另一个单位也看得到",
        "由申请人下载原件",
        "身份信息封存后不能单独更正，也不能提前删除：到期由系统销毁",
        "留言举报专管员和办公室负责人看得到，不改动封存的记录",
    ):
        assert words in page, words


@pytest.mark.parametrize("address", ["/tipoffs/", "/tipoffs/privacy/"])
def test_two_custodians_type_one_after_the_other_and_the_offices_leader_decides(address):
    page = text_of(address)
    assert "两名保管人分别输入口令" in page
    assert ("同时输入" in page, "上一级负责人" in page) == (False, False)


def test_with_a_custody_key_contact_is_on_offer():
    make_custody_key()
    assert "目前只收匿名举报" not in text_of("/tipoffs/privacy/")


def test_reward_rules_or_the_sentence_that_there_are_none():
    assert "目前没有公布有奖举报办法" in text_of("/tipoffs/reward-rules/")
    scheme = RewardScheme.objects.create(
        region=make_region(),
        title="演示奖励办法",
        document="演示〔2026〕1号",
        valid_from=date(2020, 1, 1),
        split="equal",
        needs_name=True,
        note="金额参照某省公告",
    )
    RewardAmount.objects.create(scheme=scheme, case="正在生产", yuan=100_000)
    page = text_of("/tipoffs/reward-rules/")
    for words in (
        "演示奖励办法",
        "演示〔2026〕1号",
        "正在生产",
        "100,000",
        "平分奖励",
        "实名举报才能领取",
        "60天内领取",
    ):
        assert words in page, words
    assert "目前没有公布" not in page
    assert "参照某省公告" not in page


def test_outcomes_have_pages_without_a_hint_of_the_tip():
    tip = make_tip()
    outcome = make_outcome(tip=tip)
    page = text_of(f"/published/{outcome.pk}/")
    assert "&lt;b&gt;第二段" in page
    for address in ("/published/", f"/published/{outcome.pk}/", "/"):
        shown = text_of(address)
        assert "演示查处结果" in shown
        assert "举报〔" not in shown
        assert tip.text not in shown


def test_a_withdrawn_outcome_is_gone():
    outcome = make_outcome(
        withdrawn_at=NOON, withdrawn_by=make_officer("office_leader"), withdrawn_text="有误"
    )
    assert Client().get(f"/published/{outcome.pk}/").status_code == 404
    assert "还没有公布的结果" in text_of("/published/")


@pytest.mark.parametrize("address", ["/published/0/", "/published/99999999999999999999999999/"])
def test_no_such_outcome(address):
    assert Client().get(address).status_code == 404


def test_long_lists_have_pages_and_foreign_cursors_are_page_one():
    for number in range(21):
        make_outcome(f"结果{number:02d}", published_on=date(2026, 3, 1 + number))
    first = text_of("/published/")
    assert ("结果20" in first, "结果00" in first, "下一页" in first) == (True, False, True)
    address = first.split('rel="next" href="')[1].split('"')[0]
    assert "结果00" in text_of(f"/published/{address}")
    assert "结果20" in text_of("/published/?cursor=%00nonsense")


def test_as_many_queries_for_three_outcomes_as_for_one(django_assert_num_queries):
    for _ in range(2):
        make_outcome()
        Client().get("/published/")
        with django_assert_num_queries(2):  # outcomes, and documents made public
            Client().get("/published/")
        make_outcome()
        make_outcome()
