"""What a figure counts where it is easy to count twice, or not at all."""

from datetime import date

import pytest

from enterprises.models import ReductionItem, ReductionTask, ReductionTotal
from reports.models import GroupMember, UnitDuty
from reports.queries.figures import family_rows, figure_rows
from reports.rules.figures import FIGURES
from tests import makers

pytestmark = pytest.mark.django_db
YEAR, DAY = 2026, date(2026, 3, 2)


def task(code, industry, product=None, unit="万吨", amount=10):
    """A task with one total and one part that is done."""
    made = ReductionTask.objects.create(
        region=makers.make_region(code), region_code=code, year=YEAR, industry=industry, title="任务", document="方案"
    )  # fmt: skip
    ReductionTotal.objects.create(task=made, product=product, unit=unit, stated=amount)
    ReductionItem.objects.create(
        task=made, position=1, label="分项", product=product, unit=unit, amount=amount, completed_on=DAY
    )
    return made


def number(key, code="3608"):
    return int(figure_rows(key, code, YEAR).value)


def sums(family, code="3608"):
    return {(one.key, int(one.value)) for one in family_rows(family, code, YEAR)}


def test_own_tasks_of_one_industry_do_not_hide_those_of_the_counties_in_another():
    own = task("3608", "steel")
    task("360802", "steel", amount=4)
    coal = [task(code, "coal", amount=7) for code in ("360802", "360803")]
    assert (number("steel_tasks"), number("coal_tasks"), number("steel_tasks", "360802")) == (1, 2, 1)
    assert figure_rows("steel_tasks", "3608", YEAR).ids == (own.pk,)
    assert figure_rows("coal_tasks", "3608", YEAR).ids == tuple(one.pk for one in coal)
    for family in ("task", "part", "exit"):
        assert sums(family) == {(f"{family}.-.万吨", 10 + 7 + 7)}


def test_exits_are_the_own_ones_by_product_and_unit():
    product = makers.make_product()
    task("3608", "steel", product)
    task("360802", "steel", product, amount=4)
    task("360803", "steel", unit="座", amount=2)
    assert sums("exit") == {(f"exit.{product.pk}.万吨", 10), ("exit.-.座", 2)}
    assert sums("exit", "360802") == {(f"exit.{product.pk}.万吨", 4)}


def test_units_have_a_post_or_a_duty_and_a_post_with_two_holders_is_one():
    region = makers.make_region("3608")
    posted, charged, former = (makers.make_department(region, name=name) for name in ("甲局", "乙局", "丙局"))
    UnitDuty.objects.create(region_code="3608", year=YEAR, department=charged, duty="负责排查")
    assert (number("member_units"), number("group_members")) == (1, 0)
    values = {"region_code": "3608", "role": "member", "post": "局长"}
    GroupMember.objects.create(department=posted, since=date(2020, 1, 1), until=date(2026, 6, 30), **values)
    GroupMember.objects.create(department=posted, since=date(2026, 7, 1), **values)
    GroupMember.objects.create(department=former, since=date(2020, 1, 1), until=date(2026, 12, 30), **values)
    GroupMember.objects.create(department=former, since=date(2027, 1, 1), **values)
    assert (number("member_units"), number("group_members")) == (2, 1)


def test_a_revived_works_has_not_left():
    for status in ("exited", "banned", "revived"):
        makers.make_enterprise("360802", status=status, status_document="1号", status_on=DAY, closed_on=DAY)
    assert number("exited_enterprises") == 2


def test_what_the_office_received_is_not_said_to_come_from_above():
    told = FIGURES["documents_received"]
    assert (told.sentence, told.zero) == ("收到文件{}", "未收到文件")
