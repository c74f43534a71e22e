from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from capacity_portal.journal.queries import state_at
from capacity_portal.lib.constraints import ConstraintRefused
from enterprises import operations, search
from enterprises.models import Enterprise, Equipment, Link
from enterprises.operations import CodeTaken, FileMerged, StaleRecord
from tests.makers import (
    NOON,
    credit_code_number,
    make_department,
    make_enterprise,
    make_equipment,
    make_link,
    make_officer,
    make_region,
)

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def create(values, by, **more):
    return operations.create_enterprise(values=values | more, by=by, at=NOON)


def edit(enterprise, by, version=None, **values):
    version = enterprise.version if version is None else version
    return operations.edit_enterprise(enterprise=enterprise, version=version, values=values, by=by, at=LATER)


# --- opening ----------------------------------------------------------------------------------------------------------
def test_a_new_file_has_its_derived_columns_and_one_entry(values, county, entries):
    file = create(values, county)
    stored = Enterprise.objects.get()
    assert stored == file
    assert (stored.region_code, stored.county_code, stored.name_key) == (
        "360802001",
        "360802",
        "演示铸造吉州",
    )
    assert stored.registered_address_key == "吉安市吉州区演示路1号"
    assert (stored.created_at, stored.created_by, stored.confirmed_at, stored.version) == (
        NOON,
        county,
        NOON,
        1,
    )
    assert entries() == [("enterprise", "create")]
    assert entries.last().changes["name"] == [None, "演示铸造（吉州）有限公司"]
    assert list(search.matching(Enterprise.objects.all(), "吉州")) == [file]


def test_a_code_is_stored_in_its_one_form(values, county):
    assert create(values, county, credit_code="９１310000 631696382c").credit_code == "91310000631696382C"


def test_a_wrong_code_is_refused_at_its_field(values, county):
    with pytest.raises(ValidationError) as refused:
        create(values, county, credit_code="91310000631696383C")
    assert list(refused.value.message_dict) == ["credit_code"]
    assert Enterprise.objects.count() == 0


@pytest.mark.parametrize("name", ["name", "industry", "supervision_class", "status", "region"])
def test_what_every_file_needs_is_asked_for(values, county, name):
    del values[name]
    with pytest.raises(ValidationError) as refused:
        create(values, county)
    assert list(refused.value.message_dict) == [name]


def test_without_code_a_reason_is_needed(values, county, entries):
    with pytest.raises(ConstraintRefused, match="没有统一社会信用代码的，必须写明原因。"):
        create(values, county, credit_code="")
    assert entries() == []
    assert create(values, county, credit_code="", no_code_reason="作坊").credit_code == ""


def test_a_closed_enterprise_is_entered_with_its_document(values, county):
    closed = {
        "status": "banned",
        "status_on": date(2017, 6, 1),
        "status_document": "吉化解产能办字〔2017〕3号",
    }
    assert create(values, county, **closed).closed_on == date(2017, 6, 1)
    with pytest.raises(ConstraintRefused, match="已退出、已取缔必须有依据文号。"):
        create(values, county, credit_code=credit_code_number(7), status="exited")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", "甲" * 121),
        ("employees", 5_000_000),
        ("employees", -1),
        pytest.param("employees", 10**5000, id="employees-5001 digits"),
        ("transformer_kva", Decimal("1e12")),
        ("transformer_kva", Decimal("NaN")),
        ("longitude", Decimal("115.1234567")),
        ("industry", "nosuch"),
        ("status_on", date(1, 1, 1)),
        ("status_on", date(9999, 12, 31)),
        ("risk_marks", ["nosuch"]),
        ("risk_marks", ["scrap_intake", "scrap_intake"]),
        ("risk_marks", {"scrap_intake": float("nan")}),
    ],
)
def test_nothing_typed_can_poison_the_table(values, county, name, value):
    with pytest.raises(ValidationError) as refused:
        create(values, county, **{name: value})
    assert list(refused.value.message_dict) == [name]
    assert list(Enterprise.objects.all()) == []


def test_control_characters_are_dropped(values, county):
    file = create(values, county, name=" 演示\x00铸\ud800造 ", remarks="第一行\n第二行\x07")
    stored = Enterprise.objects.get(pk=file.pk)
    assert (stored.name, stored.remarks) == ("演示铸造", "第一行\n第二行")


