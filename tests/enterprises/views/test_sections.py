"""Editing a dossier: each section, its refusals with the text kept, and the conflict of two officers."""

import pytest
from django.utils import timezone

from capacity_portal.lib.coordinates import Position, distance
from enterprises import operations
from enterprises.choices import Status
from enterprises.forms.sections import SECTIONS
from enterprises.models import ConversionRow, Enterprise, FormerName, IndustryCode, Link
from tests import hostile
from tests.clients import signed_in
from tests.makers import (
    credit_code_number,
    make_capacity,
    make_enterprise,
    make_equipment,
    make_kind,
    make_licence,
    make_officer,
    make_product,
    make_region,
)

pytestmark = pytest.mark.django_db
BASICS = {
    "name": "演示铸造有限公司",
    "credit_code": "",
    "no_code_reason": "未办理登记",
    "legal_representative": "",
    "contact_name": "",
    "contact_phone": "",
    "employees": "",
    "remarks": "",
}


@pytest.fixture
def officer():
    return make_officer("county_staff", "360802")


@pytest.fixture
def enterprise():
    return make_enterprise("360802", name="演示铸造有限公司", no_code_reason="未办理登记")


def edit(enterprise, section="basics") -> str:
    return f"/enterprises/{enterprise.pk}/edit/{section}/"


def opened(client, address) -> dict:
    """What the form carries unseen: the version it was opened with, and its values then."""
    context = client.get(address).context
    return {"version": str(context["version"]), "opened": context["opened"]}


@pytest.mark.parametrize("section", sorted(SECTIONS))
def test_every_section_opens_with_what_is_on_file(officer, enterprise, section):
    response = signed_in(officer).get(edit(enterprise, section))
    assert response.status_code == 200
    assert response.context["version"] == 1


def test_readers_and_strangers_to_a_section_find_nothing(enterprise):
    assert signed_in(make_officer("member_unit", "360802")).get(edit(enterprise)).status_code == 404
    grid = make_officer("grid_officer", "360802001")
    own = make_enterprise("360802001")
    assert signed_in(grid).get(edit(own)).status_code == 200
    assert signed_in(grid).get(edit(own, "supervision")).status_code == 404
    assert signed_in(grid).get(edit(own, "nosuch")).status_code == 404


def test_saving_leads_back_to_the_section(officer, enterprise):
    client = signed_in(officer)
    posted = (
        BASICS
        | opened(client, edit(enterprise))
        | {"employees": "１,２００", "contact_name": "  联系\x00人 "}
    )
    response = client.post(edit(enterprise), posted)
    assert response["Location"] == f"/enterprises/{enterprise.pk}/#basics"
    stored = Enterprise.objects.get(pk=enterprise.pk)
    assert (stored.employees, stored.contact_name, stored.version) == (1200, "联系人", 2)


def test_a_refused_form_keeps_everything_typed_and_says_what_to_do(officer, enterprise):
    client = signed_in(officer)
    typed = {"name": "", "employees": "许多", "credit_code": "91360802MA3 OIL", "remarks": "很长的说明"}
    response = client.post(edit(enterprise), BASICS | opened(client, edit(enterprise)) | typed)
    text = response.content.decode()
    assert "错误：" in text.partition("</title>")[0]
    assert "请填写企业名称。" in text
    assert "职工人数：“许多”不是数字，请只填数字。" in text
    assert 'value="91360802MA3 OIL"' in text
    assert "很长的说明" in text


def test_without_a_code_the_reason_is_asked_for(officer, enterprise):
    client = signed_in(officer)
    posted = BASICS | opened(client, edit(enterprise)) | {"no_code_reason": ""}
    assert "请写明无码原因" in client.post(edit(enterprise), posted).content.decode()


