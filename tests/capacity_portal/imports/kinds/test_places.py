"""Regions and units as people write them."""

import pytest

from capacity_portal.imports.kinds.places import PlaceError, Places, Units
from capacity_portal.organization.models import Department, Region
from tests.makers import make_department, make_region

pytestmark = pytest.mark.django_db
COUNTIES, TOWNS = {"county", "zone"}, {"town"}


@pytest.fixture
def places():
    make_region("3608")
    for code in ("360802", "360803"):
        make_region(code)
        make_region(f"{code}100", name="城关镇")
    make_region("360802101", name="吉安市")
    return Places(Region.objects.order_by("code"))


@pytest.mark.parametrize("typed", ["吉州区", " 吉 州区", "360802", "３６０８０２", "360802000000"])
def test_name_or_code_in_any_width(places, typed):
    assert places.find(typed, COUNTIES).code == "360802"


def test_towns_of_one_name_are_told_apart_by_their_county(places):
    assert places.find("青原区城关镇", TOWNS).code == "360803100"
    with pytest.raises(PlaceError) as refused:
        places.find("城关镇", TOWNS)
    assert str(refused.value) == (
        "叫“城关镇”的地区有 2 个，请改填代码：吉州区城关镇（360802100）、青原区城关镇（360803100）。"
    )


def test_an_account_on_file_says_which_of_them_is_meant(places):
    meant = Region.objects.get(code="360803100").pk
    assert places.find("城关镇", TOWNS, meant).code == "360803100"


def test_of_a_town_and_a_prefecture_the_role_says_which(places):
    assert places.find("吉安市", {"prefecture"}).code == "3608"
    assert places.find("吉安市", TOWNS).code == "360802101"


@pytest.mark.parametrize("typed", ["张掖市", "6207", "99", "x" * 60])
def test_what_is_not_there_is_told(places, typed):
    with pytest.raises(PlaceError, match="不在本地区现行的区划里"):
        places.find(typed, COUNTIES)


def test_drop_down_names_are_unique(places):
    assert places.labels() == (
        "吉安市",
        "吉州区",
        "吉州区城关镇",
        "吉州区吉安市",
        "青原区",
        "青原区城关镇",
    )


def test_nearest_unit_of_that_name():
    city = make_department(make_region("3608"), name="吉安市工业和信息化局", short_name="工信局")
    county = make_department(make_region("360802"), name="吉州区工业和信息化局", short_name="工信局")
    units = Units(Department.objects.select_related("region"))
    assert (units.find("工信局", "360802"), units.find("工信局", "360803")) == (county, city)
    with pytest.raises(PlaceError, match="不是账户所在地区或上级地区的成员单位"):
        units.find("吉州区工业和信息化局", "360803")


def test_units_of_one_short_name_need_their_full_names():
    region = make_region("3608")
    for name in ("甲局", "乙局"):
        make_department(region, name=name, short_name="局")
    with pytest.raises(PlaceError, match="叫“局”的单位有 2 个，请填写全称：甲局、乙局。"):
        Units(Department.objects.select_related("region")).find("局", "3608")
