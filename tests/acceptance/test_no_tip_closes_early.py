"""Issue 5: no accepted tip closes without a verification record with at least two people, a disposition and an answer.

Histories of random steps run through the real operations; after every step the records themselves are counted, not the counters.
"""

from datetime import date, timedelta
from random import Random

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from capacity_portal.lib.workflow import StepRefused, steps_from
from tests.makers import NOON, make_department, make_officer, make_region
from tests.tip_makers import make_tip
from tipoffs.models import Answer, Disposition, Tip, Verifier
from tipoffs.operations import (
    accepting,
    beginning,
    closing,
    counting,
    dealing,
    extending,
    handing,
    refusing,
    verifying,
)
from tipoffs.queries.targets import Target
from tipoffs.queries.units import lead_of
from tipoffs.rules.dealing import Measure
from tipoffs.rules.verifying import FieldReport, Participant
from tipoffs.rules.workflow import STEPS

pytestmark = pytest.mark.django_db
HISTORIES, LENGTH = 8, 40
SUMMARY = "某厂夜间有中频炉生产。"
COUNTERS = ("verifiers", "dispositions", "answers")


class World:
    """The people, and a step of each kind with random and often wrong content."""

    def __init__(self, random: Random):
        self.random = random
        self.county = make_region("360802")
        self.handler = make_officer("tipoff_handler")
        self.leader = make_officer("office_leader")
        self.staff = [make_officer("county_staff") for _ in range(2)]
        self.unit = make_officer("member_unit", "3608", department=make_department(make_region("3608")))
        self.tip = make_tip("received")
        self.at = NOON

    def take(self, name: str) -> None:
        """Try the step, whether or not it may be taken now; a refusal leaves everything as it was."""
        self.at += timedelta(hours=self.random.randint(1, 20))
        self.tip.refresh_from_db()
        try:
            with transaction.atomic():
                getattr(self, f"_{name}")()
        except (StepRefused, ValidationError, PermissionDenied):
            pass

    def common(self, by) -> dict:
        return {"tip": self.tip, "version": self.tip.version, "by": by, "at": self.at}

    def _accept(self):
        accepting.accept(**self.common(self.handler))

    def _propose_refusal(self):
        refusing.propose_refusal(
            reason="untraceable",
            text="线索不清",
            summary=SUMMARY,
            is_checked=True,
            **self.common(self.handler),
        )

    def _confirm_refusal(self):
        refusing.confirm_refusal(**self.common(self.unit))

    def _reject_refusal(self):
        refusing.reject_refusal(text="应当受理", **self.common(self.unit))

    def _hand_over(self):
        handing.hand_over(
            lead=Target(self.county), summary=SUMMARY, is_checked=True, **self.common(self.handler)
        )

    def _transfer(self):
        handing.transfer(lead=Target(self.county), text="改派", **self.common(self.handler))

    def _begin(self):
        beginning.begin(**self.common(self.staff[0]))

    def _return(self):
        beginning.return_tip(text="不归我县", **self.common(self.staff[0]))

    def _verify(self):
        today = timezone.localdate(self.at)
        people = tuple(Participant("", officer_id=one.pk) for one in self.staff[: self.random.randint(1, 2)])
        conclusion = self.random.choice(["confirmed", "unfounded"])
        report = FieldReport(today, today, "现场", conclusion, "看到的情况", people)
        verifying.record_verification(report=report, **self.common(self.staff[0]))

    def _deal(self):
        kind = self.random.choice(["sealed", "nothing_needed"])
        measure = Measure(kind, "处置情况", timezone.localdate(self.at))
        dealing.record_disposition(measure=measure, **self.common(self.staff[1]))

    def _send_back(self):
        closing.send_back(text="再查", **self.common(self.handler))

    def _answer(self):
        closing.answer(text="已处理", **self.common(self.handler))

    def _close(self):
        closing.close(**self.common(self.handler))

    def _reopen(self):
        closing.reopen(text="重新办理", **self.common(self.leader))

    def _supervise(self):
        part = lead_of(self.tip)
        if part is not None:
            extending.ask_extension(assignment=part, days=1, reason="路远", by=self.staff[0], at=self.at)
            request = part.extensions.get(state="asked")
            extending.decide_extension(extension=request, is_granted=True, by=self.leader, at=self.at)


