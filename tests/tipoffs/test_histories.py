"""Whatever is tried in whatever order: no accepted tip ends without two people's verification, a disposition and an answer.

Random histories of steps, each tried whatever the state; a weak control shows that the histories reach what the rule forbids.
"""

from contextlib import contextmanager
from unittest import mock

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capacity_portal.lib.workflow import StepRefused
from tests.tipoffs.lives import Life, people
from tipoffs.models import Tip
from tipoffs.operations import closing

pytestmark = pytest.mark.django_db
STEPS = (
    "accept", "propose_refusal", "confirm_refusal", "reject_refusal", "hand_over", "transfer", "begin", "give_back", "verify", "deal",
    "send_back", "answer", "close", "supervise", "reopen",
)  # fmt: skip
HISTORIES = st.lists(st.sampled_from(STEPS), min_size=1, max_size=24)
# Histories that come far: what random ones seldom find.
LONG = st.tuples(
    st.permutations(("hand_over", "begin", "verify", "deal", "answer", "close")),
    st.lists(st.sampled_from(STEPS), max_size=8),
).map(lambda parts: ["accept", *parts[0], *parts[0], *parts[0], *parts[1], *parts[0]])
FEW = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@contextmanager
def thrown_away():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def lived(history: list[str], who) -> list[Tip]:
    """The tip after every step that was taken."""
    life, seen = Life(who), []
    for step in history:
        try:
            with transaction.atomic():
                getattr(life, step)()
        except (StepRefused, ValidationError, PermissionDenied):
            continue
        seen.append(Tip.objects.get(pk=life.tip.pk))
    return seen


def broken(tips: list[Tip]) -> list[str]:
    """States that must not be, of the tips after each step."""
    found = []
    for tip in tips:
        records = tip.verifications.filter(replaced_at=None, turn=tip.turn)
        if tip.state == "closed":
            complete = (
                sum(record.people.count() for record in records) >= 2,
                tip.measures.filter(turn=tip.turn).exists(),
                tip.replies.filter(turn=tip.turn).exists(),
            )
            found += [] if all(complete) else [f"closed with {complete}"]
        if tip.state == "refused" and tip.refused_by_id in (None, tip.refusal_proposed_by_id):
            found.append("refused by one")
        if tip.assignments.filter(state="open", is_lead=True).count() > 1:
            found.append("two leaders")
    return found


@settings(max_examples=5, **_CALM)
@given(history=st.one_of(HISTORIES, LONG))
def test_no_history_breaks_the_rule(history):
    with thrown_away():
        assert broken(lived(history, people())) == []


@pytest.mark.long
@settings(max_examples=200, **_CALM)
@given(history=st.one_of(HISTORIES, LONG))
def test_no_history_of_many_breaks_the_rule(history):
    with thrown_away():
        assert broken(lived(history, people())) == []


def test_the_histories_close_tips():
    """Else the test above would say nothing."""
    tips = lived(["accept", "hand_over", "begin", "verify", "deal", "answer", "close"], people())
    assert tips[-1].state == "closed"


def test_with_the_rule_taken_out_the_database_still_refuses():
    """Weak control one: an operation that forgets the rule meets the constraint."""
    tip = Life().go("accept", "hand_over", "verify", "deal", "answer")
    tip.tip.measures.all().delete()
    with (
        mock.patch.object(closing, "blocks", lambda case: []),
        pytest.raises(IntegrityError),
        transaction.atomic(),
    ):
        tip.close()


def test_with_false_counters_the_history_is_found_out(monkeypatch):
    """Weak control two: counters that lie pass rule and constraint; ``broken`` looks at the records and sees it."""

    def lying(tip):
        tip.verifiers, tip.dispositions, tip.answers = 2, 1, 1
        tip.save(update_fields=["verifiers", "dispositions", "answers"])

    monkeypatch.setattr(closing, "recount", lying)
    life = Life().go("accept", "hand_over", "verify", "deal")
    life.tip.measures.all().delete()
    life.go("answer", "close")
    assert broken([life.tip]) == ["closed with (True, False, True)"]


def test_a_turn_does_not_live_on_what_the_one_before_had():
    life = Life().go("accept", "hand_over", "verify", "deal", "answer", "close", "reopen", "hand_over")
    assert broken(lived_on(life, ["close", "answer", "close", "deal", "close"])) == []
    assert life.tip.state == "handed_over"


def lived_on(life: Life, history: list[str]) -> list[Tip]:
    seen = []
    for step in history:
        try:
            with transaction.atomic():
                getattr(life, step)()
        except (StepRefused, ValidationError, PermissionDenied):
            continue
        seen.append(life.tip)
    return seen
