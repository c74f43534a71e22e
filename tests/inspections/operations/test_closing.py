"""Closing, what keeps from it, reopening, and proving afterwards that nothing was changed."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from capacity_portal.journal.models import Entry
from capacity_portal.lib.workflow import StepRefused
from inspections.models import Closing, Duty, Round, Tally
from inspections.operations.closing import ClosingBlocked, close_round, reopen_round
from inspections.operations.excusing import explain_gap
from inspections.operations.quality import score_round
from inspections.operations.rounds_open import RoundClosed
from inspections.queries.figures import area_of, figures, shown
from inspections.queries.tallies import differences
from inspections.queries.verifying import verify_closing, verify_list
from inspections.rules.digests import digest_of
from tests.inspections.months_lived import APRIL, MARCH, accept_returns, opened, prepare
from tests.makers import make_enterprise, make_finding, make_officer, make_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def month() -> Round:
    """One visited, one explained, all returns accepted."""
    prepare()
    make_enterprise("360802001", name="查过"), make_enterprise("360803001", name="没查")
    round_ = opened()
    make_visit(Duty.objects.get(title="查过"))
    explain_gap(duty=Duty.objects.get(title="没查"), reason="封路", by=None, at=MARCH)
    accept_returns(round_)
    return round_


@pytest.fixture
def leader():
    return make_officer("office_leader")


def test_closing_freezes_the_figures_and_the_journal_carries_the_digest(month, leader):
    score_round(round_=month, at=APRIL)
    expected = figures(month, with_uncovered=True)
    closing = close_round(round_=month, by=leader, at=APRIL)
    assert closing.figures == expected
    assert closing.digest == digest_of(expected)
    assert [line["title"] for line in closing.figures["uncovered"]] == ["没查"]
    quality = area_of(closing.figures, "360802")["quality"]
    assert (quality["score"], [reason["sentence"] for reason in quality["reasons"]]) == (
        85,
        ["1条记录没有照片。"],
    )
    entry = Entry.objects.get(subject="closing", subject_id=closing.pk)
    assert entry.changes["digest"] == [None, closing.digest]
    assert "figures" not in entry.changes
    assert entry.note == f"数据校验值 {closing.digest}"
    month.refresh_from_db()
    assert (month.state, month.closed_by, month.closed_at) == ("closed", leader, APRIL)
    assert shown(month) == expected
    with pytest.raises(RoundClosed):
        explain_gap(duty=Duty.objects.get(title="没查"), reason="改口", by=None, at=APRIL)


def test_what_keeps_it_open_is_said(month, leader):
    Duty.objects.update(gap_reason="")
    with pytest.raises(ClosingBlocked) as refused:
        close_round(round_=month, by=leader, at=APRIL)
    assert refused.value.blockers == ["青原区还有1项未排查，也没有说明原因：没查。"]
    assert str(refused.value) == "青原区还有1项未排查，也没有说明原因：没查。"
    assert Closing.objects.count() == 0


def test_a_month_closes_once(month, leader):
    close_round(round_=month, by=leader, at=APRIL)
    with pytest.raises(StepRefused, match="2026年3月已经关账"):
        close_round(round_=month, by=leader, at=APRIL)


def test_tallies_are_mended_before_closing(month, leader):
    Tally.objects.update(covered=9)
    close_round(round_=month, by=leader, at=APRIL)
    assert differences(month) == {}


def test_reopening_stays_visible_and_the_month_closes_again(month, leader):
    first = close_round(round_=month, by=leader, at=APRIL)
    reopened = reopen_round(round_=month, reason="补查没查的一家", by=leader, at=APRIL)
    assert (reopened.state, reopened.closed_at) == ("reopened", None)
    make_visit(Duty.objects.get(title="没查"))
    second = close_round(round_=month, by=leader, at=APRIL)
    first.refresh_from_db()
    assert (first.reopen_reason, first.reopened_by, first.reopened_at) == ("补查没查的一家", leader, APRIL)
    assert (second.number, second.reopened_at) == (2, None)
    assert (
        first.figures["prefecture"]["total"]["covered"],
        second.figures["prefecture"]["total"]["covered"],
    ) == (1, 2)
    steps = Entry.objects.filter(subject="closing").order_by("id").values_list("step", flat=True)
    assert list(steps) == ["close", "reopen", "close"]
    assert verify_closing(first) == verify_closing(second) == []


def test_only_a_closed_month_is_reopened_with_a_reason(month, leader):
    with pytest.raises(StepRefused, match="2026年3月没有关账"):
        reopen_round(round_=month, reason="补查", by=leader, at=APRIL)
    close_round(round_=month, by=leader, at=APRIL)
    with pytest.raises(ValidationError, match="请写明重新开账理由。"):
        reopen_round(round_=month, reason=" ", by=leader, at=APRIL)


def test_who_may(month):
    staff, county = make_officer("office_staff"), make_officer("county_leader")
    with pytest.raises(PermissionDenied):
        close_round(round_=month, by=county, at=APRIL)
    close_round(round_=month, by=staff, at=APRIL)
    with pytest.raises(PermissionDenied):
        reopen_round(round_=month, reason="补查", by=staff, at=APRIL)


# --- proof ------------------------------------------------------------------------------------------------------------
def test_a_closing_that_was_left_alone_verifies(month, leader):
    closing = close_round(round_=month, by=leader, at=APRIL)
    assert verify_list(month) == verify_closing(closing) == []


def test_a_finding_that_goes_on_does_not_disturb(month, leader):
    finding = make_finding(make_visit(Duty.objects.get(title="没查"), outcome="problem"))
    closing = close_round(round_=month, by=leader, at=APRIL)
    finding.state = "under_way"
    finding.save()
    assert verify_closing(closing) == []


def test_changed_figures_are_found(month, leader):
    closing = close_round(round_=month, by=leader, at=APRIL)
    closing.figures["prefecture"]["total"]["covered"] = 2
    closing.save()
    assert (
        verify_closing(closing)[0] == "2026年3月排查第1次关账：存档数据与校验值不符，数据在关账后被改动过。"
    )
    closing.digest = digest_of(closing.figures)
    closing.save()
    assert verify_closing(closing) == [
        "2026年3月排查第1次关账：校验值与留痕日志中的不一致。",
        "2026年3月排查第1次关账：区划3608的“total”与现有记录不符，存档为在册2、已排查2，现为在册2、已排查1。".replace(
            "区划3608", closing.figures["prefecture"]["name"]
        ),
    ]


def test_changed_rows_are_found(month, leader):
    closing = close_round(round_=month, by=leader, at=APRIL)
    Duty.objects.filter(title="没查").update(gap_reason="停电")
    assert verify_closing(closing) == ["2026年3月排查第1次关账：未排查清单与现有记录不符。"]
    Duty.objects.filter(title="没查").update(needs_night=True, title="没有")
    assert any("“nights”" in sentence for sentence in verify_closing(closing))
    assert verify_list(month) == ["2026年3月排查：月初清单与校验值不符，清单在开启后被改动过。"]


def test_a_list_whose_digest_was_replaced_is_found_by_the_journal(month):
    Round.objects.update(list_digest="0" * 64)
    month.refresh_from_db()
    assert verify_list(month) == [
        "2026年3月排查：月初清单与校验值不符，清单在开启后被改动过。",
        "2026年3月排查：清单校验值与留痕日志中的不一致。",
    ]