def test_a_field_of_another_operation_is_a_programming_error(values, county):
    with pytest.raises(ValueError, match="is_key"):
        create(values, county, is_key=True)


def test_a_county_opens_files_in_its_own_region_only(values, county):
    with pytest.raises(PermissionDenied):
        create(values, county, region=make_region("360803"))
    with pytest.raises(PermissionDenied):
        create(values, make_officer("member_unit", "360802"))
    assert create(values, None).created_by is None


# --- codes that are taken ---------------------------------------------------------------------------------------------
def test_a_code_on_file_in_ones_own_region_is_named(values, county):
    known = create(values, county)
    with pytest.raises(CodeTaken) as refused:
        create(values, county)
    assert refused.value.existing == known
    assert refused.value.message_dict == {
        "credit_code": ["统一社会信用代码 91310000631696382C 已有档案：演示铸造（吉州）有限公司。"]
    }


def test_a_code_on_file_elsewhere_is_not_revealed(values, county, office):
    elsewhere = make_enterprise("360803", credit_code="91310000631696382C", name="青原某某厂")
    with pytest.raises(CodeTaken) as refused:
        create(values, county)
    assert refused.value.existing is None
    assert refused.value.message_dict == {
        "credit_code": ["统一社会信用代码 91310000631696382C 疑似外县关联，已转市办核对。"]
    }
    with pytest.raises(CodeTaken, match="青原某某厂") as seen:
        create(values, office)
    assert seen.value.existing == elsewhere


def test_the_code_of_a_merged_file_speaks_for_the_one_it_was_merged_into(values, county):
    standing = make_enterprise("360802")
    merged = make_enterprise("360802", merged_into=standing)
    with pytest.raises(CodeTaken) as refused:
        create(values, county, credit_code=merged.credit_code)
    assert refused.value.existing == standing
    assert edit(standing, county, credit_code=merged.credit_code).credit_code == merged.credit_code


def test_an_edit_to_a_taken_code_is_refused(county):
    known, file = make_enterprise("360802"), make_enterprise("360802")
    with pytest.raises(CodeTaken):
        edit(file, county, credit_code=known.credit_code)
    assert edit(file, county, credit_code=file.credit_code).version == file.version


# --- editing ----------------------------------------------------------------------------------------------------------
def test_an_edit_writes_what_differs_and_one_entry(county, entries):
    file = make_enterprise("360802001", process="旧工艺")
    edited = edit(file, county, name="演示新名有限公司", process="旧工艺", employees=12)
    stored = Enterprise.objects.get()
    assert (stored.name, stored.employees, stored.version) == ("演示新名有限公司", 12, 2)
    assert (stored.updated_at, stored.updated_by, edited.version) == (LATER, county, 2)
    assert entries.last().changes == {"name": [file.name, "演示新名有限公司"], "employees": [None, 12]}
    assert list(search.matching(Enterprise.objects.all(), "新名")) == [file]
    assert list(search.matching(Enterprise.objects.all(), file.name)) == []


def test_nothing_different_writes_nothing(county, entries):
    file = make_enterprise("360802001", transformer_kva=Decimal("630"))
    same = edit(file, county, name=file.name, transformer_kva=Decimal("630.0"), region=file.region)
    assert (same.version, entries()) == (1, [])


def test_a_stale_edit_is_refused_with_the_record_as_it_stands(county, entries):
    file = make_enterprise("360802")
    edit(file, county, process="先到的")
    with pytest.raises(StaleRecord) as stale:
        edit(file, county, version=1, process="后到的")
    assert (stale.value.current.process, stale.value.current.version) == ("先到的", 2)
    assert stale.value.current.updated_by == county
    assert len(entries()) == 1


def test_what_a_form_wrote_on_the_callers_copy_is_not_taken_for_stored(county, entries):
    file = make_enterprise("360802", process="原来的")
    file.process = "表单写上的"
    edit(file, county, process="表单写上的")
    assert entries.last().changes == {"process": ["原来的", "表单写上的"]}


