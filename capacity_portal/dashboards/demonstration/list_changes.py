"""Reasons for a month's list to change: a file merged into another, one taken off by the office, one put on."""

from datetime import datetime

from capacity_portal.organization.models import Officer
from enterprises import operations as ledger
from enterprises.choices import Status, SupervisionClass
from enterprises.models import Enterprise
from inspections.choices import DutyKind
from inspections.models import Duty, Round
from inspections.operations.by_hand import add_duty, remove_duty
from inspections.operations.reconciling import reconcile

_ENOUGH = 200
"""Smaller demonstrations keep every file as it is."""


def change(round_: Round, number: int, *, office: Officer, at: datetime) -> None:
    """What befalls the list in the ``number``-th month."""
    if Enterprise.objects.count() < _ENOUGH:
        return
    if number % 4 == 1:
        _merge(number, office, at)
        reconcile(round_=round_, at=at)
    if number % 5 == 2:
        _take_off(round_, number, office, at)
    if number % 5 == 4:
        _put_on(round_, number, office, at)


def _merge(number: int, office: Officer, at: datetime) -> None:
    """Two files of one town turn out to be one enterprise."""
    files = Enterprise.objects.unmerged().filter(supervision_class=SupervisionClass.INDUCTION_FURNACE)
    into = files.order_by("id")[number]
    twin = files.filter(county_code=into.county_code).exclude(pk=into.pk).order_by("id").last()
    if twin is not None:
        ledger.merge_enterprises(
            duplicate=twin, into=into, by=office, at=at, note="同一厂区、同一负责人，重复建档"
        )


def _take_off(round_: Round, number: int, office: Officer, at: datetime) -> None:
    duties = Duty.objects.in_force().filter(
        round=round_, kind=DutyKind.ENTERPRISE, is_key=False, status=Status.SUSPENDED
    )
    duty = duties.select_related("round").order_by("id")[number]
    document = f"演示化解产能办函〔{at.year}〕{number + 3}号"
    remove_duty(duty=duty, reason="厂区整体征收，设备已外运处置", document=document, by=office, at=at)


def _put_on(round_: Round, number: int, office: Officer, at: datetime) -> None:
    files = Enterprise.objects.unmerged().filter(
        supervision_class=SupervisionClass.OTHER, is_key=False, status=Status.IN_PRODUCTION
    )
    add_duty(
        round_=round_, enterprise=files.order_by("id")[number], reason="群众反映夜间有异常声响，列入核实",
        by=office, at=at,
    )  # fmt: skip
