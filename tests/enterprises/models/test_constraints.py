"""Every constraint of the enterprise file holds in the table and says its sentence."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import transaction

from capacity_portal.lib.constraints import ConstraintRefused, refused_in_chinese
from enterprises.models import (
    ConversionRow,
    IndustryCode,
    Link,
    ReductionItem,
    ReductionTask,
    ReductionTotal,
    VisitRequest,
)
from tests.makers import (
    NOON,
    make_capacity,
    make_enterprise,
    make_equipment,
    make_former_name,
    make_kind,
    make_licence,
    make_link,
    make_officer,
    make_product,
    make_region,
)

pytestmark = pytest.mark.django_db


def make_task(**values):
    values = {"year": 2016, "industry": "coal", "title": "关闭煤矿", "document": "工作报告", **values}
    region = make_region()
    return ReductionTask.objects.create(region=region, region_code=region.code, **values)


def _conversion(**values):
    values = {"size": 450, "capacity": 55, "edition": "2015", "source": "附1", **values}
    return ConversionRow.objects.create(kind=make_kind(), product=make_product(), **values)


def _twice(make, **same):
    make(**same)
    make(**same)


def _same_capacity():
    file = make_enterprise()
    _twice(lambda: make_capacity(file))


def _same_former_name():
    file = make_enterprise()
    _twice(lambda: make_former_name(file, "演示旧厂"))


def _same_pair():
    one, other = make_enterprise(), make_enterprise()
    _twice(lambda: make_link(one, other))


def _self_link():
    file = make_enterprise()
    make_link(file, file)


def _total(**values):
    values = {"product": None, "unit": "处", "stated": 1, **values}
    task = values.pop("task", None) or make_task()
    return ReductionTotal.objects.create(task=task, **values)


def _same_total(product):
    task = make_task()
    _twice(lambda: _total(task=task, product=product, unit="万吨"))


def _item(**values):
    values = {"position": 1, "label": "甲", "unit": "处", "amount": 1, **values}
    return ReductionItem.objects.create(task=make_task(), **values)


def _decided(**values):
    return make_link(make_enterprise(), make_enterprise(), **values)


def _asked(**values):
    file = make_enterprise()
    return VisitRequest.objects.create(
        enterprise=file, region_code=file.region_code, reason="夜间有灯光", due_on=date(2026, 3, 20), requested_at=NOON,
        requested_by=make_officer("tipoff_handler"), **values,
    )  # fmt: skip


CASES = {
    "enterprise_credit_code_unique": lambda: _twice(make_enterprise, credit_code="91310000631696382C"),
    "enterprise_code_or_reason": lambda: make_enterprise(credit_code=""),
    "enterprise_closed_needs_document": lambda: make_enterprise(status="banned", closed_on=date(2017, 1, 1)),
    "enterprise_closed_has_closed_on": lambda: make_enterprise(status="revived"),
    "enterprise_key_needs_reason": lambda: make_enterprise(is_key=True),
    "enterprise_coordinates_in_china": lambda: make_enterprise(longitude=27, latitude=115),
    "enterprise_status_known": lambda: make_enterprise(status="nosuch"),
    "enterprise_days_plausible": lambda: make_enterprise(status_on=date(1, 1, 1)),
    "enterprise_region_in_county": lambda: type(make_enterprise()).objects.update(county_code="360803"),
    "former_name_once": _same_former_name,
    "former_name_day_plausible": lambda: make_former_name(
        make_enterprise(), "旧", until_on=date(9999, 12, 31)
    ),
    "equipment_count_at_least_1": lambda: make_equipment(count=0),
    "equipment_size_positive": lambda: make_equipment(size=0),
    "equipment_year_plausible": lambda: make_equipment(built_year=1),
    "capacity_once_per_product": _same_capacity,
    "capacity_not_negative": lambda: make_capacity(filed=-1),
    "conversion_row_unique": lambda: _twice(_conversion),
    "conversion_row_positive": lambda: _conversion(size=0),
    "industry_code_unique": lambda: _twice(
        IndustryCode.objects.create, edition="2017", code="3391", name="黑色金属铸造", industry="steel"
    ),
    "licence_expiry_not_before_issue": lambda: make_licence(
        issued_on=date(2020, 1, 2), expires_on=date(2020, 1, 1)
    ),
    "licence_days_plausible": lambda: make_licence(expires_on=date(9999, 12, 31)),
    "link_pair_once": _same_pair,
    "link_first_before_second": _self_link,
    "link_decided_iff_decided_at": lambda: _decided(decision="same"),
    "reduction_task_once": lambda: _twice(make_task),
    "reduction_task_once_without_year": lambda: _twice(make_task, year=None),
    "reduction_year_plausible": lambda: make_task(year=1),
    "reduction_total_once": lambda: _same_total(make_product()),
    "reduction_total_once_of_units": lambda: _same_total(None),
    "reduction_total_not_negative": lambda: _total(stated=-1),
    "reduction_item_not_negative": lambda: _item(amount=-1),
    "reduction_item_day_plausible": lambda: _item(completed_on=date(1, 1, 1)),
    "visit_request_answered_in_words": lambda: _asked(
        answer="", answered_at=NOON, answered_by=make_officer()
    ),
    "visit_request_answered_after_asked": lambda: _asked(
        answer="已看", answered_at=NOON - timedelta(days=1), answered_by=make_officer()
    ),
}


def _constraints():
    models = apps.get_app_config("enterprises").get_models()
    return {
        constraint.name: str(constraint.violation_error_message)
        for model in models
        for constraint in model._meta.constraints
    }


def test_no_constraint_is_forgotten_here():
    assert set(CASES) == set(_constraints())


@pytest.mark.parametrize("name", CASES)
def test_the_table_refuses_with_the_sentence_of_the_rule(name):
    write = refused_in_chinese(transaction.atomic(CASES[name]))
    with pytest.raises(ConstraintRefused) as refused:
        write()
    assert (refused.value.constraint, refused.value.messages) == (name, [_constraints()[name]])


def test_what_the_rules_allow_is_stored():
    """The negative control: near misses of the cases above."""
    file = make_enterprise(status="banned", status_document="文号", closed_on=date(2017, 1, 1))
    twin = make_enterprise(credit_code=file.credit_code, merged_into=file)
    make_enterprise(is_key=True, key_reason="fake_foundry", longitude=115, latitude=27)
    make_equipment(file, count=1, size=None, built_year=1949)
    make_capacity(file, filed=0, stated=None)
    make_licence(file, issued_on=date(2020, 1, 1), expires_on=date(2020, 1, 1))
    task = make_task(year=None)
    _total(task=task, is_withdrawn=True)
    _total(task=task)
    officer = make_officer()
    link = make_link(file, twin, decision="same", decided_at=NOON, decided_by=officer)
    assert Link.objects.get() == link
