"""From the result to the end, and from the end to a new turn."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from capacity_portal.journal.models import Entry
from capacity_portal.lib.workflow import StepRefused
from tests.makers import NOON, make_officer
from tests.tipoffs.lives import Life, report
from tipoffs.models import Objection, Tip, TipEvent
from tipoffs.operations.door import TipChanged
from tipoffs.operations.verifying import record_verification
from tipoffs.queries.offers import offer_for
from tipoffs.rules.verifying import Participant

pytestmark = pytest.mark.django_db
_TO_ANSWER = ("accept", "hand_over", "begin", "verify", "deal", "answer")


def test_a_whole_life_ends_closed_with_everything_in_journal_and_timeline():
    life = Life().go(*_TO_ANSWER, "close")
    tip = life.tip
    assert (tip.state, tip.verifiers, tip.dispositions, tip.answers) == ("closed", 2, 1, 1)
    assert (tip.closed_by, tip.turn, tip.conclusion) == (life.who.handler, 1, "confirmed")
    steps = ["accept", "hand_over", "begin", "verify", "deal", "answer", "close"]
    assert list(tip.events.order_by("id").values_list("step", flat=True)) == steps
    told = (
        Entry.objects.filter(subject="tip", subject_id=tip.pk).order_by("id").values_list("step", flat=True)
    )
    assert list(told) == steps
    assert not tip.assignments.filter(state="open").exists()


@pytest.mark.parametrize(
    ("steps", "what"),
    [
        (("accept", "hand_over", "verify", "deal"), "当前状态为“已处理”，不能办结"),
        (("accept", "hand_over", "verify"), "当前状态为“已核查”，不能办结"),
    ],
)
def test_nothing_is_closed_before_its_answer(steps, what):
    life = Life().go(*steps)
    with pytest.raises(StepRefused, match=what):
        life.close()


def test_a_waiting_objection_or_extension_blocks_closing():
    life = Life().go(*_TO_ANSWER)
    Objection.objects.create(tip=life.tip, text="不属实", made_on=NOON.date(), due_on=NOON.date())
    with pytest.raises(ValidationError, match="异议还没有决定"):
        life.close()
    assert Tip.objects.get().state == "answered"


def test_who_filed_the_record_in_the_units_place_does_not_close():
    """Accepted, handed over, verified, dealt with and answered by one handler: a second one ends it."""
    life = Life().go("accept", "hand_over")
    handler, staff = life.who.handler, life.who.county
    found = replace(report(1), people=(Participant("", officer_id=staff.pk), *report(1).people))
    life.tip = Tip.objects.get()
    record_verification(tip=life.tip, version=life.tip.version, report=found, by=handler, at=NOON)
    life.deal(by=handler)
    life.go("answer")
    said = "核查记录由您代填，请由另一名专管员办结。"
    with pytest.raises(ValidationError, match=said):
        life.close()
    offer = offer_for(life.tip, handler)
    assert (offer.has("close"), offer.blocks) == (False, [said])
    other = make_officer("tipoff_handler")
    assert offer_for(life.tip, other).has("close")
    assert life.close(by=other).closed_by == other


def test_the_database_itself_closes_nothing_incomplete():
    """Negative control: what the operation refuses the constraint refuses as well."""
    life = Life().go("accept", "hand_over", "verify")
    with pytest.raises(IntegrityError), transaction.atomic():
        Tip.objects.filter(pk=life.tip.pk).update(state="closed", closed_at=NOON, closed_by=life.who.handler)


def test_a_unit_neither_answers_nor_closes():
    life = Life().go(*_TO_ANSWER)
    for step in ("answer", "close", "send_back"):
        with pytest.raises((PermissionDenied, StepRefused)):
            getattr(life, step)(by=life.who.county)


def test_sending_back_replaces_the_record_and_gives_the_tip_to_the_unit_again():
    life = Life().go("accept", "hand_over", "begin", "verify", "send_back")
    tip = life.tip
    record = tip.verifications.get()
    assert (tip.state, tip.verifiers, tip.conclusion) == ("verifying", 0, "")
    assert (record.replaced_by, record.replaced_text) == (life.who.handler, "没有查用电。")
    assert list(tip.assignments.values_list("state", "is_lead")) == [("open", True)]
    life.go("verify", "deal", "answer", "close")
    assert (life.tip.state, life.tip.verifications.count()) == ("closed", 2)


def test_sending_back_wants_a_reason():
    from tipoffs.operations.closing import send_back

    life = Life().go("accept", "hand_over", "verify")
    with pytest.raises(ValidationError, match="请写明退回的理由"):
        send_back(tip=life.tip, version=life.tip.version, text=" ", by=life.who.handler, at=NOON)


def test_an_answer_may_be_added_to_and_is_the_reporters_alone_in_words():
    life = Life().go(*_TO_ANSWER, "answer")
    assert life.tip.answers == 2
    event = TipEvent.objects.filter(step="answer").last()
    assert (event.text, event.public_text) == ("", "办公室已答复，内容见“答复”。")


def test_reopening_begins_a_turn_in_which_nothing_earlier_counts():
    life = Life().go(*_TO_ANSWER, "close", "reopen")
    tip = life.tip
    assert (tip.state, tip.turn) == ("accepted", 2)
    assert (tip.verifiers, tip.dispositions, tip.answers) == (0, 0, 0)
    assert (tip.closed_at, tip.handed_over_at, tip.result_due_on, tip.conclusion) == (None, None, None, "")
    assert str(tip.handover_due_on) == "2026-03-03"
    assert tip.verifications.filter(replaced_at=None).count() == 0
    life.go("hand_over", "verify", "deal", "answer", "close")
    assert (life.tip.state, life.tip.answers) == ("closed", 1)
    assert life.tip.assignments.filter(turn=2).count() == 1


def test_a_refused_tip_may_be_taken_up_by_the_leader():
    life = Life().go("propose_refusal", "confirm_refusal", "reopen")
    tip = life.tip
    assert (tip.state, tip.refusal, tip.refused_by, tip.accepted_by) == (
        "accepted",
        "",
        None,
        life.who.leader,
    )


def test_only_the_leader_reopens():
    life = Life().go(*_TO_ANSWER, "close")
    with pytest.raises(PermissionDenied):
        life.reopen(by=life.who.handler)


def test_somebody_was_first():
    from tipoffs.operations.closing import close

    life = Life().go(*_TO_ANSWER)
    with pytest.raises(TipChanged) as raised:
        close(tip=life.tip, version=life.tip.version - 1, by=life.who.handler, at=NOON)
    assert raised.value.current.version == life.tip.version
