"""Acceptance: no blind spot passes a closing, the stock equation always holds, closed figures never change."""

import json
from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capacity_portal.organization.models import GridCell, GridPost, Officer, Region
from enterprises.models import Enterprise
from inspections.models import Closing, Duty, Round
from inspections.operations import closing, counting, rounds_open
from inspections.operations.closing import close_round
from inspections.operations.reconciling import reconcile
from inspections.queries.figures import figures, shown
from inspections.queries.verifying import verify_closing, verify_list
from tests.inspections.lives import HISTORIES, LONG_HISTORIES, Life, everything_holds, live
from tests.inspections.months_lived import accept_returns
from tests.makers import NOON, make_cell, make_enterprise, make_post, make_region

pytestmark = pytest.mark.django_db
DATABASE = [HealthCheck.function_scoped_fixture]
QUICK = settings(max_examples=12, suppress_health_check=DATABASE)
LONG = settings(max_examples=400, suppress_health_check=[*DATABASE, HealthCheck.too_slow])


def undone(body, *args):
    """Run the body and take back what it wrote."""
    with transaction.atomic():
        try:
            return body(*args)
        finally:
            transaction.set_rollback(True)


@pytest.fixture
def life():
    return Life()


@QUICK
@given(HISTORIES)
def test_no_path_leads_to_a_closed_month_with_an_unvisited_unexplained_duty_and_the_stock_equation_always_holds(
    life, history
):
    undone(live, history, life)


@pytest.mark.long
@LONG
@given(LONG_HISTORIES)
def test_the_same_over_long_histories(life, history):
    undone(live, history, life)


CLOSED_AND_GONE_ON = [
    ("visit", 0), ("visit", 5), ("excuse", 2), *[("explain", n) for n in range(6)], ("accept", 0), ("close", 0), ("next_month", 0),
    ("found", 1), ("move", 1), ("reconcile", 1), ("merge", 5), ("dissolve", 0), ("next_month", 0), ("reopen", 0), ("send_back", 0),
    ("explain", 0), ("close", 0),
]  # fmt: skip


def test_a_history_that_closes_reopens_and_goes_on_is_among_them():
    live(CLOSED_AND_GONE_ON)
    assert [(closing.round.period, closing.number) for closing in Closing.objects.order_by("id")] == [
        (202601, 1),
        (202601, 2),
    ]
    assert Round.objects.count() == 3
    reasons = set(Duty.objects.values_list("entered_reason", "removed_reason"))
    assert reasons == {("", ""), ("新建档", ""), ("", "网格已撤销")}


# --- the checks can fail ----------------------------------------------------------------------------------------------
def test_closing_in_spite_of_a_blind_spot_would_be_seen(monkeypatch):
    monkeypatch.setattr(closing, "closing_blockers", lambda round_, today: [])
    with pytest.raises(AssertionError, match="somebody nobody has looked at"):
        live([("close", 0)])


def test_a_list_that_changes_after_the_next_was_opened_would_be_seen(monkeypatch):
    monkeypatch.setattr("inspections.operations.by_hand.insist_on_changeable", lambda round_: None)
    with pytest.raises(AssertionError, match="a month opens with what the last one ended with"):
        live([("next_month", 0), ("remove", 0)])


def test_tallies_that_forget_would_be_seen(monkeypatch):
    life = Life()
    monkeypatch.setattr(counting, "carry", lambda round_, sums: None)
    life.take("visit", 0)
    with pytest.raises(AssertionError):
        everything_holds()


def test_writes_to_a_closed_month_would_be_seen(monkeypatch):
    history = [*[("explain", n) for n in range(6)], ("accept", 0), ("close", 0)]
    life = live(history)
    assert not life.take("excuse", 0)
    monkeypatch.setattr(rounds_open, "held_open", lambda round_id: "open")
    life.take("excuse", 0)
    (closed,) = Closing.objects.all()
    assert verify_closing(closed) != []


# --- frozen figures ---------------------------------------------------------------------------------------------------
CHANGES = {
    "renamed": lambda: Enterprise.objects.update(name="改了名", supervision_class="rolling", status="suspended"),
    "moved": lambda: Enterprise.objects.filter(county_code="360802").update(
        region=make_region("360803001"), region_code="360803001", county_code="360803"
    ),
    "left": lambda: Enterprise.objects.update(supervision_class="other", is_key=False, key_reason=""),
    "merged": lambda: Enterprise.objects.order_by("id").filter(
        pk__gt=Enterprise.objects.order_by("id").first().pk
    ).update(merged_into=Enterprise.objects.order_by("id").first()),
    "founded": lambda: make_enterprise("360802001", created_at=NOON),
    "cells renamed": lambda: GridCell.objects.update(name="改名网格", risk_marks=["scrap_rich"]),
    "cells dissolved": lambda: GridCell.objects.update(dissolved_on=F("founded_on")),
    "cell founded": lambda: make_cell("360803009"),
    "posts ended": lambda: GridPost.objects.update(to_on=date(2026, 2, 1), ended_at=NOON),
    "officers": lambda: Officer.objects.update(name="改名", is_active=False, deactivated_at=NOON),
    "regions": lambda: Region.objects.filter(code="360803").update(name="改名区"),
    "a new county": lambda: make_region("360821"),
}  # fmt: skip
CHANGES_THAT_SHOW = [
    "moved",
    "merged",
    "founded",
    "cells renamed",
    "cell founded",
    "regions",
]
COUNTIES_HIDE_NOBODY_BY = ["left", "cells dissolved"]


@pytest.fixture
def closed(life) -> Closing:
    """January, closed with somebody visited, excused and explained; February is open."""
    for cell in GridCell.objects.all():
        make_post(cell)
    for step in [("visit", 0), ("excuse", 1), ("explain", 0), ("explain", 0), ("explain", 0)]:
        life.take(*step)
    january = Round.objects.get()
    accept_returns(january, life.at)
    closed = close_round(round_=january, by=life.staff, at=life.at)
    life.next_month(0)
    return Closing.objects.select_related("round").get(pk=closed.pk)


def change(names, closed: Closing) -> tuple[dict, dict]:
    """The open month's figures before and after the changes; the closed month shows what it showed."""
    february = Round.objects.get(period=202602)
    frozen, before = json.dumps(shown(closed.round)), figures(february)
    for name in names:
        CHANGES[name]()
    reconcile(round_=february, at=datetime(2026, 2, 20, 1, tzinfo=UTC))
    assert json.dumps(shown(closed.round)) == frozen
    assert verify_closing(closed) == verify_list(closed.round) == []
    return before, figures(february)


@QUICK
@given(st.lists(st.sampled_from(sorted(CHANGES)), min_size=1, max_size=8))
def test_figures_of_a_closed_month_are_identical_after_arbitrary_later_changes(closed, names):
    undone(change, names, closed)


@pytest.mark.parametrize("name", CHANGES_THAT_SHOW)
def test_the_live_figures_did_change(closed, name):
    before, after = change([name], closed)
    assert before != after


@pytest.mark.parametrize("name", COUNTIES_HIDE_NOBODY_BY)
def test_nobody_leaves_the_open_month_by_what_a_county_may_do(closed, name):
    before, after = change([name], closed)
    assert before["prefecture"]["total"] == after["prefecture"]["total"]


def test_all_changes_together(closed):
    before, after = change(list(CHANGES), closed)
    assert before != after
