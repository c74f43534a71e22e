from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from enterprises import operations
from enterprises.models import Capacity, ConversionRow
from tests.makers import (
    NOON,
    make_capacity,
    make_enterprise,
    make_equipment,
    make_kind,
    make_officer,
    make_product,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def furnace():
    kind = make_kind("blast_furnace", name="高炉", size_unit="m³")
    iron = make_product("pig_iron", name="炼铁（生铁）")
    for size, capacity in [(450, 55), (530, 62)]:
        ConversionRow.objects.create(
            kind=kind, product=iron, size=size, capacity=capacity, edition="2015", source="附1"
        )
    return kind


@pytest.fixture
def file():
    return make_enterprise("360802")


def convert(file, by):
    return operations.convert_capacities(enterprise=file, by=by, at=LATER)


def test_the_figure_by_table_stands_beside_the_filed_one(file, furnace, county, entries):
    make_equipment(file, kind=furnace, size=450, count=2)
    make_equipment(file, kind=furnace, size=490)
    filed = make_capacity(file, product=make_product("pig_iron"), filed=52)
    convert(file, county)
    stored = Capacity.objects.get()
    assert (stored.pk, stored.filed, stored.by_table, stored.version) == (filed.pk, 52, Decimal("168.5"), 2)
    assert stored.by_table_note == (
        "高炉×2：按“2015”450m³一行，55×2=110万吨/年；高炉×1：按“2015”450—530m³两行内插，58.5×1=58.5万吨/年"
    )
    assert entries() == [("capacity", "edit")]
    convert(file, county)
    assert entries() == [("capacity", "edit")]


def test_a_product_that_was_not_filed_gets_a_row_without_filed_figure(file, furnace, county):
    make_equipment(file, kind=furnace, size=450)
    (capacity,) = convert(file, county)
    assert (capacity.filed, capacity.by_table, capacity.unit) == (None, 55, "万吨/年")


def test_what_the_table_does_not_tell_is_a_note(file, furnace, county):
    make_equipment(file, kind=furnace, size=2000)
    (capacity,) = convert(file, county)
    assert (capacity.by_table, capacity.by_table_note) == (
        None,
        "不完整：高炉×1：换算表没有 2,000m³ 及其上下相邻的规格",
    )


def test_dismantled_and_withdrawn_equipment_does_not_count(file, furnace, county):
    standing = make_equipment(file, kind=furnace, size=450)
    make_equipment(file, kind=furnace, size=450, state="dismantled")
    make_equipment(file, kind=furnace, size=450, is_withdrawn=True)
    assert convert(file, county)[0].by_table == 55
    standing.state = "dismantled"
    standing.save()
    convert(file, county)
    assert Capacity.objects.get().by_table is None


def test_another_unit_is_not_overwritten(file, furnace, county):
    make_equipment(file, kind=furnace, size=450)
    make_capacity(file, product=make_product("pig_iron"), unit="吨/年", filed=520000)
    (capacity,) = convert(file, county)
    assert (capacity.by_table, capacity.by_table_note) == (None, "单位不同：换算为万吨/年，本档为吨/年。")


def test_a_long_note_is_cut(file, furnace, county):
    for _ in range(12):
        make_equipment(file, kind=furnace, size=450)
    (capacity,) = convert(file, county)
    assert (len(capacity.by_table_note), capacity.by_table_note[-1], capacity.by_table) == (300, "…", 660)


def test_who_may_not_edit_may_not_convert(file, furnace):
    with pytest.raises(PermissionDenied):
        convert(file, make_officer("member_unit", "360802"))
