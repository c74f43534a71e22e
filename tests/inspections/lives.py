"""Random histories of a small prefecture: what officers, the ledger and the clock may do, and what must hold after every step."""

from collections import defaultdict
from copy import copy
from datetime import UTC, datetime

from django.core.exceptions import ValidationError
from hypothesis import strategies as st

from capacity_portal.lib import months
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.models import GridCell
from enterprises.models import Enterprise
from inspections.models import Duty, Round, Visit
from inspections.operations import by_hand, closing, excusing
from inspections.operations.opening import open_round
from inspections.operations.reconciling import reconcile
from inspections.operations.rounds_open import refuse_closed
from inspections.operations.visits import send_back_visit
from inspections.queries.tallies import differences, totals
from tests.inspections.months_lived import accept_returns, prepare
from tests.makers import make_cell, make_enterprise, make_officer, make_region, make_visit

FIRST = 202601
COUNTIES = ("360802", "360803")
OUTCOMES = ("normal", "normal", "problem", "idle", "refused")
ACTS = (
    "visit", "visit", "visit", "send_back", "explain", "explain", "excuse", "unexcuse", "add", "remove", "found", "move", "merge",
    "leave", "new_cell", "dissolve", "reconcile", "accept", "close", "close", "reopen", "next_month",
)  # fmt: skip
HISTORIES = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 11)), max_size=14)
LONG_HISTORIES = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 11)), max_size=60)


