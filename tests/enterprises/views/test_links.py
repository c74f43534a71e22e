"""Pairs that may belong together: on the prefecture's desk side by side, decided, merged - and unmerged."""

import pytest

from capacity_portal.organization.roles import ROLES, Permission
from enterprises.models import Enterprise, Link
from tests import hostile
from tests.clients import signed_in
from tests.makers import make_enterprise, make_equipment, make_link, make_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def prefecture():
    return signed_in(make_officer("office_staff"))


@pytest.fixture
def pair():
    return make_link(make_enterprise("360802", name="老厂"), make_enterprise("360803", name="新厂"))


@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_sees_the_desk_of_links(role, pair):
    permissions = ROLES[role].permissions
    client = signed_in(make_officer(role))
    expected = 200 if Permission.DECIDE_LINKS in permissions else 404
    assert client.get("/enterprises/links/").status_code == expected
    assert client.get(f"/enterprises/links/{pair.pk}/").status_code == expected


def test_a_county_decides_about_its_own_pairs_only(pair):
    own = make_link(make_enterprise("360802"), make_enterprise("360802"))
    client = signed_in(make_officer("county_staff", "360802"))
    assert client.get(f"/enterprises/links/{pair.pk}/").status_code == 404
    response = client.post(f"/enterprises/links/{own.pk}/", {"decision": "related", "note": ""})
    assert response["Location"] == f"/enterprises/{own.first_id}/"
    assert Link.objects.get(pk=own.pk).decision == "related"
    assert client.get(f"/enterprises/links/{own.pk}/").status_code == 200


def test_what_the_two_share_is_marked(prefecture):
    one = make_enterprise("360802", name="同名铸造有限公司", legal_representative="演示甲")
    other = make_enterprise("360803", name="同名铸造（有限公司）", legal_representative="演示乙")
    make_equipment(one, serial="ZP-2016-0088")
    make_equipment(other, serial="zp20160088")
    rows = prefecture.get(f"/enterprises/links/{make_link(one, other).pk}/").context["rows"]
    assert [row.label for row in rows if row.is_same] == ["企业名称", "设备编号"]


def test_a_decision_that_follows_needs_its_reason(prefecture, pair):
    address = f"/enterprises/links/{pair.pk}/"
    text = prefecture.post(address, {"decision": "relocated", "note": ""}).content.decode()
    assert "请写明核对情况。" in text
    response = prefecture.post(address, {"decision": "relocated", "note": "设备已搬到新厂"})
    assert response["Location"] == "/enterprises/links/"
    assert [row["link"].pk for row in prefecture.get("/enterprises/links/").context["pairs"]] == []
    decided = prefecture.get("/enterprises/links/?state=decided").context["pairs"]
    assert [row["link"].decision_note for row in decided] == ["设备已搬到新厂"]


def test_two_files_of_one_enterprise_are_merged_and_can_be_parted(prefecture, pair):
    response = prefecture.post(f"/enterprises/links/{pair.pk}/", {"decision": "same", "note": "现场核对"})
    assert response["Location"] == f"/enterprises/links/{pair.pk}/merge/"
    address = response["Location"]
    assert "什么也不删除" in prefecture.get(address).content.decode()
    assert "请选择保留哪一份档案。" in prefecture.post(address, {"note": "同一家"}).content.decode()
    merged = prefecture.post(address, {"direction": str(pair.second_id), "note": "同一家"})
    assert merged["Location"] == f"/enterprises/{pair.second_id}/"
    assert Enterprise.objects.get(pk=pair.first_id).merged_into_id == pair.second_id
    assert prefecture.get(address).status_code == 404
    assert [row.pk for row in prefecture.get("/enterprises/").context["page"].rows] == [pair.second_id]
    unmerge = f"/enterprises/{pair.first_id}/unmerge/"
    assert unmerge in prefecture.get(f"/enterprises/{pair.first_id}/").content.decode()
    assert prefecture.post(unmerge, {"note": "误并"}).status_code == 302
    assert Enterprise.objects.get(pk=pair.first_id).merged_into_id is None
    assert prefecture.get(unmerge).status_code == 404


def test_a_closed_file_does_not_disappear_into_an_open_one(prefecture):
    closed = make_enterprise("360802", status="banned", status_document="1号", closed_on="2017-06-30")
    link = make_link(
        closed,
        make_enterprise("360803"),
        decision="same",
        decided_at="2026-01-01T00:00Z",
        decided_by=make_officer("office_staff"),
    )
    response = prefecture.post(
        f"/enterprises/links/{link.pk}/merge/", {"direction": str(link.second_id), "note": "同一家"}
    )
    assert "不能并入未退出的档案" in response.content.decode()


@pytest.mark.parametrize("role", ["county_leader", "county_staff", "member_unit", "auditor"])
def test_who_may_not_merge(role, pair):
    link = make_link(
        make_enterprise("360802"),
        make_enterprise("360802"),
        decision="same",
        decided_at="2026-01-01T00:00Z",
        decided_by=make_officer("office_staff"),
    )
    assert signed_in(make_officer(role)).get(f"/enterprises/links/{link.pk}/merge/").status_code == 404


def test_hostile_values_never_break_the_pages(prefecture, pair):
    for value in hostile.SOME:
        assert prefecture.get("/enterprises/links/", {"state": value, "cursor": value}).status_code == 200, (
            value
        )
        posted = {"decision": "related", "note": value}
        assert prefecture.post(f"/enterprises/links/{pair.pk}/", posted).status_code in (200, 302), value
        assert prefecture.post(
            f"/enterprises/links/{pair.pk}/", {"decision": value, "note": "x"}
        ).status_code in (200, 302)
    assert prefecture.get("/enterprises/links/?state=decided").status_code == 200
