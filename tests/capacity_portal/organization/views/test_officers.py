"""The security administrator's pages."""

import pytest
from axes.models import AccessAttempt
from django_otp.plugins.otp_totp.models import TOTPDevice

from capacity_portal.journal.models import Entry
from capacity_portal.organization.models import AdministratorRequest, Officer
from tests.clients import PortalClient, signed_in
from tests.makers import PASSWORD, make_department, make_officer, make_region

pytestmark = pytest.mark.django_db
LIST = "/accounts/officers/"


@pytest.fixture
def manager():
    return make_officer("security_admin", name="安管员")


@pytest.fixture
def client(manager):
    return signed_in(manager)


def text_of(response) -> str:
    return response.content.decode()


def page_of(officer, step="") -> str:
    return f"{LIST}{officer.pk}/{step}"


def new_account(**values):
    region = make_region("360802")
    return {
        "username": "wang.wu",
        "name": "王五",
        "role": "county_staff",
        "region": region.pk,
        "department": "",
        "telephone": "0796-8220000",
        "expires_on": "2030年1月1日",
        **values,
    }


# --- who --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "role", ["system_admin", "auditor", "office_leader", "county_leader", "power_company"]
)
def test_for_everybody_else_the_pages_do_not_exist(role, manager):
    client, officer = signed_in(make_officer(role)), make_officer()
    for path in (
        LIST,
        f"{LIST}new/",
        page_of(officer),
        page_of(officer, "edit/"),
        page_of(officer, "deactivate/"),
    ):
        assert client.get(path).status_code == 404
        assert client.post(path).status_code in {404, 405}
    officer.refresh_from_db()
    assert officer.is_active


def test_accounts_of_other_prefectures_do_not_exist(client):
    other = make_officer("county_staff", "620702")
    assert other.username not in text_of(client.get(LIST))
    for step in ("", "edit/", "role/", "deactivate/", "reset-password/"):
        assert client.get(page_of(other, step)).status_code == 404


# --- the list ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"甲", "乙", "安管员"}),
        ("?q=甲", {"甲"}),
        ("?q=yi-", {"乙"}),
        ("?q=8888", {"乙"}),
        ("?role=county_leader", {"甲"}),
        ("?state=inactive", {"乙"}),
        ("?role=nonsense&state=x&cursor=forged&q=", {"甲", "乙", "安管员"}),
        ("?q=%00", {"甲", "乙", "安管员"}),
        ("?q=" + "x" * 5000, set()),
    ],
)
def test_list_is_searched_and_filtered(client, query, found):
    make_officer("county_leader", name="甲")
    make_officer(
        username="yi-2", name="乙", telephone="0796-8888", is_active=False, deactivated_at="2026-01-01T00:00Z"
    )
    assert {officer.name for officer in client.get(LIST + query).context["officers"]} == found


def test_list_turns_pages(client):
    for number in range(55):
        make_officer(username=f"a{number:03d}")
    first = client.get(LIST)
    assert [len(first.context["officers"]), first.context["previous_url"]] == [50, ""]
    second = client.get(first.context["next_url"])
    assert len(second.context["officers"]) == 6
    back = client.get(second.context["previous_url"])
    assert back.context["officers"] == first.context["officers"]


# --- opening ----------------------------------------------------------------------------------------------------------
def test_new_account_gets_a_one_time_password_that_is_shown_once(client):
    response = client.post(f"{LIST}new/", new_account())
    officer = Officer.objects.get(username="wang.wu")
    assert response["Location"] == page_of(officer)
    password = client.get(page_of(officer)).context["one_time_password"]
    assert officer.check_password(password)
    assert client.get(page_of(officer)).context["one_time_password"] is None
    newcomer = PortalClient()
    newcomer.post("/accounts/sign-in/", {"username": "wang.wu", "password": password})
    assert newcomer.get("/desk/")["Location"] == "/accounts/password/"


def test_one_time_password_is_not_shown_to_another_manager(client):
    client.post(f"{LIST}new/", new_account())
    other = signed_in(make_officer("security_admin"))
    page = page_of(Officer.objects.get(username="wang.wu"))
    assert other.get(page).context["one_time_password"] is None


def test_account_is_kept_as_typed(client, manager):
    client.post(f"{LIST}new/", new_account(username=" ＷＡＮＧ.wu "))
    officer = Officer.objects.get(username="wang.wu")
    assert (officer.region_code, officer.created_by, str(officer.expires_on)) == (
        "360802",
        manager,
        "2030-01-01",
    )