class Life:
    """A prefecture of two counties, whose first month has just been opened."""

    def __init__(self):
        prepare()
        self.staff = make_officer("office_leader")
        for code in COUNTIES:
            make_cell(f"{code}001", risk_marks=["remote"] if code == COUNTIES[0] else [])
            make_enterprise(f"{code}001")
        self.period = FIRST - 1
        self.next_month(0)

    def take(self, act: str, choice: int) -> bool:
        """Do it, if it may be done now; whether it was done."""
        try:
            return getattr(self, act)(choice) is not None
        except (StepRefused, ValidationError):
            return False

    @property
    def at(self) -> datetime:
        """The second day of the month after the newest: the newest may be closed, the next opened."""
        day = months.first_day(months.add(self.period, 1))
        return datetime(day.year, day.month, 2, 1, tzinfo=UTC)

    @staticmethod
    def during(round_: Round) -> datetime:
        """A day of the month itself: later its list changes no more."""
        day = months.first_day(round_.period)
        return datetime(day.year, day.month, 20, 1, tzinfo=UTC)

    # --- the clock
    def next_month(self, choice):
        period = months.add(self.period, 1)
        day = months.first_day(period)
        found = open_round(period=period, by=None, at=datetime(day.year, day.month, 1, 1, tzinfo=UTC))
        self.period = period
        return found

    # --- whoever inspects
    def visit(self, choice):
        duty = _pick(Duty.objects.in_force().select_related("round"), choice)
        if duty is None:
            return None
        refuse_closed(duty.round)
        return make_visit(duty, outcome=OUTCOMES[choice % 5], outcome_reason="无人", recorded_by=self.staff)

    def send_back(self, choice):
        visit = _pick(Visit.objects.filter(state="recorded"), choice)
        return visit and send_back_visit(visit=visit, comment="重做", by=self.staff, at=self.at)

    def explain(self, choice):
        uncovered = Duty.objects.in_force().filter(gap_reason="", coverage__in=["pending", "attempted"])
        duty = _pick(Duty.objects if choice == 11 else uncovered, choice)
        return duty and excusing.explain_gap(duty=duty, reason="封路", by=None, at=self.at)

    def excuse(self, choice):
        duty = _pick(Duty.objects, choice)
        return duty and excusing.excuse(duty=duty, note="同意", by=None, at=self.at)

    def unexcuse(self, choice):
        duty = _pick(Duty.objects.filter(coverage="excused"), choice)
        return duty and excusing.unexcuse(duty=duty, reason="撤销", by=None, at=self.at)

    # --- the list
    def add(self, choice):
        round_, enterprise = _pick(Round.objects, choice), _pick(Enterprise.objects, choice)
        at = self.during(round_)
        return by_hand.add_duty(round_=round_, enterprise=enterprise, reason="举报", by=None, at=at)

    def remove(self, choice):
        duty = _pick(Duty.objects, choice)
        if duty is None:
            return None
        at = self.during(duty.round)
        return by_hand.remove_duty(duty=duty, reason="重复", document="1号", by=None, at=at)

    def reconcile(self, choice):
        round_ = _pick(Round.objects, choice)
        return reconcile(round_=round_, at=self.during(round_))

    # --- the ledger and the grid
    def found(self, choice):
        return make_enterprise(f"{COUNTIES[choice % 2]}00{choice % 3 + 1}", created_at=self.at)

    def move(self, choice):
        enterprise, code = _pick(Enterprise.objects, choice), f"{COUNTIES[choice % 2]}00{choice % 3 + 1}"
        region = make_region(code)
        values = {"region": region, "region_code": code, "county_code": code[:6]}
        return Enterprise.objects.filter(pk=enterprise.pk).update(**values)

    def merge(self, choice):
        one, into = _pick(Enterprise.objects, choice), _pick(Enterprise.objects, choice // 2)
        merged = into if one != into and into.merged_into_id is None else None
        return Enterprise.objects.filter(pk=one.pk).update(merged_into=merged)

    def leave(self, choice):
        one = _pick(Enterprise.objects, choice)
        new = "other" if one.supervision_class != "other" else ("foundry", "rolling")[choice % 2]
        return Enterprise.objects.filter(pk=one.pk).update(supervision_class=new)

    def new_cell(self, choice):
        code = f"{COUNTIES[choice % 2]}00{choice % 3 + 1}"
        return None if GridCell.objects.current().filter(region_code=code).exists() else make_cell(code)

    def dissolve(self, choice):
        cell = _pick(GridCell.objects.current(), choice)
        return cell and GridCell.objects.filter(pk=cell.pk).update(dissolved_on=self.at.date())

    # --- the end of a month
    def accept(self, choice):
        round_ = _pick(Round.objects.filter(closed_at=None), choice)
        return round_ and (accept_returns(round_, self.at) or True)

    def close(self, choice):
        return closing.close_round(round_=_pick(Round.objects, choice), by=self.staff, at=self.at)

    def reopen(self, choice):
        round_ = _pick(Round.objects, choice)
        return closing.reopen_round(round_=round_, reason="补查", by=self.staff, at=self.at)


def live(history, life: Life | None = None) -> Life:
    """Live through the history, in a new prefecture or on in that of ``life``; everything is checked after each step taken."""
    life = copy(life) if life else Life()
    everything_holds()
    for act, choice in history:
        if life.take(act, choice):
            everything_holds()
    return life


def everything_holds() -> None:
    """No closed month hides anybody; the tallies are right; the stock equation holds in and between the months."""
    previous = None
    for round_ in Round.objects.order_by("period"):
        assert differences(round_) == {}
        assert _silent(round_) == [], f"closed {round_.period} with somebody nobody has looked at"
        ends = _in_force(round_)
        for county in COUNTIES:
            for kind, account in totals(round_, county)["kinds"].items():
                place = (county, kind)
                assert (account["in_force"], account["pending"]) == ends.get(place, (0, 0))
                if previous is not None:
                    expected = previous.get(place, (0, 0))[0]
                    assert account["opening"] == expected, "a month opens with what the last one ended with"
        previous = ends


def _silent(round_: Round) -> list[Duty]:
    """Duties of a closed month that were neither inspected nor excused nor explained."""
    silent = Duty.objects.filter(removed_on=None, gap_reason="", coverage__in=["pending", "attempted"])
    return list(silent.filter(round=round_)) if round_.is_closed else []


def _in_force(round_: Round) -> dict[tuple[str, str], tuple[int, int]]:
    """Duties in force, and those of them nobody has been to, by county and kind: counted one by one."""
    found = defaultdict(lambda: (0, 0))
    for county, kind, coverage in Duty.objects.filter(round=round_, removed_on=None).values_list(
        "county_code", "kind", "coverage"
    ):
        in_force, pending = found[county, kind]
        found[county, kind] = (in_force + 1, pending + (coverage == "pending"))
    return found


def _pick(records, choice: int):
    found = list(records.order_by("id"))
    return found[choice % len(found)] if found else None
