from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from capacity_portal.journal.models import Entry
from capacity_portal.organization.models import Region
from enterprises import operations
from enterprises.models import ConversionRow, EquipmentKind, IndustryCode, Product, ReductionTask
from enterprises.operations import Outcome
from enterprises.rules.reduction import Amount, measures, warnings
from tests.makers import NOON, make_region

pytestmark = pytest.mark.django_db
DICTIONARIES = Path(settings.FIXTURES_DIR) / "dictionaries"
CASES = Path(settings.FIXTURES_DIR) / "cases/reduction_tasks.json"


def load():
    return operations.load_dictionaries(folder=DICTIONARIES, by=None, at=NOON)


def test_dictionaries_are_loaded_once_and_journalled():
    first = load()
    assert {name: set(counts) for name, counts in first.items()} == dict.fromkeys(first, {Outcome.CREATED})
    rows = sum(model.objects.count() for model in (Product, EquipmentKind, IndustryCode, ConversionRow))
    assert rows == sum(counts[Outcome.CREATED] for counts in first.values()) == Entry.objects.count()
    again = load()
    assert {name: set(counts) for name, counts in again.items()} == dict.fromkeys(first, {Outcome.UNCHANGED})
    assert Entry.objects.count() == rows


def test_what_an_administrator_added_stays():
    load()
    own = EquipmentKind.objects.create(code="own", name="自设", industry="steel", size_unit="t")
    load()
    assert EquipmentKind.objects.get(code="own") == own


def test_the_two_editions_of_3130_differ():
    load()
    assert dict(IndustryCode.objects.filter(code="3130").values_list("edition", "name")) == {
        "2011": "黑色金属铸造",
        "2017": "钢压延加工",
    }


def test_units_of_the_field_stand_in_the_dictionary():
    load()
    units = dict(Product.objects.values_list("code", "unit"))
    assert (units["crude_steel"], units["flat_glass"], units["ships"]) == (
        "万吨/年",
        "万重量箱/年",
        "万载重吨/年",
    )
    furnaces = EquipmentKind.objects.filter(is_induction_furnace=True).order_by("position")
    assert [kind.name for kind in furnaces] == ["中频炉", "工频炉"]


def test_a_broken_file_writes_nothing(tmp_path):
    for name in ("products.csv", "equipment_kinds.csv", "industry_codes.csv"):
        (tmp_path / name).write_text((DICTIONARIES / name).read_text(encoding="utf-8"), encoding="utf-8")
    header = "kind,product,size,capacity,edition,may_interpolate,source\n"
    (tmp_path / "conversion_rows.csv").write_text(f"{header}nosuch,crude_steel,1,1,x,,y\n", encoding="utf-8")
    with pytest.raises(EquipmentKind.DoesNotExist):
        operations.load_dictionaries(folder=tmp_path, by=None, at=NOON)
    assert (Product.objects.count(), Entry.objects.count()) == (0, 0)


# --- the real cases ---------------------------------------------------------------------------------------------------
def measured(task):
    def amounts(rows, field):
        return [
            Amount(
                row.product.name if row.product else "",
                row.unit,
                getattr(row, field),
                getattr(row, "label", ""),
            )
            for row in rows.filter(is_withdrawn=False).select_related("product").order_by("id")
        ]

    return measures(amounts(task.totals, "stated"), amounts(task.items, "amount"))


@pytest.fixture
def cases():
    load()
    make_region("6207"), make_region("1301")
    return operations.load_cases(path=CASES, region=None, by=None, at=NOON)


def test_zhangye_keeps_its_difference(cases):
    task = ReductionTask.objects.get(region_code="6207", year=2016)
    assert [(m.unit, m.stated, m.parts_sum, m.difference) for m in measured(task)] == [
        ("处", 16, 15, 1),
        ("万吨/年", 96, 90, 6),
    ]
    assert len(warnings(measured(task))) == 2


def test_shijiazhuang_adds_up_exactly(cases):
    task = ReductionTask.objects.get(region_code="1301")
    found = {m.name: (m.stated, m.difference) for m in measured(task)}
    assert found == {"合计": (856, 0), "炼铁（生铁）": (374, 0), "炼钢（粗钢）": (482, 0)}
    firms = set(task.items.values_list("label", flat=True))
    assert (len(firms), task.year, warnings(measured(task))) == (5, None, [])
    assert task.items.get(equipment="80吨转炉3座").amount == Decimal(248)


def test_cases_are_loaded_once_and_anywhere(cases):
    assert len(cases) == 2
    assert operations.load_cases(path=CASES, region=None, by=None, at=NOON) == []
    elsewhere = operations.load_cases(path=CASES, region=make_region("3608"), by=None, at=NOON)
    assert [task.region_code for task in elsewhere] == ["3608", "3608"]


def test_a_case_needs_its_region():
    load()
    with pytest.raises(Region.DoesNotExist):
        operations.load_cases(path=CASES, region=None, by=None, at=NOON)
    assert ReductionTask.objects.count() == 0