def test_a_stale_save_shows_both_versions_and_keeps_the_text(officer, enterprise):
    client = signed_in(officer)
    mine = BASICS | opened(client, edit(enterprise)) | {"legal_representative": "我填的人"}
    other = make_officer("county_leader", "360802", name="先保存的人")
    operations.edit_enterprise(
        enterprise=enterprise,
        version=1,
        values={"contact_name": "别人填的", "legal_representative": "别人填的人"},
        by=other,
        at=timezone.now(),
    )
    response = client.post(edit(enterprise), mine)
    text = response.content.decode()
    assert response.status_code == 409
    assert "先保存的人" in text
    rows = {
        row.label: (row.opened, row.saved, row.typed, row.differs)
        for row in response.context["conflict"].rows
    }
    assert rows["法定代表人"] == ("", "别人填的人", "我填的人", True)
    assert rows["联系人"] == ("", "别人填的", "", True)
    assert "企业名称" not in rows
    # What I typed stays; what I did not touch follows the other officer.
    assert response.context["form"]["legal_representative"].value() == "我填的人"
    assert response.context["form"]["contact_name"].value() == "别人填的"
    again = {"version": response.context["version"], "opened": response.context["opened"]}
    values = {field.name: field.value() or "" for field in response.context["form"]}
    assert client.post(edit(enterprise), values | again).status_code == 302
    stored = Enterprise.objects.get(pk=enterprise.pk)
    assert (stored.legal_representative, stored.contact_name, stored.version) == ("我填的人", "别人填的", 3)


def test_the_conflict_page_says_labels_not_codes(officer, enterprise):
    client = signed_in(officer)
    address = edit(enterprise, "industry")
    mine = {
        "industry": "cement",
        "supervision_class": "rolling",
        "industry_code": "",
        "industry_edition": "",
        "process": "",
    }
    mine |= opened(client, address)
    operations.edit_enterprise(
        enterprise=enterprise, version=1, values={"supervision_class": "other"}, by=officer, at=timezone.now()
    )
    rows = {
        row.label: (row.opened, row.saved, row.typed)
        for row in client.post(address, mine).context["conflict"].rows
    }
    assert rows["监管类别"] == ("铸造", "其他", "轧钢")
    assert rows["行业"] == ("钢铁", "钢铁", "水泥")


def test_a_forged_opened_value_is_ignored(officer, enterprise):
    client = signed_in(officer)
    operations.edit_enterprise(
        enterprise=enterprise, version=1, values={"process": "甲"}, by=officer, at=timezone.now()
    )
    response = client.post(edit(enterprise), BASICS | {"version": "1", "opened": "forged:token"})
    assert response.status_code == 409


# --- address ----------------------------------------------------------------------------------------------------------
def address_values(**changes) -> dict:
    values = {
        "region": "360802",
        "registered_address": "",
        "actual_address": "",
        "longitude": "",
        "latitude": "",
    }
    return values | {"coordinate_system": "wgs84", "version": "1"} | changes


def test_coordinates_of_a_chinese_map_are_converted_once(officer, enterprise):
    client = signed_in(officer)
    posted = address_values(longitude="114.986373", latitude="27.111699", coordinate_system="gcj02")
    assert client.post(edit(enterprise, "address"), posted).status_code == 302
    stored = Enterprise.objects.get(pk=enterprise.pk)
    moved = distance(
        Position(float(stored.latitude), float(stored.longitude)), Position(27.111699, 114.986373)
    )
    assert 300 < moved < 700
    # Saving the page again as it is shown moves nothing and forgets nothing.
    shown = {field.name: field.value() for field in client.get(edit(enterprise, "address")).context["form"]}
    client.post(
        edit(enterprise, "address"), address_values(**{k: v or "" for k, v in shown.items()}, version="2")
    )
    again = Enterprise.objects.get(pk=enterprise.pk)
    assert (again.longitude, again.latitude, again.coordinate_system) == (
        stored.longitude,
        stored.latitude,
        "gcj02",
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"longitude": "27.1", "latitude": "114.9"}, "似乎填反了"),
        ({"longitude": "114.9"}, "经度和纬度要同时填写"),
        ({"longitude": "20", "latitude": "5"}, "不在我国范围内"),
        ({"region": "360803"}, "请从列表中重新选择"),
        ({"region": ""}, "请选择所在地区。"),
    ],
)
def test_what_is_wrong_with_an_address_is_said(officer, enterprise, typed, said):
    make_region("360803")
    response = signed_in(officer).post(edit(enterprise, "address"), address_values(**typed))
    assert said in response.content.decode()


