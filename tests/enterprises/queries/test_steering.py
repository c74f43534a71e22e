"""The planners take the index that is meant, on both databases, with statistics and without."""

from datetime import date

import pytest
from django.db import connection

from enterprises import queries
from enterprises.rules.filters import LedgerFilters
from tests.makers import make_enterprise, make_equipment, make_kind, make_officer

pytestmark = pytest.mark.django_db
PREFECTURE, COUNTY, TOWN = ("office_staff", "3608"), ("county_staff", "360802"), ("grid_officer", "360802001")
DAY = date(2030, 1, 1)

CASES = [
    (PREFECTURE, {}, "enterprise_region"),
    (COUNTY, {}, "enterprise_region"),
    (TOWN, {}, "enterprise_region"),
    (PREFECTURE, {"order": "updated"}, "enterprise_updated"),
    (COUNTY, {"order": "updated"}, "enterprise_county_updated"),
    (PREFECTURE, {"order": "confirmed"}, "enterprise_confirmed"),
    (COUNTY, {"order": "confirmed"}, "enterprise_county_confirmed"),
    (PREFECTURE, {"confirmed_before": DAY}, "enterprise_confirmed"),
    (COUNTY, {"confirmed_before": DAY}, "enterprise_county_confirmed"),
    (COUNTY, {"updated_before": DAY}, "enterprise_county_updated"),
    (PREFECTURE, {"status": "suspended"}, "enterprise_status"),
    (COUNTY, {"status": "suspended"}, "enterprise_status"),
    (PREFECTURE, {"supervision_class": "rolling"}, "enterprise_class"),
    (PREFECTURE, {"industry": "coal"}, "enterprise_industry"),
    (PREFECTURE, {"key": True}, "enterprise_key"),
    (PREFECTURE, {"unsupervised": True}, "enterprise_unsupervised"),
    (PREFECTURE, {"region": "360803", "order": "updated"}, "enterprise_county_updated"),
]


@pytest.fixture
def crowd():
    """Enough rows, of many kinds, for a planner to have a choice."""
    officer = make_officer("grid_officer", "360802001")
    for number in range(50):
        make_enterprise(
            ["360802001", "360802002", "360803001", "3608K01"][number % 4],
            status=["in_production", "suspended"][number % 5 == 0],
            industry=["steel", "coal"][number % 6 == 0],
            supervision_class=["foundry", "rolling"][number % 7 == 0],
            is_key=number % 10 == 0,
            key_reason="other" if number % 10 == 0 else "",
            supervising_officer=None if number % 8 == 0 else officer,
        )


def plan(rows, order) -> str:
    """How the first page would be read. PostgreSQL finds small tables faster read whole: that is switched off."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE enterprises_enterprise")
            for method in ("seqscan", "bitmapscan"):
                cursor.execute(f"SET LOCAL enable_{method} = off")
    return rows.order_by(*order.columns)[:51].explain()


def sorts(explained: str) -> bool:
    return "TEMP B-TREE" in explained or "Sort" in explained


@pytest.mark.parametrize(("who", "filters", "index"), CASES)
@pytest.mark.parametrize("with_statistics", [False, True])
def test_the_named_index_carries_the_order(crowd, who, filters, index, with_statistics):
    if with_statistics:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE enterprises_enterprise")
    found = queries.ledger(make_officer(*who), LedgerFilters(**filters))
    explained = plan(found.rows, found.order)
    assert index in explained
    assert not sorts(explained)


def test_a_planted_order_without_index_is_seen_to_sort(crowd):
    """Negative control of ``sorts``."""
    from capacity_portal.lib.pages import Order

    found = queries.ledger(make_officer(*PREFECTURE), LedgerFilters())
    assert sorts(plan(found.rows, Order("name", "名称", ("name", "id"))))


def test_equipment_is_read_from_its_index(crowd):
    from enterprises.queries.leaves import _parts

    make_equipment(kind=make_kind("blast_furnace"))
    ((parts, _),) = _parts("3608", LedgerFilters(kind="blast_furnace"))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
    assert "equipment_kind_region" in parts.values_list("enterprise_id")[:10].explain()


def test_few_files_are_fetched_by_id(crowd):
    found = queries.ledger(make_officer(*PREFECTURE), LedgerFilters(text=make_enterprise().name))
    explained = plan(found.rows, found.order)
    assert "PRIMARY KEY" in explained or "rowid=?" in explained or "enterprise_pkey" in explained
