"""The dossier page, its history and its past: complete, walled, and as cheap with three rows as with one."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from capacity_portal.organization.roles import ROLES, Permission
from enterprises import documents, operations
from tests import hostile
from tests.clients import signed_in
from tests.makers import (
    make_capacity,
    make_enterprise,
    make_equipment,
    make_former_name,
    make_licence,
    make_link,
    make_officer,
)

pytestmark = pytest.mark.django_db


def page(enterprise) -> str:
    return f"/enterprises/{enterprise.pk}/"


@pytest.mark.parametrize("role", sorted(ROLES))
def test_every_role_opens_the_dossier_or_finds_nothing(role):
    enterprise = make_enterprise("360802001")
    may = Permission.VIEW_LEDGER in ROLES[role].permissions
    for address in ("", "history/", "as-of/"):
        response = signed_in(make_officer(role)).get(page(enterprise) + address)
        assert response.status_code == (200 if may else 404), address


def test_another_county_finds_nothing():
    client = signed_in(make_officer("county_staff", "360803"))
    enterprise = make_enterprise("360802")
    for address in (
        "",
        "history/",
        "as-of/",
        "dossier.pdf",
        "edit/basics/",
        "status/",
        "equipment/new/",
        "attachments/new/",
    ):
        assert client.get(page(enterprise) + address).status_code == 404, address
    for address in ("confirm/", "recompute/"):
        assert client.post(page(enterprise) + address).status_code == 404, address


def test_everything_about_one_enterprise_is_on_one_page():
    enterprise = make_enterprise(
        "360802", name="演示铸造〇一", is_key=True, key_reason="fake_foundry", risk_marks=["night_production"]
    )
    make_equipment(enterprise, serial="ZP-2016-0088")
    make_capacity(enterprise, filed="60", stated="75.5", document="吉发改备〔2016〕8号")
    make_licence(enterprise, number="赣FM001", expires_on=date(2020, 1, 1))
    make_former_name(enterprise, "演示旧名")
    text = signed_in(make_officer("county_staff", "360802")).get(page(enterprise)).content.decode()
    for said in (
        "演示铸造〇一",
        enterprise.credit_code,
        "假借铸造名义",
        "夜间生产",
        "ZP-2016-0088",
        "75.5",
        "三种口径不一致",
        "赣FM001",
        "已过期",
        "演示旧名",
        "档案还缺",
    ):
        assert said in text, said


def test_what_may_not_be_done_is_not_offered():
    enterprise = make_enterprise("360802")
    reader = signed_in(make_officer("member_unit", "360802")).get(page(enterprise)).content.decode()
    for action in (
        "/edit/",
        "/confirm/",
        "/status/",
        "/equipment/new/",
        "/attachments/new/",
        "/recompute/",
        "/batch/",
    ):
        assert action not in reader, action
    assert "打印档案" in reader


def test_a_merged_file_is_shown_with_a_way_on_and_cannot_be_edited():
    into = make_enterprise("360802", name="保留的档案")
    merged = make_enterprise("360802", merged_into=into)
    client = signed_in(make_officer("county_staff", "360802"))
    text = client.get(page(merged)).content.decode()
    assert "这份档案已并入另一份" in text
    assert "/equipment/new/" not in text
    assert client.get(page(merged) + "edit/basics/").status_code == 404


def test_links_to_other_counties_are_only_said_to_be_handed_over():
    own, other = make_enterprise("360802"), make_enterprise("360803", name="外县某企业")
    make_link(own, other)
    county = signed_in(make_officer("county_staff", "360802")).get(page(own)).content.decode()
    assert "疑似外县关联，已转市办核对" in county
    assert "外县某企业" not in county
    assert "外县某企业" in signed_in(make_officer("office_staff")).get(page(own)).content.decode()


def test_number_of_queries_does_not_depend_on_what_the_file_holds():
    enterprise = make_enterprise("360802")
    officer = make_officer("office_staff")
    client = signed_in(officer)

    def fill(number: int) -> None:
        make_equipment(enterprise)
        make_licence(enterprise)
        make_former_name(enterprise, f"旧名{number}")
        make_link(enterprise, make_enterprise("360802"))
        operations.confirm_files(enterprises=[enterprise], by=officer, at=timezone.now())

    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert client.get(page(enterprise)).status_code == 200
        return len(counted)

    fill(1)
    client.get(page(enterprise))
    once = queries()
    fill(2)
    fill(3)
    assert queries() == once
    assert once <= 22


def test_history_names_what_changed_in_words():
    officer = make_officer("county_staff", "360802")
    enterprise = make_enterprise("360802", name="演示甲")
    operations.edit_enterprise(
        enterprise=enterprise,
        version=1,
        values={"supervision_class": "rolling", "name": "演示乙"},
        by=officer,
        at=timezone.now(),
    )
    response = signed_in(officer).get(page(enterprise) + "history/")
    (event,) = response.context["events"]
    assert (event.title, event.who) == ("修改", str(officer))
    assert {(change.label, change.before, change.after) for change in event.changes} == {
        ("监管类别", "铸造", "轧钢"),
        ("企业名称", "演示甲", "演示乙"),
    }


def test_long_histories_are_paged():
    officer = make_officer("county_staff", "360802")
    enterprise = make_enterprise("360802")
    for _ in range(51):
        operations.confirm_files(enterprises=[enterprise], by=officer, at=timezone.now())
    client = signed_in(officer)
    first = client.get(page(enterprise) + "history/")
    assert len(first.context["events"]) == 50
    second = client.get(page(enterprise) + "history/" + first.context["next_url"])
    assert len(second.context["events"]) == 1


def test_the_file_as_it_was_on_a_past_day():
    officer = make_officer("county_staff", "360802")
    before = timezone.now() - timedelta(days=10)
    values = {
        "name": "演示甲",
        "no_code_reason": "小作坊",
        "region": officer.region,
        "industry": "steel",
        "supervision_class": "foundry",
        "status": "in_production",
    }
    enterprise = operations.create_enterprise(values=values, by=officer, at=before)
    operations.edit_enterprise(
        enterprise=enterprise, version=1, values={"name": "演示乙"}, by=officer, at=timezone.now()
    )
    client = signed_in(officer)

    def told(on) -> str:
        return client.get(page(enterprise) + "as-of/", {"on": on.isoformat()}).context["parts"]

    today = timezone.localdate()
    assert dict(told(today - timedelta(days=1))[0][1][0][1])["企业名称"] == "演示甲"
    assert dict(told(today)[0][1][0][1])["企业名称"] == "演示乙"
    assert told(today - timedelta(days=20)) == []


@pytest.mark.parametrize(("address", "name"), [("history/", "cursor"), ("as-of/", "on"), ("", "x")])
def test_hostile_parameters_never_break_the_pages(address, name):
    enterprise = make_enterprise("360802")
    client = signed_in(make_officer("county_staff", "360802"))
    for value in hostile.SOME:
        assert client.get(page(enterprise) + address, {name: value}).status_code == 200, value


@pytest.mark.parametrize("pk", ["0", "99999999", "9" * 30])
def test_numbers_of_no_file_find_nothing(pk):
    assert signed_in(make_officer("office_staff")).get(f"/enterprises/{pk}/").status_code == 404


def test_the_code_for_phones_names_this_page_only(settings):
    settings.PORTAL_URL = "https://portal.example/"
    enterprise = make_enterprise("360802")
    response = signed_in(make_officer("county_staff", "360802")).get(page(enterprise) + "qr.svg")
    assert (response.status_code, response["Content-Type"]) == (200, "image/svg+xml")
    assert documents.address_of(enterprise) == f"https://portal.example/enterprises/{enterprise.pk}/"
    assert (
        signed_in(make_officer("county_staff", "360803")).get(page(enterprise) + "qr.svg").status_code == 404
    )