def test_double_click_opens_one_account(client):
    data = new_account(once="7d444840-9dc0-11d1-b245-5ffdce74fad2")
    answers = [client.post(f"{LIST}new/", data) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Officer.objects.filter(username="wang.wu").count() == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"username": "王五"}, "用户名用 3 至 40 位小写字母"),
        ({"username": "w"}, "用户名用 3 至 40 位小写字母"),
        ({"username": "taken.name"}, "已存在"),
        ({"name": ""}, "这个字段是必填项"),
        ({"role": "office_leader"}, "办公室负责人账户的地区应为市（州）"),
        ({"role": "grid_officer"}, "乡镇网格员账户的地区应为乡镇（街道）、村（社区）"),
        ({"role": "nonsense"}, "nonsense"),
        ({"telephone": "call me"}, "电话只能含数字"),
        ({"expires_on": "0001-01-01"}, "超出范围"),
        ({"expires_on": "31.2.2027"}, "请按“2026-11-05”"),
        ({"name": "\0"}, "不允许是用空字符"),
        ({"region": "9" * 5000}, "选择"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_text_kept(client, values, sentence):
    make_officer(username="taken.name")
    response = client.post(f"{LIST}new/", new_account(**values))
    assert response.status_code == 200
    assert sentence in text_of(response)
    assert "0796-8220000" in text_of(response) or "telephone" in values
    assert not Officer.objects.filter(name="王五").exists()


def test_region_outside_cannot_be_chosen(client):
    assert client.post(f"{LIST}new/", new_account(region=make_region("620702").pk)).status_code == 200
    assert not Officer.objects.filter(username="wang.wu").exists()


def test_unit_must_be_of_the_region_or_above(client):
    elsewhere = make_department(make_region("360803"))
    response = client.post(f"{LIST}new/", new_account(department=elsewhere.pk))
    assert "单位应当是账户所在地区或上级地区的成员单位" in text_of(response)


def test_administrator_waits_for_a_second_person(client):
    data = new_account(role="auditor", region=make_region("3608").pk)
    assert client.post(f"{LIST}new/", data)["Location"] == "/accounts/requests/"
    officer = Officer.objects.get(username="wang.wu")
    assert (officer.is_active, officer.has_usable_password()) == (False, False)
    assert AdministratorRequest.objects.get().kind == "activation"


# --- changing ---------------------------------------------------------------------------------------------------------
def test_data_are_changed_and_journalled(client):
    officer = make_officer(name="旧名")
    client.post(
        page_of(officer, "edit/"), {"name": "新名", "telephone": "123", "department": "", "expires_on": ""}
    )
    officer.refresh_from_db()
    assert (officer.name, officer.telephone) == ("新名", "123")
    assert Entry.objects.get(step="edit").changes == {"name": ["旧名", "新名"], "telephone": ["", "123"]}


def change_role(client, officer, **values):
    data = {"role": officer.role, "region": officer.region_id, "department": "", "note": "岗位调整", **values}
    return client.post(page_of(officer, "role/"), data)


def test_role_and_region_are_changed_and_end_the_sessions(client):
    officer = make_officer("county_staff", "360802")
    there = signed_in(officer)
    assert (
        change_role(client, officer, role="county_leader", region=make_region("360803").pk).status_code == 302
    )
    officer = Officer.objects.get(pk=officer.pk)
    assert (officer.role, officer.region_code) == ("county_leader", "360803")
    assert there.get("/accounts/").status_code == 302
    assert Entry.objects.get(step="edit_role").note == "岗位调整"


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "auditor"])
def test_business_roles_never_become_administrators(client, role):
    officer = make_officer("office_staff")
    assert "三员分立" in text_of(change_role(client, officer, role=role))
    officer.refresh_from_db()
    assert officer.role == "office_staff"


@pytest.mark.parametrize("role", ["system_admin", "office_leader"])
def test_administrators_never_become_anything_else(client, role):
    officer = make_officer("auditor")
    assert "三员分立" in text_of(change_role(client, officer, role=role))
    officer.refresh_from_db()
    assert officer.role == "auditor"


def test_role_must_fit_the_region(client):
    officer = make_officer("county_staff")
    assert "账户的地区应为" in text_of(change_role(client, officer, role="office_staff"))


@pytest.mark.parametrize(
    "step", ["edit/", "role/", "deactivate/", "reset-password/", "reset-second-factor/", "lift-lock/"]
)
def test_nobody_touches_his_own_account(client, manager, step):
    data = {
        "name": "自己",
        "role": "security_admin",
        "region": make_region("3608").pk,
        "note": "x",
        "department": "",
        "telephone": "",
        "expires_on": "",
    }
    before = Officer.objects.values().get(pk=manager.pk)
    response = client.post(page_of(manager, step), data)
    assert response.status_code == 200
    assert "另一位管理员" in text_of(response) or "两位管理员" in text_of(response)
    assert Officer.objects.values().get(pk=manager.pk) == before
    assert client.get("/accounts/").status_code == 200


