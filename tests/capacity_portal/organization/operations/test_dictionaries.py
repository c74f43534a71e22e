"""Dictionaries from lists and by hand."""

from decimal import Decimal

import pytest
from django.conf import settings

from capacity_portal.journal.models import Entry
from capacity_portal.organization import operations, sheets
from capacity_portal.organization.choices import Dimension
from capacity_portal.organization.models import Department, Threshold
from tests.makers import NOON, make_officer, make_region

pytestmark = pytest.mark.django_db
PATTERNS = sheets.read_rows(settings.FIXTURES_DIR / "departments.csv", sheets.DEPARTMENTS)
THRESHOLDS = sheets.read_rows(settings.FIXTURES_DIR / "thresholds.csv", sheets.THRESHOLDS)


def load_units(region="3608"):
    return operations.load_departments(region=region, patterns=PATTERNS, by=None, at=NOON)


def test_every_dimension_of_the_notice_has_its_unit_in_a_prefecture():
    make_region("3608")
    load_units()
    covered = {code for unit in Department.objects.all() for code in unit.dimensions}
    assert covered == set(Dimension.values)


def test_units_named_by_the_sources_are_there():
    make_region("3608")
    load_units()
    names = "".join(Department.objects.values_list("name", flat=True))
    for word in (
        *[
            "发展和改革",
            "工业和信息化",
            "市场监督管理",
            "生态环境",
            "商务",
            "自然资源",
            "交通运输",
            "水利",
            "农业农村",
        ],
        *["公安", "供电公司", "住房和城乡建设", "应急管理", "海关", "税务", "监管分局"],
    ):
        assert word in names


def test_counties_and_zones_get_theirs():
    for code in ("3608", "360802", "3608K01", "360802001"):
        make_region(code)
    load_units()
    names = {
        code: set(Department.objects.filter(region__code=code).values_list("name", flat=True))
        for code in ("360802", "3608K01", "360802001")
    }
    assert {"吉州区人民政府", "吉安市吉州生态环境局", "国网吉州区供电公司"} <= names["360802"]
    assert names["3608K01"] == {"井冈山经开区管理委员会"}
    assert names["360802001"] == set()


def test_units_again_change_nothing():
    make_region("3608")
    first = load_units()
    assert first == Department.objects.count() == Entry.objects.filter(subject="department").count()
    assert load_units() == 0


def test_thresholds_set_by_the_office_stay():
    operations.load_thresholds(rows=THRESHOLDS, by=None, at=NOON)
    Threshold.objects.filter(code="ledger-confirm-days").update(value=90)
    assert operations.load_thresholds(rows=THRESHOLDS, by=None, at=NOON) == 0
    assert Threshold.objects.value_of("ledger-confirm-days", 180) == 90


def test_default_of_the_confirmation():
    operations.load_thresholds(rows=THRESHOLDS, by=None, at=NOON)
    assert Threshold.objects.get(code="ledger-confirm-days").value == Decimal(180)


def test_unset_threshold_has_the_callers_default():
    assert Threshold.objects.value_of("no-such", 7) == 7


def test_record_is_written_over_what_is_stored_with_one_entry():
    region, admin = make_region("360802"), make_officer("system_admin")
    region.name = "吉州新区"
    operations.save_record(record=region, by=admin, at=NOON, note="更名")
    entry = Entry.objects.get(subject="region")
    assert (entry.changes, entry.by, entry.note) == ({"name": ["吉州区", "吉州新区"]}, admin, "更名")


def test_requirements_of_roles_stay_as_set():
    operations.set_role_requirements(by=None, at=NOON)
    assert operations.set_role_requirements(by=None, at=NOON) == 0
