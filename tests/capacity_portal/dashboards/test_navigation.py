"""The navigation shows what the role may do, nothing else; the office is asked once a minute."""

import pytest

from capacity_portal.dashboards.navigation import current_office, navigation_for
from capacity_portal.organization.roles import ROLES
from tests.makers import make_office, make_officer

pytestmark = pytest.mark.django_db

SHOWN = {
    "office_leader": [
        "我的工作",
        "企业台账",
        "疑似关联",
        "压减任务",
        "月排查",
        "问题整改",
        "监管月报",
        "网格",
        "公文",
        "收文",
        "反馈",
        "年度报告",
        "迎检",
        "会议与机制",
        "举报办理",
        "举报统计",
        "举报奖励",
        "公布办理结果",
        "身份开启",
        "后台任务",
    ],
    "office_staff": [
        "我的工作",
        "企业台账",
        "疑似关联",
        "压减任务",
        "月排查",
        "问题整改",
        "监管月报",
        "网格",
        "公文",
        "收文",
        "反馈",
        "年度报告",
        "迎检",
        "会议与机制",
        "举报统计",
        "后台任务",
    ],
    "tipoff_handler": [
        "我的工作",
        "企业台账",
        "压减任务",
        "月排查",
        "问题整改",
        "监管月报",
        "网格",
        "公文",
        "收文",
        "反馈",
        "举报办理",
        "代录举报",
        "举报统计",
        "举报奖励",
        "公布办理结果",
        "保管密钥",
        "身份开启",
        "后台任务",
    ],
    "county_leader": [
        "我的工作",
        "企业台账",
        "压减任务",
        "月排查",
        "问题整改",
        "监管月报",
        "网格",
        "公文",
        "收文",
        "反馈",
        "年度报告",
        "迎检",
        "会议与机制",
        "举报办理",
        "代录举报",
        "举报统计",
        "后台任务",
    ],
    "county_staff": [
        "我的工作",
        "企业台账",
        "压减任务",
        "月排查",
        "问题整改",
        "监管月报",
        "网格",
        "公文",
        "收文",
        "反馈",
        "年度报告",
        "迎检",
        "会议与机制",
        "举报办理",
        "代录举报",
        "举报统计",
        "后台任务",
    ],
    "grid_officer": [
        "我的工作",
        "企业台账",
        "压减任务",
        "月排查",
        "问题整改",
        "网格",
        "公文",
        "收文",
        "反馈",
        "后台任务",
    ],
    "member_unit": [
        "我的工作",
        "企业台账",
        "压减任务",
        "月排查",
        "问题整改",
        "监管月报",
        "网格",
        "公文",
        "收文",
        "反馈",
        "举报办理",
        "举报统计",
        "后台任务",
    ],
    "power_company": [
        "我的工作",
        "后台任务",
    ],
    "system_admin": [
        "我的工作",
        "后台任务",
        "后台管理",
    ],
    "security_admin": [
        "我的工作",
        "后台任务",
        "账户管理",
    ],
    "auditor": [
        "我的工作",
        "身份开启",
        "举报查阅",
        "留痕日志",
        "后台任务",
    ],
}


@pytest.mark.parametrize("role", ROLES)
def test_navigation_of_each_role(role):
    assert [link.label for link in navigation_for(make_officer(role), "/desk/")] == SHOWN[role]


def test_returns_stand_in_the_menu_of_counties_and_the_prefecture_not_of_towns():
    for role, region, expected in (
        ("grid_officer", "360802001", False), ("county_staff", "360802", True), ("member_unit", "3608", True),
    ):  # fmt: skip
        labels = [link.label for link in navigation_for(make_officer(role, region), "/desk/")]
        assert ("监管月报" in labels) is expected, role


@pytest.mark.parametrize("role", ROLES)
def test_every_entry_opens(role, client):
    officer = make_officer(role)
    client.force_login(officer)
    for link in navigation_for(officer, "/desk/"):
        assert client.get(link.url, follow=True).status_code == 200, link.url


def test_the_longest_address_is_the_current_one():
    links = navigation_for(make_officer("office_staff"), "/enterprises/links/3/")
    assert [link.label for link in links if link.is_current] == ["疑似关联"]


@pytest.mark.parametrize(
    "path", ["/tipoffs/12/", "/tipoffs/12/hand-over/", "/tipoffs/batch/", "/tipoffs/dismissals/"]
)
def test_a_tip_and_its_steps_belong_to_the_queue(path):
    links = navigation_for(make_officer("tipoff_handler"), path)
    assert [link.label for link in links if link.is_current] == ["举报办理"]


@pytest.mark.parametrize(
    ("path", "label"), [("/tipoffs/rewards/12/", "举报奖励"), ("/tipoffs/enter/", "代录举报")]
)
def test_other_pages_of_tips_keep_their_own_entry(path, label):
    links = navigation_for(make_officer("tipoff_handler"), path)
    assert [link.label for link in links if link.is_current] == [label]


def test_office_is_asked_once_a_minute(django_assert_num_queries):
    office = make_office()
    with django_assert_num_queries(1):
        assert current_office() == office
    with django_assert_num_queries(0):
        assert current_office() == office


def test_pages_do_without_an_office(client):
    assert client.get("/").status_code == 200
