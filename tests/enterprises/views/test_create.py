"""A new file: nothing is saved before the likely links were seen, and what the officer says about them is kept."""

import pytest

from capacity_portal.journal.models import Entry
from capacity_portal.organization.roles import ROLES, Permission
from enterprises.models import Enterprise, Link
from tests import hostile
from tests.clients import signed_in
from tests.makers import credit_code_number, make_enterprise, make_equipment, make_officer, make_region

pytestmark = pytest.mark.django_db
NEW = "/enterprises/new/"


@pytest.fixture
def officer():
    return make_officer("county_staff", "360802")


def typed(**changes) -> dict:
    values = {
        "name": "演示铸造新厂有限公司",
        "credit_code": credit_code_number(4711),
        "region": "360802",
        "coordinate_system": "wgs84",
        "industry": "steel",
        "supervision_class": "foundry",
        "status": "in_production",
        "status_on": "2026-02-01",
    }
    return values | changes


def confirmed(page, values: dict, **decisions) -> dict:
    return values | {"stage": "confirm", "shown": page.context["likely"]["shown"]} | decisions


@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_may_open_files(role):
    may = Permission.EDIT_LEDGER in ROLES[role].permissions
    assert signed_in(make_officer(role)).get(NEW).status_code == (200 if may else 404)


def test_nothing_is_saved_before_the_second_step(officer):
    client = signed_in(officer)
    page = client.post(NEW, typed())
    text = page.content.decode()
    assert "没有发现名称、代码、地址、法定代表人相同的企业" in text
    assert "演示铸造新厂有限公司" in text
    assert Enterprise.objects.count() == 0
    response = client.post(NEW, confirmed(page, typed()))
    enterprise = Enterprise.objects.get()
    assert response["Location"] == f"/enterprises/{enterprise.pk}/"
    assert (enterprise.created_by, enterprise.status_on.isoformat()) == (officer, "2026-02-01")
    assert Entry.objects.filter(subject="enterprise", step="create").count() == 1


def test_back_from_the_second_step_keeps_everything(officer):
    client = signed_in(officer)
    page = client.post(NEW, typed(contact_name="联系人甲") | {"stage": "back"})
    assert page.context["form"]["contact_name"].value() == "联系人甲"
    assert Enterprise.objects.count() == 0


def test_a_refused_form_keeps_everything_typed(officer):
    text = signed_in(officer).post(NEW, typed(name="", contact_name="联系人甲")).content.decode()
    assert "请填写企业名称。" in text
    assert 'value="联系人甲"' in text


def test_own_links_are_decided_and_journalled(officer):
    old = make_enterprise("360802", name="演示铸造新厂（有限公司）", status="suspended")
    client = signed_in(officer)
    page = client.post(NEW, typed())
    assert "演示铸造新厂（有限公司）" in page.content.decode()
    client.post(NEW, confirmed(page, typed(), **{f"decision_{old.pk}": "relocated"}))
    link = Link.objects.get()
    assert (link.decision, link.decided_by, link.reasons) == ("relocated", officer, ["same_name"])
    assert Entry.objects.filter(subject="link", step="decide").count() == 1


def test_a_link_left_open_goes_to_the_desk(officer):
    make_enterprise("360802", name="演示铸造新厂有限公司")
    client = signed_in(officer)
    page = client.post(NEW, typed())
    old = page.context["likely"]["own"][0]["enterprise"]
    client.post(NEW, confirmed(page, typed(), **{f"decision_{old.pk}": "pending"}))
    assert Link.objects.get().decision == "pending"


def test_links_that_were_not_shown_are_shown_first(officer):
    make_enterprise("360802", name="演示铸造新厂有限公司")
    response = signed_in(officer).post(NEW, typed() | {"stage": "confirm", "shown": ""})
    assert response.status_code == 200
    assert Enterprise.objects.count() == 1


def test_other_counties_are_never_named(officer):
    other = make_enterprise("360803", name="外县企业", credit_code=credit_code_number(4711))
    client = signed_in(officer)
    page = client.post(NEW, typed())
    text = page.content.decode()
    assert "疑似外县关联，已转市办核对" in text
    assert "外县企业" not in text
    client.post(NEW, confirmed(page, typed()))
    enterprise = Enterprise.objects.get(region_code="360802")
    assert enterprise.credit_code == ""
    assert {Link.objects.get().first_id, Link.objects.get().second_id} == {other.pk, enterprise.pk}


def test_a_code_on_file_in_the_own_county_is_refused(officer):
    old = make_enterprise("360802", name="老厂", credit_code=credit_code_number(4711))
    client = signed_in(officer)
    page = client.post(NEW, typed())
    text = client.post(NEW, confirmed(page, typed(), **{f"decision_{old.pk}": "same"})).content.decode()
    assert "已有档案：老厂" in text
    assert Enterprise.objects.count() == 1


def test_an_equipment_number_finds_its_old_place(officer):
    old = make_enterprise(
        "360803", name="外县已取缔", status="banned", status_document="1号", closed_on="2017-06-30"
    )
    make_equipment(old, serial="ZP-2016-0088")
    client = signed_in(officer)
    client.post(NEW, confirmed(client.post(NEW, typed()), typed()))
    enterprise = Enterprise.objects.get(region_code="360802")
    kind = old.equipment.get().kind
    values = {"kind": kind.pk, "count": "1", "state": "in_use", "serial": "zp 2016-0088"}
    address = f"/enterprises/{enterprise.pk}/equipment/new/"
    shown = client.post(address, values)
    assert "疑似外县关联，已转市办核对" in shown.content.decode()
    assert enterprise.equipment.count() == 0
    client.post(address, values | {"stage": "confirm", "shown": shown.context["likely"].shown})
    assert enterprise.equipment.get().serial == "zp 2016-0088"
    assert Link.objects.get().reasons == ["same_serial"]


def test_only_regions_of_the_own_area(officer):
    make_region("360803")
    assert "请从列表中重新选择" in signed_in(officer).post(NEW, typed(region="360803")).content.decode()


def test_a_second_post_of_the_same_page_makes_no_second_file(officer):
    client = signed_in(officer)
    page = client.post(NEW, typed())
    values = confirmed(page, typed()) | {"once": "11111111-2222-4333-8444-555555555555"}
    assert client.post(NEW, values)["Location"] == client.post(NEW, values)["Location"]
    assert Enterprise.objects.count() == 1


def test_hostile_values_never_break_either_step(officer):
    client = signed_in(officer)
    free = ["contact_name", "contact_phone", "actual_address", "process", "remarks", "legal_representative"]
    bound = [
        "credit_code",
        "employees",
        "status_on",
        "longitude",
        "region",
        "village",
        "industry",
        "stage",
        "shown",
    ]
    for number, value in enumerate(hostile.SOME):
        coded = typed(credit_code="", no_code_reason="无")
        assert client.post(NEW, coded | dict.fromkeys(bound, value)).status_code == 200, value
        values = coded | dict.fromkeys(free, value) | {"name": f"企业{number}"}
        page = client.post(NEW, values)
        if page.context.get("likely"):
            assert client.post(NEW, confirmed(page, values)).status_code in (200, 302), value
    assert Enterprise.objects.count() == 7
    assert client.get("/enterprises/").status_code == 200
