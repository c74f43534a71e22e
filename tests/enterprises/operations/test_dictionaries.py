from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from enterprises import operations
from enterprises.models import ConversionRow, EquipmentKind
from enterprises.operations import Outcome
from tests.makers import NOON, make_kind, make_officer, make_product

pytestmark = pytest.mark.django_db
KIND = {"code": "cupola", "name": "冲天炉", "industry": "steel", "size_unit": "t/h", "position": 60}


def save(values, by=None, model=EquipmentKind):
    return operations.save_dictionary_row(model=model, values=values, by=by, at=NOON)


def test_a_row_is_created_changed_and_left(entries):
    record, outcome = save(KIND)
    assert (outcome, record.size_unit) == (Outcome.CREATED, "t/h")
    assert save(KIND) == (record, Outcome.UNCHANGED)
    assert save(KIND | {"name": "冲天炉（化铁）"})[1] == Outcome.CHANGED
    assert entries() == [("equipment_kind", "create"), ("equipment_kind", "edit")]
    assert entries.last().changes == {"name": ["冲天炉", "冲天炉（化铁）"]}


def test_a_conversion_row_is_known_by_kind_product_size_and_edition():
    row = {
        "kind": make_kind(),
        "product": make_product(),
        "size": Decimal(450),
        "edition": "2015",
        "capacity": Decimal(55),
        "source": "附1",
    }
    first, _ = save(row, model=ConversionRow)
    assert save(row | {"capacity": Decimal(56)}, model=ConversionRow) == (first, Outcome.CHANGED)
    assert save(row | {"edition": "2021"}, model=ConversionRow)[1] == Outcome.CREATED


def test_only_who_keeps_the_system_changes_dictionaries(office):
    with pytest.raises(PermissionDenied):
        save(KIND, office)
    assert save(KIND, make_officer("system_admin"))[1] == Outcome.CREATED
    with pytest.raises(ValidationError):
        save(KIND | {"code": "两个字", "name": ""})
