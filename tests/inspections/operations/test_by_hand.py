"""Additions and removals by the office."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from capacity_portal.journal.models import Entry
from capacity_portal.lib.constraints import ConstraintRefused
from capacity_portal.lib.workflow import StepRefused
from inspections.models import Duty, Round
from inspections.operations.by_hand import add_duty, remove_duty
from inspections.operations.list_lock import ListSettled, MonthOver
from inspections.operations.rounds_open import RoundClosed
from inspections.queries.tallies import differences, totals
from tests.inspections.months_lived import prepare
from tests.makers import NOON, make_cell, make_duty, make_enterprise, make_officer, make_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    prepare()
    return make_officer("office_staff")


def test_an_enterprise_that_the_rules_would_not_list(staff):
    round_ = make_round()
    enterprise = make_enterprise("360802001", supervision_class="other")
    duty = add_duty(round_=round_, enterprise=enterprise, reason="群众\x00反映", by=staff, at=NOON)
    assert (duty.entry, duty.entered_reason, duty.entered_on) == (
        "added", "办公室列入：群众反映", date(2026, 3, 2),
    )  # fmt: skip
    assert duty.checklist.code == "general"
    assert totals(round_)["total"]["added"] == 1
    entry = Entry.objects.get(subject="duty", subject_id=duty.pk)
    assert (entry.step, entry.file_key, entry.note) == (
        "add", f"enterprise:{enterprise.pk}", "2026年3月清单：办公室列入：群众反映",
    )  # fmt: skip


def test_a_cell_taken_off_may_be_put_on_again(staff):
    duty = make_duty(kind="sweep")
    remove_duty(duty=duty, reason="撤点", document="吉发3号", by=staff, at=NOON)
    again = add_duty(round_=duty.round, cell=duty.cell, reason="恢复", by=staff, at=NOON)
    assert (again.kind, again.cell_id) == ("sweep", duty.cell_id)
    assert differences(duty.round) == {}
    assert Entry.objects.filter(file_key=f"grid_cell:{duty.cell_id}").count() == 2


def test_nothing_is_listed_twice(staff):
    duty = make_duty()
    with pytest.raises(ConstraintRefused, match="这家企业已在本月清单上。"):
        add_duty(round_=duty.round, enterprise=duty.enterprise, reason="再来", by=staff, at=NOON)
    sweep = make_duty(kind="sweep")
    with pytest.raises(ConstraintRefused, match="这个网格的拉网排查已在本月清单上。"):
        add_duty(round_=duty.round, cell=sweep.cell, reason="再来", by=staff, at=NOON)


def test_merged_files_and_dissolved_cells_are_refused(staff):
    merged = make_enterprise("360802001", merged_into=make_enterprise("360802001"))
    with pytest.raises(StepRefused, match="请列入并入后的那一份"):
        add_duty(round_=make_round(), enterprise=merged, reason="查", by=staff, at=NOON)
    cell = make_cell(dissolved_on=date(2026, 1, 1))
    with pytest.raises(StepRefused, match="已于2026-01-01撤销"):
        add_duty(round_=make_round(), cell=cell, reason="查", by=staff, at=NOON)


def test_removal_needs_document_and_reason(staff):
    duty = make_duty()
    for given, field in [
        ({"reason": " ", "document": "1号"}, "reason"),
        ({"reason": "重复", "document": ""}, "document"),
        ({"reason": "长" * 121, "document": "1号"}, "reason"),
    ]:
        with pytest.raises(ValidationError) as refused:
            remove_duty(duty=duty, **given, by=staff, at=NOON)
        assert list(refused.value.message_dict) == [field]
    removed = remove_duty(duty=duty, reason="重复", document="吉发3号", by=staff, at=NOON)
    assert (removed.removed_on, removed.removed_reason) == (date(2026, 3, 2), "办公室移出（吉发3号）：重复")
    assert totals(duty.round)["total"]["in_force"] == 0
    with pytest.raises(StepRefused, match="已于2026-03-02移出本月清单"):
        remove_duty(duty=duty, reason="重复", document="吉发3号", by=staff, at=NOON)


def test_only_the_office(staff):
    duty = make_duty()
    for role in ("county_leader", "grid_officer"):
        officer = make_officer(role)
        with pytest.raises(PermissionDenied):
            remove_duty(duty=duty, reason="重复", document="1号", by=officer, at=NOON)
        with pytest.raises(PermissionDenied):
            add_duty(round_=duty.round, enterprise=duty.enterprise, reason="列入", by=officer, at=NOON)


def test_after_its_last_day_a_month_takes_and_gives_nothing(staff):
    duty, after = make_duty(), datetime(2026, 3, 31, 16, tzinfo=UTC)
    said = "2026年3月已经结束，清单不能再增减；2026年4月的清单开启后，请在那里办理。"
    with pytest.raises(MonthOver, match=said):
        remove_duty(duty=duty, reason="重复", document="1号", by=staff, at=after)
    with pytest.raises(MonthOver, match=said):
        add_duty(round_=duty.round, enterprise=make_enterprise(), reason="列入", by=staff, at=after)
    last_moment = after - timedelta(seconds=1)
    assert remove_duty(duty=duty, reason="重复", document="1号", by=staff, at=last_moment).removed_on == date(
        2026, 3, 31
    )


def test_closed_and_continued_months_are_settled(staff):
    duty = make_duty()
    make_round(202604)
    with pytest.raises(ListSettled):
        remove_duty(duty=duty, reason="重复", document="1号", by=staff, at=NOON)
    Round.objects.update(state="closed", closed_at=NOON)
    with pytest.raises(RoundClosed):
        add_duty(round_=duty.round, enterprise=make_enterprise(), reason="列入", by=staff, at=NOON)
    assert Duty.objects.get().removed_on is None
