"""Acceptance: no path leads to an accepted 零报告 that is false, and regional tables list every region."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from capacity_portal.lib.workflow import StepRefused
from enterprises import registries
from inspections.choices import Coverage, FindingState, Outcome
from inspections.models import Duty, Finding, MonthlyReturn, Visit
from inspections.operations import counting
from inspections.operations.findings import open_finding
from inspections.operations.returns import (
    accept_return,
    send_back_return,
    submit_confirmed,
    withdraw_return,
)
from inspections.queries.compiling import compile_return
from inspections.queries.furnace_quarters import furnaces_of_quarter
from inspections.queries.furnaces import counted, furnaces_below
from inspections.queries.uncovered import UNCOVERED
from inspections.rules.reports import FindingDraft
from tests.makers import (
    NOON,
    make_duty,
    make_enterprise,
    make_equipment,
    make_finding,
    make_kind,
    make_officer,
    make_region,
    make_return,
    make_round,
    make_visit,
)

pytestmark = pytest.mark.django_db
APRIL = datetime(2026, 4, 2, 4, 0, tzinfo=UTC)
COUNTY = "360802"


# --- no path to a false statement of nothing --------------------------------------------------------------------------
class World:
    """A county with a key enterprise, an ordinary one, an old finding that may be open, and its return."""

    def __init__(self, has_old_finding: bool) -> None:
        self.round = make_round()
        self.enterprise = make_enterprise("360802001")
        self.duties = [make_duty(self.round, self.enterprise, is_key=True)]
        self.duties.append(make_duty(self.round, make_enterprise("360802001")))
        self.staff, self.leader = make_officer("county_staff"), make_officer("county_leader")
        self.office = make_officer("office_staff")
        if has_old_finding:
            old = make_visit(make_duty(make_round(202602), self.enterprise), recorded_by=self.staff)
            make_finding(old)
        self.record = make_return(round_=self.round)
        self.clock = APRIL

    def visit(self, place: int, outcome: str) -> None:
        self.clock += timedelta(minutes=1)
        reason = "门锁" if outcome == "no_entry" else ""
        duty = self.duties[place % len(self.duties)]
        make_visit(
            duty, outcome=outcome, outcome_reason=reason, recorded_by=self.staff, recorded_at=self.clock
        )

    def send_visit_back(self, place: int) -> None:
        visits = Visit.objects.filter(period=202603, state="recorded").order_by("id")
        if (visit := visits[place % 3 : place % 3 + 1].first()) is not None:
            Visit.objects.filter(pk=visit.pk).update(
                state="sent_back", sent_back_at=self.clock, send_back_comment="照片不清"
            )
            counting.recount(Duty.objects.select_related("round").get(pk=visit.duty_id))

    def find(self, place: int) -> None:
        visit = Visit.objects.filter(period=202603, state="recorded").order_by("id").first()
        if visit is not None:
            draft = FindingDraft(
                kind="other", severity="minor", description="炉衬超期", responsible_name="王平"
            )
            open_finding(visit=visit, draft=draft, by=self.staff, at=self.clock)

    def add(self, place: int) -> None:
        if len(self.duties) < 4:
            self.duties.append(make_duty(self.round, make_enterprise("360802001"), is_key=bool(place % 2)))

    def explain(self, place: int) -> None:
        Duty.objects.filter(pk=self.duties[place % len(self.duties)].pk).update(gap_reason="停电")

    def step(self, name: str) -> None:
        record = MonthlyReturn.objects.get(pk=self.record.pk)
        steps = {
            "zero": lambda: submit_confirmed(
                record=record, version=record.version, is_zero=True, by=self.leader, at=self.clock
            ),
            "ordinary": lambda: submit_confirmed(
                record=record, version=record.version, is_zero=False, by=self.leader, at=self.clock
            ),
            "withdraw": lambda: withdraw_return(record=record, by=self.leader, at=self.clock),
            "accept": lambda: accept_return(record=record, by=self.office, at=self.clock),
            "send_back": lambda: send_back_return(record=record, comment="改", by=self.office, at=self.clock),
        }
        try:
            with transaction.atomic():
                steps[name]()
        except StepRefused:
            pass

    def lie(self) -> str:
        """What is wrong with a signed or accepted 零报告; empty when there is none, or it is true."""
        record = MonthlyReturn.objects.get(pk=self.record.pk)
        if not record.is_zero_report or record.state not in ("submitted", "accepted"):
            return ""
        open_ = Duty.objects.in_force().filter(round=self.round).exclude(coverage=Coverage.COVERED)
        wrong = {
            "an unvisited key enterprise": open_.filter(is_key=True).exists(),
            "an unexplained duty": open_.filter(coverage__in=UNCOVERED, gap_reason="").exists(),
            "a finding": Finding.objects.filter(period=202603).exists(),
            "a problem": Visit.objects.filter(
                period=202603, state="recorded", outcome=Outcome.PROBLEM
            ).exists(),
            "an unflagged old finding": not record.zero_flags
            and Finding.objects.filter(period=202602).exclude(state=FindingState.CLOSED).exists(),
        }
        return "、".join(name for name, holds in wrong.items() if holds)


_PLACE = st.integers(0, 3)
_ACTS = st.one_of(
    st.tuples(
        st.just("visit"), _PLACE, st.sampled_from(["normal", "normal", "normal", "problem", "no_entry"])
    ),
    st.tuples(st.sampled_from(["send_visit_back", "find", "add", "explain"]), _PLACE),
    st.tuples(
        st.just("step"),
        st.sampled_from(["zero", "zero", "accept", "accept", "ordinary", "withdraw", "send_back"]),
    ),
)
_BEGINNINGS = st.sampled_from([
    [],
    [("visit", 0, "normal"), ("visit", 1, "normal"), ("step", "zero")],
    [("visit", 0, "normal"), ("explain", 1), ("step", "zero"), ("step", "accept")],
])  # fmt: skip


@examples(max_examples=6, deadline=None)
@given(_BEGINNINGS, st.lists(_ACTS, max_size=6), st.booleans())
def test_no_path_leads_to_a_zero_report_that_is_false_or_unflagged(beginning, acts, has_old_finding):
    with transaction.atomic():
        world = World(has_old_finding)
        for name, *values in [*beginning, *acts]:
            getattr(world, name)(*values)
            assert world.lie() == "", (name, values)
        transaction.set_rollback(True)


def test_the_good_path_is_open(monkeypatch):
    """The property above would hold of a portal that accepts nothing."""
    monkeypatch.setattr(registries, "_flag_sources", [])
    world = World(has_old_finding=True)
    for place in (0, 1):
        world.visit(place, "normal")
    world.step("zero")
    world.step("accept")
    record = MonthlyReturn.objects.get()
    assert (record.state, record.is_zero_report, len(record.zero_flags)) == ("accepted", True, 1)


def test_a_planted_hole_is_found(monkeypatch):
    """Without the watch a visit sent back after acceptance leaves a false statement standing."""
    monkeypatch.setattr(counting, "send_back_false_zeros", lambda **kwargs: [])
    world = World(has_old_finding=False)
    for place in (0, 1):
        world.visit(place, "normal")
    world.step("zero")
    world.step("accept")
    world.send_visit_back(0)
    assert world.lie() == "an unvisited key enterprise、an unexplained duty"


# --- regional tables --------------------------------------------------------------------------------------------------
@pytest.fixture
def furnaces():
    """Four regions of the prefecture, two of them without a furnace."""
    for code in ("360802", "360803", "360821", "3608K01"):
        make_region(code)
    make_kind(is_induction_furnace=True)
    first, second = make_enterprise("360802001"), make_enterprise("360802002")
    make_equipment(first, size="1.5", count=2)
    make_equipment(first, size="0.25", count=1)
    make_equipment(second, size=None, count=3)
    make_equipment(second, state="dismantled", count=9)
    make_equipment(second, is_withdrawn=True, count=9)
    make_equipment(make_enterprise("3608K01001"), size=5, count=1)
    make_equipment(make_enterprise("360803001"), kind=make_kind("converter", name="转炉"), size=50)
    return [first, second]


def test_every_region_is_listed_zeros_too_and_the_total_is_the_sum_of_the_parts(furnaces):
    table = furnaces_below("3608", date(2026, 3, 31))
    rows = {row["code"]: (row["users"], row["number"], row["kg"], row["unsized"]) for row in table["rows"]}
    assert rows == {
        "360802": (2, 6, 3_250, 3), "360803": (0, 0, 0, 0), "360821": (0, 0, 0, 0), "3608K01": (1, 1, 5_000, 0),
    }  # fmt: skip
    assert table["total"] == {"users": 3, "number": 7, "kg": 8_250, "unsized": 3}
    assert table["total"] == {name: sum(row[name] for row in table["rows"]) for name in table["total"]}


def test_a_county_lists_all_its_towns_and_what_lies_in_none(furnaces):
    make_region("360802003")
    make_equipment(make_enterprise("360802"), size=1)
    table = furnaces_below("360802", date(2026, 3, 31))
    assert [(row["code"], row["users"]) for row in table["rows"]] == [
        ("360802001", 1), ("360802002", 1), ("360802003", 0), ("360802", 1),
    ]  # fmt: skip
    assert table["total"]["users"] == 3 == sum(found["users"] for found in counted("360802").values())


def test_a_quarter_takes_what_was_signed_and_lists_every_region(furnaces):
    leader = make_officer("county_leader")
    record = submit_confirmed(record=make_return(), version=1, is_zero=False, by=leader, at=APRIL)
    make_equipment(furnaces[0], size=100, count=4)
    table = furnaces_of_quarter("3608", (2026, 1), date(2026, 5, 1))
    assert [(row["name"], row["source"], row["number"]) for row in table["rows"]] == [
        ("吉州区", "3月月报", 6), ("青原区", "台账现数", 0), ("吉安县", "台账现数", 0), ("井冈山经开区", "台账现数", 1),
    ]  # fmt: skip
    assert table["total"]["number"] == 7
    assert record.figures["furnaces"]["total"]["number"] == 6


def test_the_return_of_a_county_agrees_with_the_prefectures_row(furnaces):
    row = next(row for row in furnaces_below("3608", date(2026, 3, 31))["rows"] if row["code"] == COUNTY)
    total = compile_return(make_round(), COUNTY)["furnaces"]["total"]
    assert total == {name: row[name] for name in total}


def test_a_compiled_return_of_nothing_is_complete(monkeypatch):
    monkeypatch.setattr(registries, "_figure_sources", [])
    make_region(COUNTY)
    figures = compile_return(make_round(), COUNTY)
    assert figures["total"]["in_force"] == figures["findings"]["total"] == figures["blind_spots_total"] == 0
    assert set(figures["classes"]) == {"steel_smelting", "foundry", "rolling", "induction_furnace", "other"}
    assert (figures["more"], figures["county"]) == ([], {"code": COUNTY, "name": "吉州区"})


def test_a_compiled_return_takes_as_many_queries_for_many_duties_as_for_one(django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_visit(make_duty(make_round()))
    with CaptureQueriesContext(connection) as few:
        compile_return(make_round(), COUNTY)
    for _ in range(3):
        make_visit(make_duty(make_round()), recorded_at=NOON)
        make_duty(make_round())
    with django_assert_num_queries(len(few)):
        figures = compile_return(make_round(), COUNTY)
    assert (figures["total"]["covered"], figures["blind_spots_total"]) == (4, 3)
