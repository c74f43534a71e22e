from datetime import UTC, date, datetime, timedelta

import pytest

from capacity_portal.lib.pages import BoundedCount, keyset_page
from enterprises import queries
from enterprises.rules.filters import LedgerFilters, parse
from tests.makers import (
    NOON,
    make_enterprise,
    make_equipment,
    make_kind,
    make_licence,
    make_officer,
    make_region,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_officer("office_staff", "3608")


def listed(officer, **filters):
    found = queries.ledger(officer, LedgerFilters(**filters))
    return list(found.rows.order_by(*found.order.columns))


def test_each_filter_leaves_what_it_names(office):
    plain = make_enterprise("360802")
    closed = {"status_document": "文号", "closed_on": date(2017, 1, 1)}
    cases = {
        "region": (make_enterprise("360803"), "360803"),
        "supervision_class": (make_enterprise("360802", supervision_class="rolling"), "rolling"),
        "status": (make_enterprise("360802", status="banned", **closed), "banned"),
        "industry": (make_enterprise("360802", industry="coal"), "coal"),
        "key": (make_enterprise("360802", is_key=True, key_reason="other"), True),
        "text": (make_enterprise("360802", name="独一无二的厂"), "独一无二"),
    }
    for name, (file, value) in cases.items():
        assert listed(office, **{name: value}) == [file], name
    assert len(listed(office)) == len(cases) + 1
    assert plain in listed(office)


def test_filters_are_combined(office):
    file = make_enterprise("360802", industry="coal", supervision_class="other")
    make_enterprise("360803", industry="coal", supervision_class="other")
    make_enterprise("360802", industry="coal")
    assert listed(office, region="360802", industry="coal", supervision_class="other") == [file]


def test_days_are_days_of_beijing(office):
    midnight = datetime(2026, 2, 28, 16, 0, tzinfo=UTC)  # 1 March, 0:00
    before = make_enterprise(confirmed_at=midnight - timedelta(seconds=1), updated_at=midnight)
    on_the_day = make_enterprise(confirmed_at=midnight, updated_at=midnight - timedelta(seconds=1))
    assert listed(office, confirmed_before=date(2026, 3, 1)) == [before]
    assert listed(office, updated_before=date(2026, 3, 1)) == [on_the_day]


@pytest.mark.parametrize("many", [2_000, 1])
def test_equipment_kinds_are_found_whether_few_or_many(office, monkeypatch, many):
    monkeypatch.setattr("enterprises.search.MANY", many)
    kind = make_kind("blast_furnace", name="高炉")
    files = [make_enterprise("360802001") for _ in range(3)]
    for file in files:
        make_equipment(file, kind=kind)
        make_equipment(file, kind=kind)
    make_equipment(make_enterprise("360802"))
    make_equipment(make_enterprise("360802"), kind=kind, is_withdrawn=True)
    elsewhere = make_enterprise("360803")
    make_equipment(elsewhere, kind=kind)
    assert listed(office, kind="blast_furnace", region="360802") == files
    assert listed(office, kind="blast_furnace", text=files[1].name) == [files[1]]
    assert listed(office, kind="nosuch") == []


@pytest.mark.parametrize("many", [2_000, 0])
def test_lapsing_licences_are_found_whether_few_or_many(office, monkeypatch, many):
    monkeypatch.setattr("enterprises.search.MANY", many)
    lapsing = make_enterprise("360802")
    make_licence(lapsing, expires_on=date(2026, 3, 31))
    make_licence(make_enterprise("360802"), expires_on=date(2026, 4, 1))
    make_licence(make_enterprise("360802"), expires_on=date(2026, 3, 1), is_void=True)
    make_licence(make_enterprise("360802"))
    banned = make_enterprise("360802", status="banned", status_document="文号", closed_on=date(2017, 1, 1))
    make_licence(banned, expires_on=date(2020, 1, 1))
    assert listed(office, licence_before=date(2026, 4, 1)) == [lapsing]


def test_files_without_a_person_are_found(office):
    file = make_enterprise("360802")
    make_enterprise("360802", supervising_officer=office)
    assert listed(office, unsupervised=True) == [file]


def test_orders_and_their_defaults(office):
    old = make_enterprise(
        "360803", updated_at=NOON - timedelta(days=9), confirmed_at=NOON - timedelta(days=1)
    )
    new = make_enterprise("360802", updated_at=NOON, confirmed_at=NOON - timedelta(days=5))
    assert listed(office) == [new, old]
    assert listed(office, order="updated") == [new, old]
    assert listed(office, order="confirmed") == [new, old]
    assert listed(office, order="nosuch") == [new, old]
    make_enterprise("360802", updated_at=NOON + timedelta(days=1), confirmed_at=NOON)
    assert [file.updated_at for file in listed(office, order="updated")] == sorted(
        (file.updated_at for file in listed(office)), reverse=True
    )


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({}, ["region", "updated", "confirmed"]),
        ({"text": "铸造", "region": "360802"}, ["region", "updated", "confirmed"]),
        ({"status": "banned"}, ["region"]),
        ({"kind": "converter", "order": "updated"}, ["region"]),
        ({"confirmed_before": date(2026, 1, 1), "status": "banned"}, ["confirmed"]),
        ({"updated_before": date(2026, 1, 1)}, ["updated"]),
    ],
)
def test_a_sort_is_offered_only_where_an_index_carries_it(filters, names):
    assert [order.name for order in queries.orders_for(LedgerFilters(**filters))] == names