def test_another_countys_file_cannot_be_edited(county):
    with pytest.raises(PermissionDenied):
        edit(make_enterprise("360803"), county, process="x")


def test_supervision_needs_its_own_permission(county):
    file, grid = make_enterprise("360802001"), make_officer("grid_officer", "360802001")
    unit = make_department(make_region("360802"))
    with pytest.raises(PermissionDenied):
        edit(file, grid, supervising_department=unit)
    assert (
        edit(file, county, supervising_department=unit, supervising_officer=grid).supervising_officer == grid
    )


def test_a_merged_file_stays_as_it_was(county):
    file = make_enterprise("360802", merged_into=make_enterprise("360802", name="演示主档"))
    with pytest.raises(FileMerged, match="这份档案已并入“演示主档”"):
        edit(file, county, process="x")


def test_a_required_field_cannot_be_emptied(county):
    file = make_enterprise("360802")
    for name in ("name", "industry", "region"):
        with pytest.raises(ValidationError) as refused:
            edit(file, county, **{name: None if name == "region" else ""})
        assert list(refused.value.message_dict) == [name]


# --- moving -----------------------------------------------------------------------------------------------------------
def test_a_move_carries_equipment_and_links_along(office, entries):
    file, other = make_enterprise("360802001"), make_enterprise("360802")
    furnace = make_equipment(file)
    link = make_link(file, other)
    edit(file, office, region=make_region("3608K01"))
    stored = Enterprise.objects.get(pk=file.pk)
    assert (stored.region_code, stored.county_code) == ("3608K01", "3608K01")
    assert Equipment.objects.get(pk=furnace.pk).region_code == "3608K01"
    moved = Link.objects.get(pk=link.pk)
    assert (moved.first_region_code, moved.second_region_code) == ("3608K01", "360802")
    assert entries() == [("enterprise", "edit"), ("equipment", "move"), ("link", "move")]


def test_a_county_moves_a_file_within_its_own_region(county):
    file = make_enterprise("360802001")
    assert edit(file, county, region=make_region("360802100")).region_code == "360802100"
    with pytest.raises(ValidationError, match="只能选择本辖区内的地区"):
        edit(file, county, version=2, region=make_region("360803"))
    assert Enterprise.objects.get().region_code == "360802100"


# --- memory -----------------------------------------------------------------------------------------------------------
def test_a_likely_link_is_recorded_with_the_file(values, county, entries):
    elsewhere = make_enterprise("360803", name="演示铸造吉州有限责任公司")
    file = create(values, county)
    link = Link.objects.get()
    assert (link.first, link.second, link.reasons) == (elsewhere, file, ["same_name"])
    assert (link.decision, link.found_by) == ("pending", county)
    assert entries() == [("enterprise", "create"), ("link", "create")]


def test_a_namesake_alone_is_not_recorded_unless_one_is_closed(values, county):
    make_enterprise("360803", legal_representative="演示人甲")
    create(values, county)
    assert Link.objects.count() == 0
    banned = make_enterprise(
        "360803",
        legal_representative="演示人乙",
        status="banned",
        status_document="文号",
        closed_on=date(2017, 1, 1),
    )
    other = {"credit_code": credit_code_number(3), "name": "另一家", "registered_address": ""}
    create(values, county, **other, legal_representative="演示人乙")
    assert Link.objects.get().first == banned


def test_an_edit_is_compared_too(county):
    other, file = make_enterprise("360802", name="演示甲厂"), make_enterprise("360802")
    edit(file, county, process="工艺不比较")
    assert Link.objects.count() == 0
    edit(file, county, version=2, name="演示（甲）厂")
    assert Link.objects.get().first == other


# --- the journal knows the state --------------------------------------------------------------------------------------
def test_the_state_of_a_past_day_is_in_the_journal(values, county):
    file = create(values, county, process="第一天")
    operations.edit_enterprise(
        enterprise=file, version=1, values={"process": "第三天"}, by=county, at=NOON + timedelta(days=2)
    )
    end_of_day = NOON + timedelta(days=1, hours=11, minutes=59)
    state = state_at(f"enterprise:{file.pk}", end_of_day)
    assert state["enterprise"][file.pk]["process"] == "第一天"
