from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from capacity_portal.journal.models import Entry
from capacity_portal.lib.constraints import ConstraintRefused
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.models import Region
from reports.models import Preparation
from reports.operations import preparing
from reports.operations.preparing import Announced
from reports.rules.pack_checklist import ChecklistError
from reports.rules.pack_checklist import Entry as Wanted
from tests import report_makers as makers
from tests.makers import make_officer, make_region

pytestmark = pytest.mark.django_db
AT = makers.MORNING
PROVINCE = Announced(
    "专项检查",
    "省化解过剩产能办公室",
    date(2026, 3, 23),
    date(2026, 4, 3),
    date(2025, 1, 1),
    date(2026, 3, 1),
)


@pytest.fixture
def office():
    for code in ("3608", "360802", "360803"):
        make_region(code)
    return makers.an_officer()


def registered(by, **values):
    return preparing.register_inspection(
        region_code="3608", announced=replace(PROVINCE, **values), by=by, at=AT
    )


def told(record, by, percent=60, text="材料已归档", version=1):
    region = Region.objects.get(code=by.region_code)
    return preparing.report_preparation(
        inspection=record, region=region, percent=percent, text=text, version=version, by=by, at=AT
    )


def test_every_county_is_asked(office):
    record = registered(office)
    assert list(record.preparations.order_by("region_code").values_list("region_code", "percent")) == [
        ("360802", 0),
        ("360803", 0),
    ]
    assert [row["kind"] for row in record.checklist][:2] == ["notices", "incoming"]
    assert Entry.objects.filter(subject="superior_inspection", step="create").count() == 1


def test_only_the_office_of_the_prefecture_registers(office):
    for by in (make_officer("county_leader", "360802"), make_officer("tipoff_handler", "3608")):
        with pytest.raises(PermissionDenied):
            registered(by)


def test_days_out_of_order_are_refused_by_the_database(office):
    with pytest.raises(ConstraintRefused, match="结束日期不能早于开始日期"):
        registered(office, ends_on=date(2026, 3, 1))


def test_a_list_of_unknown_kinds_is_refused(office):
    with pytest.raises(ChecklistError):
        registered(office, checklist=[Wanted("a", "甲", "nothing")])


def test_a_county_tells_how_far_it_is_at_its_version(office):
    record, county = registered(office), make_officer("county_staff", "360802")
    line = told(record, county)
    assert (line.percent, line.text, line.reported_by, line.version) == (60, "材料已归档", county, 2)
    with pytest.raises(StepRefused, match="已有他人改动"):
        told(record, county)
    with pytest.raises(ValidationError, match="请写明准备情况"):
        told(record, county, text=" ", version=2)
    with pytest.raises(ConstraintRefused, match="完成比例在0到100之间"):
        told(record, county, percent=101, version=2)


def test_nobody_tells_for_another_county_or_unasked(office):
    record, county = registered(office), make_officer("county_staff", "360802")
    with pytest.raises(PermissionDenied):
        preparing.report_preparation(
            inspection=record,
            region=Region.objects.get(code="360803"),
            percent=1,
            text="甲",
            version=1,
            by=county,
            at=AT,
        )
    Preparation.objects.filter(region_code="360802").delete()
    with pytest.raises(PermissionDenied, match="没有要求"):
        told(record, county)


def test_what_is_over_is_not_changed_any_more(office):
    record, county = registered(office), make_officer("county_staff", "360802")
    edited = preparing.edit_inspection(
        inspection=record, announced=replace(PROVINCE, name="督查"), version=1, by=office, at=AT
    )
    assert (edited.name, edited.version) == ("督查", 2)
    with pytest.raises(ValidationError, match="请写明检查结果"):
        preparing.close_inspection(inspection=record, result="", version=2, by=office, at=AT)
    closed = preparing.close_inspection(inspection=record, result="总体良好", version=2, by=office, at=AT)
    assert (closed.is_over, closed.result) == (True, "总体良好")
    with pytest.raises(StepRefused, match="已经结束"):
        preparing.edit_inspection(inspection=record, announced=PROVINCE, version=3, by=office, at=AT)
    with pytest.raises(StepRefused, match="不再填报"):
        told(record, county)
    with pytest.raises(PermissionDenied):
        preparing.close_inspection(inspection=record, result="好", version=3, by=county, at=AT)