def test_a_village_is_chosen_below_its_town(officer, enterprise):
    make_region("360802001")
    make_region("360802001001", name="演示村")
    make_region("360802002")
    client = signed_in(officer)
    assert client.get("/enterprises/villages/", {"parent": "360802001"}).json() == {
        "choices": [["360802001001", "演示村"]]
    }
    assert client.get("/enterprises/villages/", {"parent": "360803"}).json() == {"choices": []}
    posted = address_values(region="360802001", village="360802001001")
    assert client.post(edit(enterprise, "address"), posted).status_code == 302
    assert Enterprise.objects.get(pk=enterprise.pk).region_code == "360802001001"
    form = client.get(edit(enterprise, "address")).context["form"]
    assert (form["region"].value(), form["village"].value()) == ("360802001", "360802001001")
    elsewhere = address_values(region="360802002", village="360802001001", version="2")
    assert client.post(edit(enterprise, "address"), elsewhere).status_code == 200


# --- memory -----------------------------------------------------------------------------------------------------------
def test_an_edit_that_meets_another_file_is_shown_before_it_is_saved(officer, enterprise):
    closed = make_enterprise(
        "360802", name="已取缔的老厂", status="banned", status_document="1号", closed_on="2017-06-30"
    )
    client = signed_in(officer)
    posted = BASICS | opened(client, edit(enterprise)) | {"name": "已取缔的老厂"}
    shown = client.post(edit(enterprise), posted)
    assert shown.status_code == 200
    assert "已取缔的老厂" in shown.content.decode()
    assert Enterprise.objects.get(pk=enterprise.pk).version == 1
    confirmed = posted | {"stage": "confirm", "shown": shown.context["likely"].shown}
    assert client.post(edit(enterprise), confirmed).status_code == 302
    assert Link.objects.get().reasons == ["same_name"]
    assert {Link.objects.get().first_id, Link.objects.get().second_id} == {enterprise.pk, closed.pk}


def test_a_code_of_another_county_is_not_entered_but_handed_over(officer, enterprise):
    other = make_enterprise("360803", name="外县企业", credit_code=credit_code_number(77))
    client = signed_in(officer)
    posted = (
        BASICS
        | opened(client, edit(enterprise))
        | {"credit_code": other.credit_code, "contact_name": "新联系人"}
    )
    shown = client.post(edit(enterprise), posted)
    text = shown.content.decode()
    assert "疑似外县关联，已转市办核对" in text
    assert "外县企业" not in text
    response = client.post(
        edit(enterprise), posted | {"stage": "confirm", "shown": shown.context["likely"].shown}, follow=True
    )
    assert "疑似外县关联，已转市办核对" in response.content.decode()
    stored = Enterprise.objects.get(pk=enterprise.pk)
    assert (stored.credit_code, stored.contact_name) == ("", "新联系人")
    assert Link.objects.get().reasons == ["same_code"]


def test_a_code_taken_in_the_own_county_is_refused_with_the_name(officer, enterprise):
    other = make_enterprise("360802", name="同县企业")
    client = signed_in(officer)
    posted = (
        BASICS
        | opened(client, edit(enterprise))
        | {"credit_code": other.credit_code, "stage": "confirm", "shown": str(other.pk)}
    )
    assert "已有档案：同县企业" in client.post(edit(enterprise), posted).content.decode()


