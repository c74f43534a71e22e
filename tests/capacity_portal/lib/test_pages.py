from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core import signing
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capacity_portal.lib import pages
from capacity_portal.lib.code_field import CodeField
from capacity_portal.lib.pages import BoundedCount, Order, Orders

START = datetime(2026, 11, 5, 8, 30, 15, 123456, tzinfo=UTC)


class Sample(models.Model):
    """A table of its own, made and dropped by the fixture below; no installed app owns it."""

    id = models.BigAutoField(primary_key=True)
    code = CodeField(max_length=12)
    at = models.DateTimeField()
    size = models.DecimalField(max_digits=8, decimal_places=2)
    note = models.CharField(max_length=9, null=True)

    class Meta:
        app_label = "pages_test"
        indexes = (
            models.Index(fields=["code", "id"], name="sample_code"),
            models.Index(fields=["-at", "-id"], name="sample_at"),
            models.Index(fields=["code", "at", "id"], name="sample_both"),
        )


BY_CODE = Order("code", "按区划", ("code", "id"))
BY_TIME = Order("time", "按时间", ("-at", "-id"))
BY_SIZE = Order("size", "按规模", ("-size", "id"))
BY_ALL = Order("all", "按多列", ("code", "-size", "at", "-id"))
BY_BOTH = Order("both", "按区划和时间", ("code", "at", "id"))
BY_ID = Order("id", "按编号", ("id",))
ALL_ORDERS = [BY_CODE, BY_TIME, BY_SIZE, BY_ALL, BY_BOTH, BY_ID]


@pytest.fixture(scope="module")
def table(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Sample)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Sample)


@pytest.fixture
def filled(table, db):
    Sample.objects.bulk_create(
        Sample(
            code=f"3608{number % 7:02d}",
            at=START + timedelta(microseconds=number % 5),
            size=Decimal(number % 11) / 4,
        )
        for number in range(60)
    )
    return Sample.objects.all()


def expected(order):
    return list(Sample.objects.order_by(*order.columns).values_list("id", flat=True))


def ids(page):
    return [row.id for row in page.rows]


def walk(order, size, *, back=False):
    cursor, seen = "", []
    if back:
        while (page := pages.keyset_page(Sample.objects.all(), order, cursor=cursor, size=size)).next_cursor:
            cursor = page.next_cursor
        seen = ids(page)
    page = pages.keyset_page(Sample.objects.all(), order, cursor=cursor, size=size)
    seen = ids(page)
    while cursor := page.previous_cursor if back else page.next_cursor:
        page = pages.keyset_page(Sample.objects.all(), order, cursor=cursor, size=size)
        seen = ids(page) + seen if back else seen + ids(page)
    return seen


@pytest.mark.parametrize("order", ALL_ORDERS, ids=lambda order: order.name)
@pytest.mark.parametrize("size", [1, 7, 59, 60, 61])
def test_walking_forward_shows_every_row_once(filled, order, size):
    assert walk(order, size) == expected(order)


@pytest.mark.parametrize("order", ALL_ORDERS, ids=lambda order: order.name)
@pytest.mark.parametrize("size", [1, 10, 60])
def test_walking_back_shows_every_row_once(filled, order, size):
    assert walk(order, size, back=True) == expected(order)


def test_first_and_only_page(filled):
    page = pages.keyset_page(filled, BY_ID, size=100)
    assert (len(page.rows), page.next_cursor, page.previous_cursor) == (60, "", "")
    assert pages.keyset_page(filled.none(), BY_ID).rows == ()


def test_the_first_page_reached_from_behind_is_a_full_one(filled):
    second = pages.keyset_page(
        filled, BY_ID, size=10, cursor=pages.keyset_page(filled, BY_ID, size=10).next_cursor
    )
    Sample.objects.filter(id__in=expected(BY_ID)[:5]).delete()
    first = pages.keyset_page(filled.all(), BY_ID, size=10, cursor=second.previous_cursor)
    assert (ids(first), first.previous_cursor) == (expected(BY_ID)[:10], "")


def test_a_page_whose_rows_are_gone_is_page_one(filled):
    cursor = pages.keyset_page(filled, BY_ID, size=50).next_cursor
    Sample.objects.filter(id__in=expected(BY_ID)[50:]).delete()
    assert ids(pages.keyset_page(filled.all(), BY_ID, size=50, cursor=cursor)) == expected(BY_ID)


def test_a_cursor_outlives_its_row(filled):
    first = pages.keyset_page(filled, BY_TIME, size=10)
    rest = expected(BY_TIME)[10:20]
    Sample.objects.filter(id=first.rows[-1].id).delete()
    assert ids(pages.keyset_page(filled.all(), BY_TIME, size=10, cursor=first.next_cursor)) == rest


