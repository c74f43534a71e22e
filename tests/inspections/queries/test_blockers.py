"""What keeps a month from being closed."""

from datetime import UTC, date, datetime

import pytest

from capacity_portal.journal.models import Block
from inspections.models import Duty, MonthlyReturn
from inspections.operations.excusing import excuse
from inspections.operations.rechecks import draw_rechecks, record_recheck
from inspections.queries.blockers import closing_blockers
from inspections.queries.compiling import compile_return
from tests.inspections.months_lived import APRIL, accept_returns
from tests.makers import (
    NOON,
    make_duty,
    make_enterprise,
    make_finding,
    make_officer,
    make_region,
    make_round,
    make_visit,
)

pytestmark = pytest.mark.django_db
APRIL_1 = date(2026, 4, 1)


@pytest.fixture
def month():
    for code in ("3608", "360802", "360803", "3608K01"):
        make_region(code)
    return make_round()


def test_nothing_keeps_a_complete_month(month):
    make_visit(make_duty(month))
    make_duty(month, gap_reason="封路")
    excuse(duty=make_duty(month), note="同意", by=None, at=NOON)
    make_duty(month, removed_on=NOON.date(), removed_reason="并入某厂")
    accept_returns(month)
    assert closing_blockers(month, APRIL_1) == []


def test_a_month_that_goes_on(month):
    accept_returns(month)
    assert closing_blockers(month, date(2026, 3, 31)) == ["2026年3月还没有结束，2026-03-31以后才能关账。"]
    assert closing_blockers(month) == [], "the real clock stands years later"


def test_unvisited_without_a_word_by_county_with_names(month):
    accept_returns(month)
    for number in range(4):
        make_duty(month, make_enterprise("360802001", name=f"甲{number}"))
    make_duty(month, make_enterprise("3608", name="乙"))
    assert closing_blockers(month, APRIL_1) == [
        "未落到县区还有1项未排查，也没有说明原因：乙。",
        "吉州区还有4项未排查，也没有说明原因：甲0、甲1、甲2等。",
    ]


def test_what_lies_outside_the_prefecture_is_counted_and_not_named(month):
    accept_returns(month)
    make_duty(month, make_enterprise("620702001", name="甘州一厂"))
    assert closing_blockers(month, APRIL_1) == ["本市以外还有1项未排查，也没有说明原因。"]


def test_returns_of_all_counties_must_be_accepted(month):
    values = {"round": month, "period": 202603, "begun_at": NOON}
    MonthlyReturn.objects.create(county=make_region("360802"), region_code="360802", **values)
    MonthlyReturn.objects.create(
        county=make_region("360803"), region_code="360803", state="submitted", submitted_at=NOON,
        submitted_by=make_officer("county_leader"), **values,
    )  # fmt: skip
    assert closing_blockers(month, APRIL_1) == [
        "吉州区的监管月报还在编制，审核通过后才能关账。",
        "青原区的监管月报已报送，待审核，审核通过后才能关账。",
        "井冈山经开区的监管月报还没有编制，审核通过后才能关账。",
    ]


def test_what_changed_after_a_return_was_accepted_must_be_signed_again(month):
    accept_returns(month)
    late = make_duty(month, gap_reason="封路")
    record = MonthlyReturn.objects.get(region_code="360802")
    MonthlyReturn.objects.filter(pk=record.pk).update(figures=compile_return(month, "360802"))
    assert closing_blockers(month, APRIL_1) == []
    make_finding(make_visit(late, outcome="problem"))
    assert closing_blockers(month, APRIL_1) == [
        "吉州区的监管月报签报后数字有变：已排查签报时0项、现在1项，排查记录签报时0条、现在1条，发现问题签报时0个、现在1个。"
        "请退回，由县（市、区）核对后重新签报。"
    ]
    MonthlyReturn.objects.filter(pk=record.pk).update(figures=compile_return(month, "360802"))
    assert closing_blockers(month, APRIL_1) == []


# --- re-checks --------------------------------------------------------------------------------------------------------
def sealed_before_march() -> None:
    Block.objects.create(
        number=1, sealed_at=datetime(2026, 2, 28, 15, tzinfo=UTC), entry_count=1, high_water=1, ranges=[[1, 1]],
        digests=b"x" * 32, previous_hash="", hash="ab" * 32,
    )  # fmt: skip


def test_the_draw_and_every_result_are_waited_for(month):
    duty = make_duty(month)
    accept_returns(month)
    Duty.objects.update(gap_reason="封路")
    sealed_before_march()
    assert closing_blockers(month, APRIL_1) == [], "nothing was inspected, nothing can be drawn"
    make_visit(duty)
    assert closing_blockers(month, APRIL_1) == ["本月还没有随机抽查，请先抽取名单并登记抽查结果。"]
    drawn = draw_rechecks(round_=month, by=None, at=APRIL)
    assert closing_blockers(month, APRIL_1) == ["随机抽查还有1项没有登记结果，请先登记。"]
    record_recheck(
        recheck=drawn.rechecks.get(), result="consistent", note="", checked_on=APRIL_1, by=make_officer("office_staff"), at=APRIL
    )  # fmt: skip
    assert closing_blockers(month, APRIL_1) == []


def test_without_a_seed_no_draw_is_waited_for(month):
    make_visit(make_duty(month))
    accept_returns(month)
    assert closing_blockers(month, APRIL_1) == []