# --- rows -------------------------------------------------------------------------------------------------------------
def test_equipment_is_added_changed_and_withdrawn(officer, enterprise):
    kind = make_kind()
    client = signed_in(officer)
    new = f"/enterprises/{enterprise.pk}/equipment/new/"
    values = {
        "kind": kind.pk,
        "size": "5.50",
        "count": "2",
        "serial": "ZP-1",
        "built_year": "2016",
        "state": "in_use",
        "location": "",
        "use": "",
    }
    assert client.post(new, values)["Location"].endswith("#equipment")
    row = enterprise.equipment.get()
    assert (str(row.size), row.size_unit, row.count) == ("5.500", "t", 2)
    address = f"/enterprises/{enterprise.pk}/equipment/{row.pk}/"
    assert client.get(address).context["form"]["size"].value() == "5.5"
    client.post(address, values | {"state": "sealed", "version": "1"})
    row.refresh_from_db()
    assert (row.state, row.version) == ("sealed", 2)
    assert client.post(address, values | {"count": "3", "version": "1"}).status_code == 409
    gone = client.post(address + "withdraw/", {"note": "重复登记", "version": "2"})
    assert gone["Location"].endswith("#equipment")
    assert (
        "ZP-1"
        not in client.get(f"/enterprises/{enterprise.pk}/").content.decode().partition('id="history"')[0]
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"size": "0"}, "规格必须大于 0"),
        ({"size": "-3"}, "超出范围"),
        ({"count": "1.5"}, "应为整数"),
        ({"built_year": "0001"}, "超出范围"),
        ({"kind": ""}, "请选择种类。"),
        ({"kind": "999999999999999999999"}, "不在可选范围内"),
        ({"serial": "长" * 81}, "共 81 个字，最多 80 个字"),
    ],
)
def test_what_is_wrong_with_equipment_is_said(officer, enterprise, typed, said):
    values = {"kind": make_kind().pk, "size": "5", "count": "2", "state": "in_use"} | typed
    response = signed_in(officer).post(f"/enterprises/{enterprise.pk}/equipment/new/", values)
    assert said in response.content.decode()
    assert enterprise.equipment.count() == 0


def test_capacity_stands_once_for_a_product_and_is_recomputed_by_table(officer, enterprise):
    product = make_product()
    client = signed_in(officer)
    new = f"/enterprises/{enterprise.pk}/capacity/new/"
    assert client.post(new, {"product": product.pk, "filed": "60", "stated": ""}).status_code == 302
    assert "产能已登记" in client.post(new, {"product": product.pk, "filed": "1"}).content.decode()
    assert (
        "至少填写一项" in client.post(new, {"product": make_product("iron", name="生铁").pk}).content.decode()
    )
    row = enterprise.capacities.get()
    changed = client.post(
        f"/enterprises/{enterprise.pk}/capacity/{row.pk}/", {"stated": "75.5", "filed": "60", "version": "1"}
    )
    assert changed.status_code == 302
    row.refresh_from_db()
    assert (str(row.stated), row.unit) == ("75.5000", "万吨/年")
    response = client.post(f"/enterprises/{enterprise.pk}/recompute/", follow=True)
    assert "没有可按换算表换算的种类" in response.content.decode()


def test_licences_and_former_names(officer, enterprise):
    client = signed_in(officer)
    values = {
        "kind": "discharge",
        "number": "赣排1号",
        "issuer": "",
        "issued_on": "2024年3月5日",
        "expires_on": "20270304",
    }
    assert client.post(f"/enterprises/{enterprise.pk}/licence/new/", values).status_code == 302
    row = enterprise.licences.get()
    assert (row.issued_on.isoformat(), row.expires_on.isoformat()) == ("2024-03-05", "2027-03-04")
    wrong = values | {"expires_on": "2020-01-01"}
    assert "早于发证日期" in client.post(f"/enterprises/{enterprise.pk}/licence/new/", wrong).content.decode()
    assert (
        client.post(
            f"/enterprises/{enterprise.pk}/former-names/new/", {"name": "老厂", "until_on": ""}
        ).status_code
        == 302
    )
    former = FormerName.objects.get()
    address = f"/enterprises/{enterprise.pk}/former-names/{former.pk}/withdraw/"
    assert client.post(address, {"note": ""}).status_code == 200
    assert client.post(address, {"note": "写错"}).status_code == 302
    assert FormerName.objects.get().is_withdrawn is True


def test_rows_of_another_file_are_not_found(officer, enterprise):
    other = make_enterprise("360802")
    rows = {
        "equipment": make_equipment(other),
        "capacity": make_capacity(other),
        "licence": make_licence(other),
    }
    client = signed_in(officer)
    for kind, row in rows.items():
        assert client.get(f"/enterprises/{enterprise.pk}/{kind}/{row.pk}/").status_code == 404
    assert client.get(f"/enterprises/{enterprise.pk}/nosuch/new/").status_code == 404