def foreign_cursors(filled):
    good = pages.keyset_page(filled, BY_CODE, size=10, scope="状态=在产").next_cursor
    payload = signing.loads(good, salt=pages._salt(BY_CODE, Sample, "状态=在产"))
    salt = pages._salt(BY_CODE, Sample, "")
    yield from (
        good,
        good[:-1],
        good[5:],
        good + "x",
        good.replace(":", "."),
        "",
        "x",
        ":::",
        "甲\x00\ud800",
        "a" * 50_000,
    )
    yield pages.keyset_page(filled, BY_TIME, size=10).next_cursor
    yield signing.dumps(payload)
    yield from (
        signing.dumps(wrong, salt=salt)
        for wrong in ([], {}, 7, None, ["a"], ["a", "360800"], ["a", "x", "y"], [*payload, 1])
    )


def test_forged_foreign_and_truncated_cursors_show_page_one(filled):
    first = ids(pages.keyset_page(filled, BY_CODE, size=10))
    shown = [
        ids(pages.keyset_page(filled, BY_CODE, size=10, cursor=cursor)) for cursor in foreign_cursors(filled)
    ]
    assert shown == [first] * len(shown)


def test_a_cursor_works_where_it_was_made(filled):
    cursor = pages.keyset_page(filled, BY_CODE, size=10, scope="状态=在产").next_cursor
    second = pages.keyset_page(filled, BY_CODE, size=10, scope="状态=在产", cursor=cursor)
    assert ids(second) == expected(BY_CODE)[10:20]


def test_any_text_as_scope(filled):
    cursor = pages.keyset_page(filled, BY_ID, size=10, scope="q=\ud800\x00").next_cursor
    assert (
        ids(pages.keyset_page(filled, BY_ID, size=10, scope="q=\ud800\x00", cursor=cursor))
        == expected(BY_ID)[10:20]
    )


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(cursor=st.text(st.characters(codec=None)))
def test_any_text_as_cursor(filled, cursor):
    assert len(pages.keyset_page(filled, BY_ID, size=5, cursor=cursor).rows) == 5


def test_few_queries_a_page(filled):
    cursor = pages.keyset_page(filled, BY_TIME, size=10).next_cursor
    with CaptureQueriesContext(connection) as queries:
        pages.keyset_page(filled, BY_TIME, size=10, cursor=cursor)
    assert len(queries) <= (1 if connection.vendor == "postgresql" else 2)


def plans(queryset, order, values):
    keys = list(zip(order.names, order.descending, values, strict=True))
    ranges = pages._ranges(keys, connection.features.supports_tuple_lookups)
    return [queryset.order_by(*order.columns).filter(condition)[:20].explain() for condition in ranges]


@pytest.mark.parametrize(
    ("order", "values", "index", "conditions"),
    [
        (BY_CODE, ("360802", 7), "sample_code", ["code=? AND id>?", "code>?"]),
        (BY_TIME, (START, 7), "sample_at", ["at=? AND id<?", "at<?"]),
        (BY_BOTH, ("360802", START, 7), "sample_both", ["code=? AND at=? AND id>?", "(code,at)>(?,?)"]),
    ],
    ids=["code", "time", "both"],
)
def test_pages_are_index_range_scans(filled, order, values, index, conditions):
    if connection.vendor == "postgresql":
        connection.cursor().execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        conditions = ["Index Cond: (ROW("]
    found = plans(filled, order, values)
    assert [(index in plan, "TEMP B-TREE" in plan or "Sort" in plan) for plan in found] == [
        (True, False)
    ] * len(conditions)
    assert [wanted in plan for wanted, plan in zip(conditions, found, strict=True)] == [True] * len(
        conditions
    )


def test_an_order_without_an_index_is_seen_to_sort(filled):
    assert any("TEMP B-TREE" in plan or "Sort" in plan for plan in plans(filled, BY_SIZE, (1, 7)))


def test_an_order_ends_in_id():
    with pytest.raises(ValueError, match="must end in id"):
        Order("code", "按区划", ("code",))


def test_an_order_runs_over_non_null_columns(filled):
    with pytest.raises(ValueError, match="nullable columns"):
        pages.keyset_page(filled, Order("note", "按备注", ("note", "id")))


def test_unknown_orders_give_the_first():
    orders = Orders(BY_CODE, BY_TIME)
    assert [orders.named(name) for name in ("time", "code", "bad", "", "\x00")] == [
        BY_TIME,
        BY_CODE,
        BY_CODE,
        BY_CODE,
        BY_CODE,
    ]


@pytest.mark.parametrize(
    ("limit", "counted", "label"),
    [
        (59, BoundedCount(59, True), "59+"),
        (60, BoundedCount(60, False), "60"),
        (1000, BoundedCount(60, False), "60"),
    ],
)
def test_bounded_count(filled, limit, counted, label):
    found = pages.bounded_count(filled.order_by("code"), limit)
    assert (found, found.label) == (counted, label)


def test_bounded_count_stops_counting(filled):
    with CaptureQueriesContext(connection) as queries:
        pages.bounded_count(filled, 10)
    assert "LIMIT 11" in queries[0]["sql"]
    assert BoundedCount(1000, True).label == "1,000+"
