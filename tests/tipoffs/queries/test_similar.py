"""Proposals of what may be the same matter: found, bounded, inside what the officer sees."""

import time

import pytest

from tests.makers import NOON, make_enterprise, make_officer, make_region
from tests.tip_makers import make_tip
from tipoffs.models import SameMatter, Tip, TipEnterprise
from tipoffs.queries import similar

pytestmark = pytest.mark.django_db
ABOUT = {"firm_name": "演示红星轧钢厂", "place_text": "演示镇工业园3号"}


@pytest.fixture
def handler():
    return make_officer("tipoff_handler")


def found(tip, officer) -> list[int]:
    return [likely.tip.pk for likely in similar.likely_same(tip, officer)]


def test_one_firm_is_found_by_its_name_or_its_place_and_another_is_not(handler):
    tip = make_tip(**ABOUT)
    by_name = make_tip(firm_name="演示红星轧钢有限公司", place_text="")
    by_place = make_tip(firm_name="", place_text="演示镇工业园三号院", text="别的话")
    make_tip(firm_name="演示东方水泥厂", place_text="演示乡老街")
    make_tip(region_code="6207", **ABOUT)
    assert set(found(tip, handler)) == {by_name.pk, by_place.pk}


def test_what_is_decided_is_not_proposed_again(handler):
    tip, other = make_tip(**ABOUT), make_tip(**ABOUT)
    assert found(tip, handler) == [other.pk]
    SameMatter.objects.create(first=tip, later=other, is_same=False, decided_at=NOON, decided_by=handler)
    assert found(tip, handler) == []
    assert similar.decisions_about(other).count() == 1


def test_what_is_the_same_through_another_is_not_proposed_either(handler):
    tip, between, far = (make_tip(**ABOUT) for _ in range(3))
    for pair in ((tip, between), (between, far)):
        SameMatter.objects.create(
            first=pair[0], later=pair[1], is_same=True, decided_at=NOON, decided_by=handler
        )
    assert found(tip, handler) == []


def test_one_enterprise_of_the_ledger_is_the_strongest_sign(handler):
    file = make_enterprise()
    tip = make_tip(firm_name="甲乙丙厂", place_text="", text="一二三四")
    other = make_tip(firm_name="丁戊己厂", place_text="", text="五六七八")
    for record in (tip, other):
        TipEnterprise.objects.create(tip=record, enterprise=file, linked_at=NOON, linked_by=handler)
    likely = similar.likely_same(tip, handler)[0]
    assert (likely.tip, likely.percent) == (other, 95)
    assert likely.why.startswith("关联同一家企业")


def test_one_place_is_compared_by_its_words(handler):
    place = make_region("360802001")
    words = {"firm_name": "", "place_text": "", "place": place}
    tip, other = (
        make_tip(text="夜里拉废钢进院冒黑烟", **words),
        make_tip(text="夜里拉废钢进院里冒黑烟", **words),
    )
    assert found(tip, handler) == [other.pk]


def test_a_tip_that_names_nothing_is_like_none(handler):
    make_tip(**ABOUT)
    assert found(make_tip(firm_name="", place_text=""), handler) == []


def test_a_cluster_is_in_order_of_receipt_through_others_too(handler):
    tips = [make_tip() for _ in range(4)]
    for first, later in ((0, 2), (1, 2)):
        SameMatter.objects.create(
            first=tips[first], later=tips[later], is_same=True, decided_at=NOON, decided_by=handler
        )
    SameMatter.objects.create(
        first=tips[2], later=tips[3], is_same=False, decided_at=NOON, decided_by=handler
    )
    assert similar.cluster_of(tips[1], handler) == tips[:3]
    assert similar.cluster_of(tips[3], handler) == []


@pytest.mark.parametrize("many", [400, pytest.param(10_000, marks=pytest.mark.long)])
def test_ten_thousand_tips_cost_no_more_than_a_few_hundred(handler, django_assert_max_num_queries, many):
    """Bounded: however many are alike, so many are compared."""
    tip = make_tip(**ABOUT)
    pattern = {
        name: getattr(tip, name)
        for name in ("region_code", "received_on", "counted_on", "handover_due_on", "kind", "channel")
    }
    Tip.objects.bulk_create(
        Tip(
            year=2025, number=number, submission_digest=f"s{number}", code_digest=f"c{number}", content_digest="x", text="夜里冒烟",
            firm_name="演示红星轧钢厂" if number % 2 else "演示别的厂", place_text="演示镇", **pattern,
        )
        for number in range(1, many + 1)
    )  # fmt: skip
    began = time.monotonic()
    with django_assert_max_num_queries(6):
        assert len(similar.likely_same(tip, handler)) == similar.MOST_SHOWN
    assert time.monotonic() - began < 2
