"""The planners take the index that is meant, on both databases, with statistics and without."""

from datetime import date, timedelta

import pytest
from django.db import connection

from capacity_portal.lib.pages import Order
from enterprises import queries
from enterprises.models import Enterprise
from enterprises.operations import derived
from enterprises.queries.leaves import _parts
from enterprises.rules.filters import LedgerFilters
from tests.makers import NOON, make_enterprise, make_equipment, make_kind, make_officer, make_region

pytestmark = pytest.mark.django_db
PREFECTURE, COUNTY, TOWN = ("office_staff", "3608"), ("county_staff", "360802"), ("grid_officer", "360802001")
LAST_YEAR = date(2026, 1, 1)

# Who, under which filters, and the index that must carry the order.
CASES = [
    (PREFECTURE, {}, "enterprise_region"),
    (COUNTY, {}, "enterprise_region"),
    (TOWN, {}, "enterprise_region"),
    (PREFECTURE, {"order": "updated"}, "enterprise_updated"),
    (COUNTY, {"order": "updated"}, "enterprise_county_updated"),
    (PREFECTURE, {"order": "confirmed"}, "enterprise_confirmed"),
    (COUNTY, {"order": "confirmed"}, "enterprise_county_confirmed"),
    (PREFECTURE, {"confirmed_before": LAST_YEAR}, "enterprise_confirmed"),
    (COUNTY, {"confirmed_before": LAST_YEAR}, "enterprise_county_confirmed"),
    (COUNTY, {"updated_before": LAST_YEAR}, "enterprise_county_updated"),
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
    """2,000 files in 20 counties, of every kind, so that a planner has a choice."""
    person = make_officer("office_staff", "3608")
    regions = [make_region(f"3608{county:02d}{town:03d}") for county in range(1, 21) for town in (1, 2)]
    files = [_file(number, regions[number % 40], person) for number in range(2_000)]
    Enterprise.objects.bulk_create(files)


def _file(number, region, person) -> Enterprise:
    is_key = number % 11 == 0
    file = Enterprise(
        name=f"演示{number}",
        no_code_reason="演示",
        region=region,
        status=["in_production", "suspended"][number % 7 == 0],
        industry=["steel", "coal"][number % 13 == 0],
        supervision_class=["foundry", "rolling"][number % 9 == 0],
        is_key=is_key,
        key_reason="other" if is_key else "",
        supervising_officer=None if number % 17 == 0 else person,
        confirmed_at=NOON - timedelta(hours=number),
        updated_at=NOON - timedelta(hours=number * 7 % 2_000),
        created_at=NOON,
    )
    derived.place(file)
    return file


def run(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def read_as_if_large():
    """PostgreSQL reads and sorts small tables whole; that is switched off, as it would never do so at 100,000 rows."""
    if connection.vendor == "postgresql":
        run(*(f"SET LOCAL enable_{method} = off" for method in ("seqscan", "bitmapscan", "sort")))


def plan(rows, order) -> str:
    return rows.order_by(*order.columns)[:51].explain()


def sorts(explained: str) -> bool:
    return "TEMP B-TREE" in explained or "Sort" in explained


def index_of(explained: str) -> str:
    """The first index named (the one the list is read from)."""
    words = explained.replace("(", " ").replace(")", " ").split()
    return next((word for word in words if word.startswith("enterprise_")), "")


@pytest.mark.parametrize("with_statistics", [False, True])
def test_the_named_index_carries_each_order(crowd, with_statistics):
    if with_statistics or connection.vendor == "postgresql":
        run("ANALYZE enterprises_enterprise")
    read_as_if_large()
    plans = []
    for who, filters, _ in CASES:
        found = queries.ledger(make_officer(*who), LedgerFilters(**filters))
        explained = plan(found.rows, found.order)
        plans.append((who, filters, f"{index_of(explained)}{' and a sort' if sorts(explained) else ''}"))
    assert plans == CASES


def test_an_order_without_index_is_seen_to_sort(crowd):
    """The negative control of ``sorts``."""
    found = queries.ledger(make_officer(*PREFECTURE), LedgerFilters())
    assert sorts(plan(found.rows, Order("name", "名称", ("name", "id"))))


def test_equipment_is_read_from_its_index(crowd):
    make_equipment(kind=make_kind("blast_furnace"))
    ((parts, _),) = _parts("3608", LedgerFilters(kind="blast_furnace"))
    read_as_if_large()
    assert "equipment_kind_region" in parts.values_list("enterprise_id")[:10].explain()


def test_few_files_are_fetched_by_id(crowd):
    file = make_enterprise(name="独一无二的厂")
    run("ANALYZE enterprises_enterprise")
    found = queries.ledger(make_officer(*PREFECTURE), LedgerFilters(text=file.name))
    explained = plan(found.rows, found.order)
    assert "PRIMARY KEY" in explained or "rowid=?" in explained or "enterprise_pkey" in explained