def test_industry_codes_come_from_the_dictionary_of_an_edition(officer, enterprise):
    IndustryCode.objects.create(edition="2017", code="3391", name="黑色金属铸造", industry="steel")
    client = signed_in(officer)
    values = {
        "industry": "steel",
        "supervision_class": "foundry",
        "industry_code": "3391",
        "industry_edition": "2017",
    }
    values |= {"process": "", "version": "1"}
    wrong = {
        "请选择行业代码取自哪一版。": {"industry_edition": ""},
        "字典中没有 2011 版代码“3391”": {"industry_edition": "2011"},
    }
    for said, typed in wrong.items():
        assert said in client.post(edit(enterprise, "industry"), values | typed).content.decode()
    assert client.post(edit(enterprise, "industry"), values).status_code == 302
    client.post(edit(enterprise, "industry"), values | {"industry_code": "", "version": "2"})
    stored = Enterprise.objects.get(pk=enterprise.pk)
    assert (stored.industry_code, stored.industry_edition) == ("", "")


def test_capacity_by_table_follows_the_equipment(officer, enterprise):
    kind, product = make_kind("blast_furnace", name="高炉", size_unit="m³"), make_product("iron", name="生铁")
    ConversionRow.objects.create(
        kind=kind, product=product, size=450, capacity=55, edition="2015", source="附1"
    )
    make_equipment(enterprise, kind=kind, size=450)
    response = signed_in(officer).post(f"/enterprises/{enterprise.pk}/recompute/", follow=True)
    text = response.content.decode()
    assert "已按换算表重算1个产品的产能。" in text
    assert str(enterprise.capacities.get().by_table) == "55.0000"
    assert "换算：" in text


# --- status -----------------------------------------------------------------------------------------------------------
def test_closing_needs_a_document(officer, enterprise):
    client = signed_in(officer)
    address = f"/enterprises/{enterprise.pk}/status/"
    posted = {"step": "exit", "on": "2026-01-05", "document": "", "note": "", "version": "1"}
    assert "登记退出必须填写依据文号" in client.post(address, posted).content.decode()
    assert client.post(address, posted | {"document": "吉工信字〔2026〕1号"}).status_code == 302
    stored = Enterprise.objects.get(pk=enterprise.pk)
    assert (stored.status, stored.status_document) == (Status.EXITED, "吉工信字〔2026〕1号")
    offered = [name for name, _ in client.get(address).context["form"].fields["step"].choices]
    assert offered == ["report_revival"]


def test_a_future_day_is_refused(officer, enterprise):
    posted = {"step": "suspend", "on": "2099-01-05", "document": "", "note": "", "version": "1"}
    response = signed_in(officer).post(f"/enterprises/{enterprise.pk}/status/", posted)
    assert "晚于今天" in response.content.decode()


def test_confirming_one_file(officer, enterprise):
    client = signed_in(officer)
    assert client.get(f"/enterprises/{enterprise.pk}/confirm/").status_code == 405
    client.post(f"/enterprises/{enterprise.pk}/confirm/")
    assert Enterprise.objects.get(pk=enterprise.pk).confirmed_by == officer


# --- hostile ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("section", sorted(SECTIONS))
def test_hostile_values_never_break_a_form_or_what_comes_after(officer, section):
    enterprise = make_enterprise("360802")
    client = signed_in(officer)
    names = list(SECTIONS[section].form.base_fields)
    shown = {
        field.name: field.value() or "" for field in client.get(edit(enterprise, section)).context["form"]
    }
    for value in hostile.SOME:
        version = Enterprise.objects.values_list("version", flat=True).get(pk=enterprise.pk)
        posted = shown | dict.fromkeys(names, value) | {"version": version}
        response = client.post(edit(enterprise, section), posted)
        assert response.status_code in (200, 302), value
        if response.status_code == 302:
            assert client.get(f"/enterprises/{enterprise.pk}/").status_code == 200, value
    assert client.get("/enterprises/").status_code == 200
