"""The list of an open month follows the ledger and the grid, in dated additions and removals."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from capacity_portal.lib.workflow import StepRefused
from enterprises.models import Enterprise
from inspections.models import Checklist, Duty, Round
from inspections.operations.by_hand import add_duty, remove_duty
from inspections.operations.list_lock import ListSettled
from inspections.operations.reconciling import Reconciled, reconcile, reconcile_newest
from inspections.operations.rounds_open import RoundClosed
from inspections.queries.tallies import differences, totals
from tests.inspections.months_lived import APRIL, MARCH, list_of, opened, prepare
from tests.makers import make_cell, make_enterprise, make_officer, make_region

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 3, 12, 2, tzinfo=UTC)


@pytest.fixture
def month() -> Round:
    prepare()
    make_enterprise("360802001", name="在册")
    make_cell("360802001", name="网格")
    return opened()


def move(enterprise, code):
    Enterprise.objects.filter(pk=enterprise.pk).update(
        region=make_region(code), region_code=code, county_code=code[:6]
    )


def test_nothing_new_changes_nothing(month):
    assert reconcile(round_=month, at=LATER) == Reconciled(0, 0)


def test_new_files_and_cells_come_on_the_list_dated(month):
    make_enterprise("360803001", name="新厂", created_at=LATER)
    make_cell("360803001", name="新格")
    assert reconcile(round_=month, at=LATER) == Reconciled(2, 0)
    assert list_of(month)[2:] == [
        ("新厂", "360803", "added", "新建档", ""),
        ("新格", "360803", "added", "新设网格", ""),
    ]
    assert {duty.entered_on for duty in Duty.objects.filter(entry="added")} == {date(2026, 3, 12)}
    assert differences(month) == {}


def test_what_only_changed_stays_as_it_was_frozen(month):
    Enterprise.objects.update(supervision_class="rolling", status="suspended", name="改名")
    make_cell("360802001002")
    Enterprise.objects.update(region=make_region("360802001002"), region_code="360802001002")
    reconcile(round_=month, at=LATER)
    assert list_of(month)[0] == ("在册", "360802", "opening", "", "")


def test_a_move_to_another_county_is_a_removal_here_and_an_addition_there(month):
    enterprise = Enterprise.objects.get()
    move(enterprise, "360803001")
    assert reconcile(round_=month, at=LATER) == Reconciled(1, 1)
    move(enterprise, "360802002")
    assert reconcile(round_=month, at=LATER) == Reconciled(1, 1)
    assert [line for line in list_of(month) if line[0] == "在册"] == [
        ("在册", "360802", "opening", "", "迁往青原区"),
        ("在册", "360803", "added", "由吉州区迁入", "迁往吉州区"),
        ("在册", "360802", "added", "由青原区迁入", ""),
    ]
    assert totals(month, "360802")["total"]["in_force"] == 2
    assert totals(month, "360803")["total"]["in_force"] == 0
    assert differences(month) == {}


def test_what_left_the_scope_and_dissolved_cells_are_removed(month):
    Enterprise.objects.update(supervision_class="other")
    type(make_cell("360802009")).objects.update(dissolved_on=date(2026, 3, 5))
    assert reconcile(round_=month, at=LATER) == Reconciled(0, 2)
    assert [line[4] for line in list_of(month)] == ["不再属于月排查范围", "网格已撤销"]
    assert {duty.removed_on for duty in Duty.objects.all()} == {date(2026, 3, 12)}


def test_the_hand_of_the_office_is_respected(month):
    staff = make_officer("office_staff")
    off = Duty.objects.get(kind="enterprise")
    remove_duty(duty=off, reason="重复建档", document="吉发3号", by=staff, at=LATER)
    outside = make_enterprise("360802001", name="其他行业", supervision_class="other")
    add_duty(round_=month, enterprise=outside, reason="群众反映", by=staff, at=LATER)
    assert reconcile(round_=month, at=LATER) == Reconciled(0, 0)
    move(outside, "360803001")
    assert reconcile(round_=month, at=LATER) == Reconciled(0, 1)
    assert list_of(month)[-1] == ("其他行业", "360802", "added", "办公室列入：群众反映", "迁往青原区")


def test_closed_and_continued_months_are_settled(month):
    april = opened(APRIL)
    with pytest.raises(
        ListSettled, match="2026年3月的清单已由2026年4月接续，不能再增减；请在2026年4月的清单上办理。"
    ):
        reconcile(round_=month, at=APRIL)
    Round.objects.filter(pk=april.pk).update(state="closed", closed_at=APRIL)
    with pytest.raises(RoundClosed):
        reconcile(round_=april, at=APRIL)
    assert reconcile_newest(APRIL) is None


def test_the_regular_work_takes_the_newest_month(month):
    make_enterprise("360803001")
    assert reconcile_newest(LATER) == Reconciled(1, 0)
    Checklist.objects.filter(code="rolling").update(published_at=None)
    assert reconcile_newest(LATER) is None
    with pytest.raises(StepRefused, match="轧钢"):
        reconcile(round_=month, at=LATER)


def test_before_the_first_month_there_is_nothing_to_do(db):
    assert reconcile_newest(MARCH) is None


def test_only_the_office_reconciles_by_hand(month):
    with pytest.raises(PermissionDenied):
        reconcile(round_=month, by=make_officer("county_staff"), at=LATER)
