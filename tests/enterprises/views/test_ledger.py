"""The ledger page: who sees what, filters, pages, columns, hostile addresses, a constant number of queries."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from capacity_portal.organization.roles import ROLES, Permission
from tests import hostile
from tests.clients import PortalClient, signed_in
from tests.makers import (
    make_department,
    make_enterprise,
    make_equipment,
    make_kind,
    make_office,
    make_officer,
    make_region,
)

pytestmark = pytest.mark.django_db
LEDGER = "/enterprises/"


def names(response) -> list[str]:
    return [enterprise.name for enterprise in response.context["page"].rows]


def test_stranger_is_sent_to_sign_in():
    assert PortalClient().get(LEDGER)["Location"].startswith("/accounts/sign-in/")


@pytest.mark.parametrize("role", sorted(ROLES))
def test_every_role_sees_the_ledger_or_nothing_of_it(role):
    make_enterprise("360802001")
    make_enterprise("620702")
    response = signed_in(make_officer(role)).get(LEDGER)
    if Permission.VIEW_LEDGER in ROLES[role].permissions:
        assert (response.status_code, len(response.context["page"].rows)) == (200, 1)
    else:
        assert response.status_code == 404


def test_county_sees_only_its_own_rows_counts_and_regions():
    own = make_enterprise("360802001", name="演示铸造〇一")
    make_enterprise("360803", name="演示铸造〇二")
    response = signed_in(make_officer("county_staff", "360802")).get(LEDGER, {"counts": "1"})
    assert names(response) == [own.name]
    assert "演示铸造〇二" not in response.content.decode()
    assert "青原区" not in response.content.decode()


def test_filters_and_search_narrow_the_list():
    officer = make_officer("office_staff")
    rolling = make_enterprise("360802", name="演示轧钢", supervision_class="rolling", status="suspended")
    make_enterprise("360803", name="演示铸造")
    client = signed_in(officer)
    for parameters in ({"class": "rolling"}, {"status": "suspended"}, {"region": "360802"}, {"q": "轧钢"}):
        assert names(client.get(LEDGER, parameters)) == [rolling.name], parameters


def test_equipment_kind_filters():
    officer = make_officer("office_staff")
    furnace = make_equipment(make_enterprise("360802", name="有炉"))
    make_enterprise("360802", name="无炉")
    assert names(signed_in(officer).get(LEDGER, {"kind": furnace.kind.code})) == ["有炉"]


def test_region_list_goes_one_step_down_from_the_chosen_one():
    for code in ("3608", "360802", "360803", "360802001", "3608K01"):
        make_region(code)
    client = signed_in(make_officer("office_staff"))
    assert [v for v, _, _ in client.get(LEDGER).context["options"][0].choices] == [
        "",
        "360802",
        "360803",
        "3608K01",
    ]
    chosen = client.get(LEDGER, {"region": "360802"}).context["options"][0].choices
    assert [(v, current) for v, _, current in chosen] == [("", False), ("360802", True), ("360802001", False)]


def test_pages_follow_one_another_without_gap_or_repeat():
    for _ in range(53):
        make_enterprise("360802")
    client = signed_in(make_officer("county_staff", "360802"))
    first = client.get(LEDGER)
    second = client.get(LEDGER + first.context["next_url"])
    assert (len(names(first)), len(names(second))) == (50, 3)
    assert len(set(names(first)) | set(names(second))) == 53
    back = client.get(LEDGER + second.context["previous_url"])
    assert names(back) == names(first)


def test_sorting_is_offered_only_where_an_index_carries_it():
    make_enterprise("360802")
    client = signed_in(make_officer("county_staff", "360802"))
    sortable = [head.title for head in client.get(LEDGER).context["heads"] if head.sort_url]
    assert sortable == ["所在地区", "最近确认"]
    assert [
        head.title
        for head in client.get(LEDGER, {"status": "in_production"}).context["heads"]
        if head.sort_url
    ] == []


def test_columns_are_remembered_for_the_officer():
    make_enterprise("360802", legal_representative="演示甲")
    officer = make_officer("county_staff", "360802")
    client = signed_in(officer)
    assert "演示甲" not in client.get(LEDGER).content.decode()
    response = client.post(
        reverse("enterprises:columns"),
        {"column": ["legal_representative", "nosuch"], "back": "?status=in_production"},
    )
    assert response["Location"] == "/enterprises/?status=in_production"
    assert "演示甲" in signed_in(officer).get(LEDGER).content.decode()
    client.post(reverse("enterprises:columns"), {"reset": "1"})
    assert "演示甲" not in client.get(LEDGER).content.decode()


def test_the_way_back_from_the_columns_leads_nowhere_else():
    client = signed_in(make_officer("county_staff", "360802"))
    response = client.post(reverse("enterprises:columns"), {"back": "//evil.example/?x=1"})
    assert response["Location"] == "/enterprises/?"


def test_number_of_queries_does_not_depend_on_the_rows():
    make_office()
    client = signed_in(make_officer("office_staff", department=make_department()))
    make_enterprise("360802", supervising_officer=make_officer("county_staff"))
    client.get(LEDGER)
    with CaptureQueriesContext(connection) as one:
        client.get(LEDGER)
    for region in ("360803", "360821"):
        make_enterprise(region, supervising_officer=make_officer("county_staff", region))
    with CaptureQueriesContext(connection) as three:
        client.get(LEDGER)
    assert len(three) == len(one)
    cache.clear()
    with CaptureQueriesContext(connection) as cold:
        client.get(LEDGER, {"region": "360803", "status": "in_production"})
    assert len(cold) == len(one) + 2, "the office and the names in the selects are kept for a minute"
    assert len(cold) <= 6, [query["sql"] for query in one]


@pytest.mark.parametrize(
    "name",
    [
        "region",
        "class",
        "status",
        "industry",
        "key",
        "kind",
        "confirmed_before",
        "updated_before",
        "licence_before",
        "q",
        "order",
        "cursor",
        "counts",
    ],
)
def test_hostile_parameters_never_break_the_page(name):
    make_enterprise("360802")
    client = signed_in(make_officer("county_staff", "360802"))
    for value in hostile.SOME:
        assert client.get(LEDGER, {name: value}).status_code == 200, value


def test_dismantled_equipment_is_not_named_in_the_list():
    enterprise = make_enterprise("360802")
    make_equipment(enterprise, kind=make_kind("mill", name="轧机", size_unit="mm"), state="dismantled")
    make_equipment(enterprise)
    officer = make_officer("county_staff", "360802")
    client = signed_in(officer)
    client.post(reverse("enterprises:columns"), {"column": ["equipment"]})
    text = client.get(LEDGER).content.decode()
    assert "中频炉 5t×1" in text
    assert "轧机 " not in text


def test_the_filters_in_force_are_named_and_can_be_lifted():
    make_kind()
    make_region("360802")
    client = signed_in(make_officer("office_staff"))
    asked = {
        "region": "360802",
        "kind": "medium_frequency_furnace",
        "status": "suspended",
        "key": "1",
        "q": "轧钢",
        "confirmed_before": "2026-01-05",
    }
    applied = client.get(LEDGER, asked).context["applied"]
    assert [text for text, _ in applied] == [
        "地区：吉州区", "经营状态：停产", "重点监管：只看重点监管", "设备种类：中频炉", "最近确认早于2026年1月5日", "含“轧钢”",
    ]  # fmt: skip
    assert dict(applied)["地区：吉州区"].count("region") == 0
    assert client.get("/enterprises/export/", asked).context["conditions"] == [text for text, _ in applied]
