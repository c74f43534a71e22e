"""Many rows at once are what ``bulk_create`` would have stored."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError

from capacity_portal.lib import bulk_rows
from enterprises.choices import Status
from enterprises.models import Capacity, Enterprise, Product
from tests.makers import NOON, make_enterprise, make_product, make_region

pytestmark = pytest.mark.django_db


def enterprise(name: str, **values) -> Enterprise:
    values = {"region": make_region("360802"), "region_code": "360802", "no_code_reason": "小作坊", **values}
    moments = dict.fromkeys(["confirmed_at", "created_at", "updated_at"], NOON)
    return Enterprise(
        name=name,
        industry="steel",
        supervision_class="foundry",
        **{"status": "suspended", **values},
        **moments,
    )


def test_rows_come_back_equal_to_those_of_the_orm():
    values = {
        "longitude": Decimal("114.986373"), "latitude": Decimal("27.111699"), "transformer_kva": Decimal("630.5"), "employees": 35,
        "status": Status.EXITED, "status_on": date(2026, 2, 1), "status_document": "吉化解产能办字〔2026〕3号", "closed_on": date(2026, 2, 1),
        "is_key": True, "key_reason": "other", "risk_marks": ["power_anomaly"], "remarks": "第一行\n第二行\t'引号' \\ 𠮷",
    }  # fmt: skip
    one, other = enterprise("甲", **values), enterprise("甲", **values)
    one.save(force_insert=True)
    bulk_rows.insert_records([other])
    stored = Enterprise.objects.filter(pk__in=[one.pk, other.pk]).order_by("id").values()
    first, second = ({**row, "id": None} for row in stored)
    assert first == second
    assert other._state.adding is False


def test_new_keys_go_on_where_the_table_ends():
    last = make_enterprise().pk
    records = [enterprise("乙"), enterprise("丙")]
    bulk_rows.insert_records(records)
    assert [record.pk > last for record in records] == [True, True]
    assert make_enterprise().pk > records[1].pk > records[0].pk


def test_nothing_to_store_is_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        bulk_rows.insert_records([])
    bulk_rows.insert(Product, ["code"], [])


def test_constraints_hold():
    with pytest.raises(IntegrityError):
        bulk_rows.insert_records([enterprise("丁", no_code_reason="")])


def test_given_keys_are_kept():
    file, product = make_enterprise(), make_product()
    capacity = Capacity(id=7_000, enterprise=file, product=product, unit="万吨/年", stated=Decimal("1.5"))
    bulk_rows.insert_records([capacity])
    assert Capacity.objects.get(pk=7_000).stated == Decimal("1.5")


def test_statements_do_not_grow_with_the_rows(django_assert_max_num_queries):
    records = [enterprise(f"第{number}家") for number in range(300)]
    with django_assert_max_num_queries(3):
        bulk_rows.insert_records(records)
    assert Enterprise.objects.count() == 300


def test_records_like_a_template_share_nothing_with_it():
    template = Enterprise(name="样", risk_marks=None)
    one = bulk_rows.like(template, {"name": "甲", "region": make_region("360802"), "risk_marks": []})
    other = bulk_rows.like(template, {"name": "乙"})
    assert (template.name, one.region_id, other.region_id, one.region.code) == (
        "样",
        one.region.pk,
        None,
        "360802",
    )
    assert (one._state.adding, one == other, Enterprise(name="甲").status == one.status) == (
        True,
        False,
        True,
    )
