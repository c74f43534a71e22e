from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from capacity_portal.lib.constraints import ConstraintRefused
from enterprises import operations
from enterprises.models import ReductionItem, ReductionTask, ReductionTotal
from enterprises.operations import StaleRecord
from tests.makers import NOON, make_product, make_region

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def task(office):
    coal = make_product("raw_coal", name="原煤", industry="coal")
    return operations.save_reduction_task(
        values={
            "region": make_region("3608"),
            "year": 2016,
            "industry": "coal",
            "title": "关闭煤矿",
            "document": "年度报告",
            "note": "",
        },
        totals=[
            {"product": None, "unit": "处", "stated": Decimal(16)},
            {"product": coal, "unit": "万吨/年", "stated": Decimal(96)},
        ],
        items=[
            {"label": "甲县", "product": None, "unit": "处", "amount": Decimal(9)},
            {"label": "甲县", "product": coal, "unit": "万吨/年", "amount": Decimal(51)},
        ],
        by=office,
        at=NOON,
    )


def save(task, by, version, **more):
    return operations.save_reduction_task(
        **({"task": task, "version": version, "values": {}, "by": by, "at": LATER} | more)
    )


def test_a_task_is_kept_as_stated_with_an_entry_for_each_record(task, entries):
    assert (task.region_code, task.version) == ("3608", 1)
    assert [(total.unit, total.stated) for total in task.totals.order_by("id")] == [
        ("处", 16),
        ("万吨/年", 96),
    ]
    assert [(item.position, item.amount) for item in task.items.order_by("id")] == [(1, 9), (2, 51)]
    assert entries() == [
        ("reduction", "create"),
        ("reduction_total", "create"),
        ("reduction_total", "create"),
        ("reduction_item", "create"),
        ("reduction_item", "create"),
    ]
    assert entries.last().file_key == f"reduction:{task.pk}"


def test_rows_no_longer_named_are_withdrawn(task, office):
    first = task.items.order_by("id").first()
    save(
        task,
        office,
        1,
        values={"note": "核对后更正"},
        totals=[{"product": None, "unit": "处", "stated": Decimal(15)}],
        items=[{"id": first.pk, "label": "甲县", "product": None, "unit": "处", "amount": Decimal(8)}],
    )
    stored = ReductionTask.objects.get()
    assert (stored.note, stored.version) == ("核对后更正", 2)
    assert list(ReductionTotal.objects.order_by("id").values_list("stated", "is_withdrawn")) == [
        (15, False),
        (96, True),
    ]
    assert list(ReductionItem.objects.order_by("id").values_list("amount", "is_withdrawn")) == [
        (8, False),
        (51, True),
    ]


def test_rows_that_are_not_given_stay(task, office):
    save(task, office, 1, values={"title": "关闭煤矿任务"})
    assert ReductionItem.objects.filter(is_withdrawn=False).count() == 2


def test_a_withdrawn_total_may_be_stated_again(task, office):
    save(task, office, 1, totals=[])
    save(task, office, 2, totals=[{"product": None, "unit": "处", "stated": Decimal(16)}])
    assert ReductionTotal.objects.filter(is_withdrawn=False).count() == 1


def test_a_stale_task_is_refused(task, office):
    save(task, office, 1, values={"note": "先"})
    with pytest.raises(StaleRecord) as stale:
        save(task, office, 1, values={"note": "后"})
    assert stale.value.current.note == "先"


def test_a_row_of_another_task_is_not_touched(task, office):
    other = save(None, office, None, values=_values(title="另一任务"), items=[_item("乙县")])
    foreign = other.items.get()
    save(task, office, 1, items=[{"id": foreign.pk, **_item("甲县")}])
    foreign.refresh_from_db()
    assert (foreign.label, foreign.is_withdrawn) == ("乙县", False)


def test_bounds(task, office, county):
    with pytest.raises(ConstraintRefused, match="这个地区本年度已有同名任务。"):
        save(None, office, None, values=_values())
    with pytest.raises(ConstraintRefused, match="数量不能为负数。"):
        save(task, office, 1, items=[_item("甲县", amount=Decimal(-1))])
    with pytest.raises(ValidationError):
        save(task, office, 1, values={"year": 10**30})
    with pytest.raises(PermissionDenied):
        save(None, county, None, values=_values(region=make_region("360802")))
    with pytest.raises(PermissionDenied):
        save(None, office, None, values=_values(region=make_region("6207")))


def _values(**more):
    return {
        "region": make_region("3608"),
        "year": 2016,
        "industry": "coal",
        "title": "关闭煤矿",
        "document": "年度报告",
        **more,
    }


def _item(label, **more):
    return {"label": label, "product": None, "unit": "处", "amount": Decimal(1), **more}