def broken(tip: Tip) -> list[str]:
    """What a closed tip lacks in this turn, counted from the records."""
    if tip.state != "closed":
        return []
    people = Verifier.objects.filter(
        verification__tip=tip, verification__turn=tip.turn, verification__replaced_at=None
    )
    turn = {"tip": tip, "turn": tip.turn}
    found = {
        "people": people.count() >= 2,
        "disposition": Disposition.objects.filter(**turn).exists(),
        "answer": Answer.objects.filter(**turn).exists(),
    }
    return [name for name, is_there in found.items() if not is_there]


def next_step(world: World) -> str:
    """Mostly one that the state offers, so that histories get to the end; else any."""
    offered = [
        step.name
        for step in steps_from(STEPS, world.tip.state)
        if step.name not in ("reopen", "transfer", "return")
    ]
    if offered and world.random.random() < 0.75:
        return world.random.choice(offered)
    return world.random.choice([step.name for step in STEPS])


def live(seed: int) -> tuple[int, list[str]]:
    """How often a tip was closed in one history, and what was ever lacking."""
    world, closed, lacking = World(Random(seed)), 0, []
    for _ in range(LENGTH):
        before = world.tip.state
        world.take(next_step(world))
        world.tip.refresh_from_db()
        closed += before != "closed" and world.tip.state == "closed"
        lacking += broken(world.tip)
    return closed, lacking


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_random_histories_never_close_a_tip_that_lacks_something(seed):
    assert live(seed)[1] == []


def test_random_histories_do_close_tips():
    assert sum(live(seed)[0] for seed in (1, 2, 3)) > 0


def test_control_an_operation_that_counts_wrongly_is_found(monkeypatch):
    def generous(tip):
        tip.verifiers, tip.dispositions, tip.answers = 2, 1, 1

    for module in (closing, dealing, verifying):
        monkeypatch.setattr(module, "recount", generous)
    monkeypatch.setattr(verifying, "problems", lambda *args, **kwargs: {})
    assert any(lacking for _, lacking in map(live, range(HISTORIES)))


@pytest.mark.parametrize("lacking", COUNTERS)
@pytest.mark.parametrize("state", ["accepted", "verified", "answered"])
def test_a_raw_update_to_closed_is_refused_by_the_database(state, lacking):
    tip = make_tip(state, verifiers=2, dispositions=1, answers=1)
    by = make_officer("tipoff_handler")
    fewer = {lacking: F(lacking) - 1}
    with pytest.raises(IntegrityError, match="tip_closed_only_when_complete"), transaction.atomic():
        Tip.objects.filter(pk=tip.pk).update(state="closed", closed_at=NOON, closed_by=by, **fewer)
    tip.refresh_from_db()
    assert tip.state == state


def test_a_closed_tip_does_not_lose_what_closed_it():
    tip = make_tip("closed")
    for name in COUNTERS:
        with pytest.raises(IntegrityError, match="tip_closed_only_when_complete"), transaction.atomic():
            Tip.objects.filter(pk=tip.pk).update(**{name: F(name) - 1})


def test_control_without_the_constraint_the_same_update_passes():
    tip = make_tip("accepted")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE weak_tip AS SELECT * FROM tipoffs_tip")
        cursor.execute("UPDATE weak_tip SET state = 'closed' WHERE id = %s", [tip.pk])
        cursor.execute("SELECT state FROM weak_tip WHERE id = %s", [tip.pk])
        assert cursor.fetchone() == ("closed",)
        cursor.execute("DROP TABLE weak_tip")


def test_a_refused_tip_needs_none_of_it_but_two_people_of_different_units():
    tip = make_tip("refused")
    assert (tip.verifiers, tip.dispositions, tip.answers) == (0, 0, 0)
    with pytest.raises(IntegrityError, match="tip_refused_by_another"), transaction.atomic():
        Tip.objects.filter(pk=tip.pk).update(refused_by=F("refusal_proposed_by"))


def test_recounting_takes_what_belongs_to_this_turn_only():
    tip = make_tip("closed", verifiers=2, dispositions=1, answers=1)
    Disposition.objects.create(
        tip=tip, turn=1, kind="sealed", text="查封", on=date(2026, 3, 2), recorded_at=NOON, recorded_by=tip.closed_by
    )  # fmt: skip
    Answer.objects.create(tip=tip, turn=2, text="答复", answered_at=NOON, answered_by=tip.closed_by)
    Tip.objects.filter(pk=tip.pk).update(state="accepted", closed_at=None, closed_by=None, turn=2)
    tip.refresh_from_db()
    counting.recount(tip)
    assert (tip.verifiers, tip.dispositions, tip.answers) == (0, 0, 1)
