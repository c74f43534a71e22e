from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from capacity_portal.lib.constraints import ConstraintRefused
from enterprises import operations, search
from enterprises.models import Capacity, Enterprise, Equipment, FormerName, Licence, Link
from enterprises.operations import FileMerged, StaleRecord
from tests.makers import (
    NOON,
    make_capacity,
    make_enterprise,
    make_equipment,
    make_former_name,
    make_kind,
    make_licence,
    make_product,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def file():
    return make_enterprise("360802001")


def save(part, by, version=None, **values):
    return operations.save_part(part=part, values=values, version=version, by=by, at=LATER)


def test_new_equipment_carries_unit_region_and_key(file, county, entries):
    part = save(
        Equipment(enterprise=file), county, kind=make_kind(), size=Decimal("1.5"), serial="GW-2018/0331"
    )
    assert (part.size_unit, part.region_code, part.serial_key, part.version) == (
        "t",
        "360802001",
        "GW20180331",
        1,
    )
    assert entries() == [("equipment", "create")]
    assert entries.last().file_key == f"enterprise:{file.pk}"
    touched = Enterprise.objects.get()
    assert (touched.updated_at, touched.updated_by, touched.version) == (LATER, county, 1)


def test_an_edit_of_a_part_is_locked_by_the_parts_own_version(file, county, entries):
    part = make_equipment(file)
    save(part, county, 1, state="sealed")
    with pytest.raises(StaleRecord) as stale:
        save(part, county, 1, state="dismantled")
    assert (stale.value.current.state, stale.value.current.version) == ("sealed", 2)
    assert entries.last().changes == {"state": ["in_use", "sealed"]}


def test_what_stands_on_the_callers_copy_of_a_new_part_is_not_taken(file, county):
    part = save(Equipment(enterprise=file, count=77), county, kind=make_kind())
    assert part.count == 1


def test_capacity_keeps_the_unit_of_its_entry(file, county):
    glass = make_product("flat_glass", name="平板玻璃", unit="万重量箱/年", industry="flat_glass")
    part = save(Capacity(enterprise=file), county, product=glass, filed=Decimal("240.5"))
    assert (part.unit, part.filed, part.by_table) == ("万重量箱/年", Decimal("240.5"), None)
    with pytest.raises(ConstraintRefused, match="这个产品的产能已登记，请直接修改。"):
        save(Capacity(enterprise=file), county, product=glass, filed=1)


def test_a_licence_that_expires_before_it_is_issued_is_refused(file, county, entries):
    days = {"issued_on": date(2026, 1, 2), "expires_on": date(2026, 1, 1)}
    with pytest.raises(ConstraintRefused, match="有效期不能早于发证日期。"):
        save(Licence(enterprise=file), county, kind="safety", number="AQ1", **days)
    assert entries() == []
    licence = make_licence(file)
    assert save(licence, county, 1, is_void=True).is_void is True


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Equipment, {"count": 0}),
        (Equipment, {"count": 10**5}),
        (Equipment, {"size": Decimal("1e15")}),
        (Equipment, {"state": "nosuch"}),
        (Equipment, {"built_year": 10**12}),
        (Capacity, {"filed": Decimal("Infinity")}),
        (Licence, {"expires_on": date(9999, 12, 31)}),
        (Licence, {"number": ""}),
    ],
)
def test_bounds_of_parts(file, county, model, values):
    whole = {
        Equipment: {"kind": make_kind()},
        Capacity: {"product": make_product()},
        Licence: {"kind": "safety", "number": "1"},
    }
    with pytest.raises(ValidationError):
        save(model(enterprise=file), county, **(whole[model] | values))
    assert model.objects.count() == 0


def test_a_part_without_its_dictionary_entry_is_refused(file, county):
    for values in ({"kind": None}, {}):
        with pytest.raises(ValidationError) as refused:
            save(Equipment(enterprise=file), county, **values)
        assert list(refused.value.message_dict) == ["kind"]
    assert save(make_capacity(file), county, 1).version == 1


def test_the_wall_stands_for_parts(county):
    with pytest.raises(PermissionDenied):
        save(Equipment(enterprise=make_enterprise("360803")), county, kind=make_kind())
    merged = make_enterprise("360802", merged_into=make_enterprise("360802"))
    with pytest.raises(FileMerged):
        save(Equipment(enterprise=merged), county, kind=make_kind())


def test_a_factory_number_seen_before_makes_a_link(file, county):
    old = make_equipment(make_enterprise("360803"), serial="gw 2018 0331")
    save(Equipment(enterprise=file), county, kind=old.kind, serial="GW-2018-0331")
    assert Link.objects.get().reasons == ["same_serial"]


def test_equipment_entered_by_mistake_is_withdrawn_not_deleted(file, county, entries):
    part = make_equipment(file)
    operations.withdraw_equipment(equipment=part, version=1, note="登重了", by=county, at=LATER)
    assert Equipment.objects.get().is_withdrawn is True
    assert (entries(), entries.last().note) == ([("equipment", "withdraw")], "登重了")
    with pytest.raises(StaleRecord):
        operations.withdraw_equipment(equipment=part, version=1, note="再来", by=county, at=LATER)


def test_a_former_name_is_found_and_compared(file, county, entries):
    same = make_enterprise("360802", name="演示旧日特钢有限公司")
    operations.add_former_name(
        enterprise=file, name="演示旧日（特钢）有限责任公司", until_on=date(2017, 6, 30), by=county, at=LATER
    )
    assert set(search.matching(Enterprise.objects.all(), "旧日(特")) == {file}
    assert set(search.matching(Enterprise.objects.all(), "旧日")) == {file, same}
    assert Link.objects.get().reasons == ["same_name"]
    assert entries() == [("former_name", "create"), ("link", "create")]
    with pytest.raises(ConstraintRefused, match="这个曾用名已登记。"):
        operations.add_former_name(
            enterprise=file, name="演示旧日（特钢）有限责任公司", until_on=None, by=county, at=LATER
        )


def test_a_withdrawn_former_name_is_no_longer_found(file, county):
    former = make_former_name(file, "演示旧日特钢有限公司")
    operations.withdraw_former_name(former_name=former, note="写错", by=county, at=LATER)
    assert FormerName.objects.get().is_withdrawn is True
    assert list(search.matching(Enterprise.objects.all(), "旧日")) == []