def test_own_page_offers_no_steps(client, manager):
    assert "deactivate" not in text_of(client.get(page_of(manager)))


# --- steps ------------------------------------------------------------------------------------------------------------
def test_deactivation_ends_all_sessions_at_once(client, manager):
    officer = make_officer()
    browsers = [signed_in(officer), signed_in(officer)]
    assert client.post(page_of(officer, "deactivate/"), {"note": "调离"}).status_code == 302
    assert [browser.get("/accounts/").status_code for browser in browsers] == [302, 302]
    officer.refresh_from_db()
    assert (officer.is_active, officer.deactivated_by) == (False, manager)
    assert Entry.objects.get(step="deactivate").note == "调离"


def test_deactivation_needs_a_reason(client):
    officer = make_officer()
    assert "这个字段是必填项" in text_of(client.post(page_of(officer, "deactivate/"), {"note": ""}))
    officer.refresh_from_db()
    assert officer.is_active


def test_closed_account_cannot_be_closed_again(client):
    officer = make_officer(is_active=False, deactivated_at="2026-01-01T00:00Z")
    assert "已经停用" in text_of(client.post(page_of(officer, "deactivate/"), {"note": "x"}))


def test_last_administrator_of_a_kind_stays(client):
    auditor = make_officer("auditor")
    assert "最后一个启用的审计员" in text_of(client.post(page_of(auditor, "deactivate/"), {"note": "x"}))
    make_officer("auditor")
    assert client.post(page_of(auditor, "deactivate/"), {"note": "x"}).status_code == 302


def test_reactivation_gives_a_one_time_password(client):
    officer = make_officer(is_active=False, deactivated_at="2026-01-01T00:00Z")
    client.post(page_of(officer, "reactivate/"))
    password = client.get(page_of(officer)).context["one_time_password"]
    officer.refresh_from_db()
    assert officer.is_active
    assert officer.check_password(password)
    assert "已经启用" in text_of(client.post(page_of(officer, "reactivate/")))


def test_password_reset_ends_sessions_and_lifts_the_lock(client):
    officer = make_officer()
    there = signed_in(officer)
    for _ in range(5):
        PortalClient().post("/accounts/sign-in/", {"username": officer.username, "password": "wrong"})
    client.post(page_of(officer, "reset-password/"))
    password = client.get(page_of(officer)).context["one_time_password"]
    assert there.get("/accounts/").status_code == 302
    answer = PortalClient().post("/accounts/sign-in/", {"username": officer.username, "password": password})
    assert answer.status_code == 302
    officer.refresh_from_db()
    assert officer.must_change_password
    assert not officer.check_password(PASSWORD)


def test_lock_is_shown_and_lifted(client):
    officer = make_officer()
    for _ in range(5):
        PortalClient().post("/accounts/sign-in/", {"username": officer.username, "password": "wrong"})
    assert "登录锁定中" in text_of(client.get(page_of(officer)))
    client.post(page_of(officer, "lift-lock/"))
    assert AccessAttempt.objects.filter(username=officer.username).count() == 0
    assert "登录锁定中" not in text_of(client.get(page_of(officer)))


def test_second_factor_reset(client):
    officer = make_officer()
    TOTPDevice.objects.create(user=officer, confirmed=True)
    client.post(page_of(officer, "reset-second-factor/"))
    assert not TOTPDevice.objects.filter(user=officer).exists()


@pytest.mark.parametrize("step", ["reactivate/", "reset-password/", "reset-second-factor/"])
def test_for_administrators_one_person_does_not_suffice(client, step):
    auditor = make_officer("auditor")
    before = Officer.objects.values().get(pk=auditor.pk)
    assert "须由两位管理员办理" in text_of(client.post(page_of(auditor, step)))
    assert Officer.objects.values().get(pk=auditor.pk) == before


def test_unknown_step_is_404(client):
    assert client.get(page_of(make_officer(), "delete/")).status_code == 404


def test_huge_number_is_404(client):
    assert client.get(f"{LIST}{'9' * 400}/").status_code == 404


@pytest.mark.parametrize("step", ["deactivate/", "reactivate/", "reset-password/", "edit/", "role/", ""])
def test_looking_changes_nothing(client, step):
    officer = make_officer()
    count = Entry.objects.count()
    assert client.get(page_of(officer, step)).status_code == 200
    assert Entry.objects.count() == count