def test_pages_go_through_every_order_without_gap_or_repetition(office):
    for number in range(23):
        make_enterprise(
            ["360802", "360802001", "3608K01"][number % 3],
            updated_at=NOON + timedelta(days=number % 5),
            confirmed_at=NOON - timedelta(days=number % 4),
        )
    for filters in (
        {},
        {"order": "updated"},
        {"order": "confirmed"},
        {"status": "in_production"},
        {"text": "铸造"},
    ):
        found = queries.ledger(office, LedgerFilters(**filters))
        whole = list(found.rows.order_by(*found.order.columns))
        seen, cursor = [], ""
        while True:
            page = keyset_page(found.rows, found.order, cursor=cursor, size=5, scope=found.scope)
            seen += page.rows
            cursor = page.next_cursor
            if not cursor:
                break
        assert seen == whole
        assert len(whole) == 23


def test_a_cursor_of_another_officer_or_filter_points_nowhere(office):
    county = make_officer("county_staff", "360802")
    scopes = {
        queries.ledger(officer, filters).scope
        for officer in (office, county)
        for filters in (LedgerFilters(), LedgerFilters(status="banned"))
    }
    assert len(scopes) == 4


def test_counts_of_each_facet(office):
    make_region("3608"), make_region("360821")
    for _ in range(3):
        make_enterprise("360802", industry="coal")
    make_enterprise("360803", is_key=True, key_reason="other")
    counts = queries.filter_counts(office, LedgerFilters(), limit=2)
    assert {facet.value: facet.count for facet in counts["region"]} == {
        "360802": BoundedCount(2, True),
        "360803": BoundedCount(1, False),
        "360821": BoundedCount(0, False),
    }
    assert {facet.value: facet.count.label for facet in counts["industry"] if facet.count.n} == {
        "steel": "1",
        "coal": "2+",
    }
    assert [(facet.value, facet.label, facet.count.n) for facet in counts["key"]] == [("1", "重点监管", 1)]
    assert set(counts) == {"region", "supervision_class", "status", "industry", "key"}
    assert parse({"key": counts["key"][0].value}).key is True


def test_counts_stay_within_the_region_and_the_other_filters(office):
    make_enterprise("360802001", industry="coal")
    make_enterprise("360802100", industry="steel")
    make_enterprise("360803", industry="coal")
    county = make_officer("county_staff", "360802")
    counts = queries.filter_counts(county, LedgerFilters(industry="coal"))
    assert {facet.value: facet.count.n for facet in counts["region"]} == {"360802001": 1, "360802100": 0}
    assert {facet.value: facet.count.n for facet in counts["industry"] if facet.count.n} == {
        "steel": 1,
        "coal": 1,
    }
    assert {facet.value: facet.count.n for facet in counts["status"] if facet.count.n} == {"in_production": 1}
    village = make_officer("grid_officer", make_region("360802001001"))
    assert queries.filter_counts(village, LedgerFilters())["region"] == []


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_rows(office, django_assert_num_queries, count):
    for _ in range(count):
        make_equipment(make_enterprise())
    with django_assert_num_queries(1):
        list(queries.ledger(office, LedgerFilters()).rows)
    with django_assert_num_queries(2):
        list(queries.ledger(office, LedgerFilters(kind="medium_frequency_furnace")).rows)
