"""The list of an open month follows the ledger and the grid, in dated additions and removals."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from capacity_portal.journal.models import Entry
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.models import GridCell
from enterprises.models import Enterprise
from inspections.models import Checklist, Duty, Round
from inspections.operations.by_hand import add_duty, remove_duty
from inspections.operations.list_lock import ListSettled
from inspections.operations.reconciling import Reconciled, reconcile, reconcile_newest
from inspections.operations.rounds_open import RoundClosed
from inspections.queries.leaving import LEFT
from inspections.queries.tallies import differences, totals
from inspections.queries.verifying import verify_list
from tests.inspections.months_lived import APRIL, MARCH, list_of, opened, prepare
from tests.makers import make_cell, make_enterprise, make_officer, make_post, make_region

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


def test_what_a_county_takes_out_of_scope_or_dissolves_waits_for_the_office(month):
    Enterprise.objects.update(supervision_class="other")
    GridCell.objects.update(dissolved_on=date(2026, 3, 5))
    assert reconcile(round_=month, at=LATER) == Reconciled(0, 0)
    assert {duty.removed_on for duty in Duty.objects.all()} == {None}
    assert list(Duty.objects.filter(LEFT).order_by("id")) == list(Duty.objects.order_by("id"))


def test_a_move_to_another_county_and_out_of_scope_removes_nothing(month):
    enterprise = Enterprise.objects.get()
    move(enterprise, "360803001")
    Enterprise.objects.update(supervision_class="other")
    assert reconcile(round_=month, at=LATER) == Reconciled(0, 0)
    assert list_of(month)[0] == ("在册", "360802", "opening", "", "")


def test_a_merged_file_leaves_only_for_one_that_is_on_the_list(month):
    small = make_enterprise("360802001", name="小厂", supervision_class="other")
    Enterprise.objects.filter(name="在册").update(merged_into=small)
    assert reconcile(round_=month, at=LATER) == Reconciled(0, 0)
    assert [duty.title for duty in Duty.objects.filter(LEFT)] == ["在册"]
    Enterprise.objects.filter(pk=small.pk).update(supervision_class="foundry")
    assert reconcile(round_=month, at=LATER) == Reconciled(1, 1)
    assert list_of(month)[0] == ("在册", "360802", "opening", "", "并入小厂")
    assert differences(month) == {}


def test_after_its_last_day_the_month_is_left_alone(month):
    make_enterprise("360803001")
    midnight = datetime(2026, 3, 31, 16, tzinfo=UTC)
    assert reconcile(round_=month, at=midnight) == Reconciled(0, 0)
    assert reconcile_newest(midnight) is None
    assert reconcile(round_=month, at=midnight - timedelta(seconds=1)) == Reconciled(1, 0)


# --- cells that were missing ------------------------------------------------------------------------------------------
@pytest.fixture
def bare() -> Round:
    """Nobody's town, with one enterprise and another that is filed at its county."""
    prepare()
    make_enterprise("360802002", name="无网格")
    make_enterprise("360802", name="未定乡镇")
    return opened()


def test_what_lay_in_no_cell_is_given_the_one_that_covers_it_now(bare):
    cell = make_cell("360802002", risk_marks=["remote"])
    person = make_post(cell).officer
    Enterprise.objects.filter(name="未定乡镇").update(
        region=make_region("360802002"), region_code="360802002"
    )
    reconcile(round_=bare, at=LATER)
    said = ("cell", "cell_name", "risk_marks", "responsible_officer", "responsible_name", "entry")
    assert set(map(str, Duty.objects.filter(kind="enterprise").values_list(*said))) == {
        str((cell.pk, cell.name, ["remote"], person.pk, person.name, "opening"))
    }
    entries = Entry.objects.filter(subject="duty", step="place", at=LATER)
    assert {entry.note for entry in entries} == {
        f"2026年3月清单：原没有网格，现归入网格“{cell.name}”，责任人{person.name}"
    }
    assert entries.count() == 2
    assert verify_list(bare) == []
    assert differences(bare) == {}


def test_a_cell_that_was_set_is_never_changed(bare):
    first = make_cell("360802002")
    reconcile(round_=bare, at=LATER)
    GridCell.objects.update(dissolved_on=date(2026, 3, 13))
    make_cell("360802002", name="另设")
    reconcile(round_=bare, at=LATER + timedelta(days=2))
    assert Duty.objects.get(title="无网格").cell == first
    assert Duty.objects.get(title="未定乡镇").cell is None


def test_a_cell_written_without_an_entry_is_seen(bare):
    cell = make_cell("360802002")
    Duty.objects.filter(title="无网格").update(cell=cell, cell_name=cell.name)
    assert "清单与校验值不符" in verify_list(bare)[0]


# --- the office and the calendar --------------------------------------------------------------------------------------
def test_the_hand_of_the_office_is_respected(month):
    staff = make_officer("office_staff")
    off = Duty.objects.get(kind="enterprise")
    remove_duty(duty=off, reason="重复建档", document="吉发3号", by=staff, at=LATER)
    outside = make_enterprise("360802001", name="其他行业", supervision_class="other")
    add_duty(round_=month, enterprise=outside, reason="群众反映", by=staff, at=LATER)
    assert reconcile(round_=month, at=LATER) == Reconciled(0, 0)
    move(outside, "360803001")
    assert reconcile(round_=month, at=LATER) == Reconciled(0, 0), "no line of another county stands for it"
    assert Duty.objects.filter(LEFT).count() == 0, "what the office put on is not out of scope"


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
