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
_CALM = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
}


@contextmanager
def thrown_away():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def lived(history: list[str], who) -> list[str]:
    """What was broken after any step that was taken."""
    return found_in(Life(who), history)


def found_in(life: Life, history: list[str]) -> list[str]:
    found = []
    for step in history:
        try:
            with transaction.atomic():
                getattr(life, step)()
        except (StepRefused, ValidationError, PermissionDenied):
            continue
        found += broken(Tip.objects.get(pk=life.tip.pk))
    return found


def broken(tip: Tip) -> list[str]:
    """What must not be, of the tip as it stands with its records."""
    found = []
    if tip.state == "closed":
        records = tip.verifications.filter(replaced_at=None, turn=tip.turn)
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
        assert lived(history, people()) == []


@pytest.mark.long
@settings(max_examples=200, **_CALM)
@given(history=st.one_of(HISTORIES, LONG))
def test_no_history_of_many_breaks_the_rule(history):
    with thrown_away():
        assert lived(history, people()) == []


def test_the_histories_close_tips():
    """Else the test above would say nothing."""
    life = Life()
    assert found_in(life, ["accept", "hand_over", "begin", "verify", "deal", "answer", "close"]) == []
    assert Tip.objects.get(pk=life.tip.pk).state == "closed"


def test_with_the_rule_taken_out_the_database_still_refuses():
    """Weak control one: an operation that forgets the rule meets the constraint."""
    tip = Life().go("accept", "hand_over", "verify", "deal", "answer")
    tip.tip.measures.all().delete()
    with (
        mock.patch.object(closing, "blocks", return_value=[]),
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
    assert broken(life.tip) == ["closed with (True, False, True)"]


def test_a_turn_does_not_live_on_what_the_one_before_had():
    life = Life().go("accept", "hand_over", "verify", "deal", "answer", "close", "reopen", "hand_over")
    assert found_in(life, ["close", "answer", "close", "deal", "close"]) == []
    assert Tip.objects.get(pk=life.tip.pk).state == "handed_over"
