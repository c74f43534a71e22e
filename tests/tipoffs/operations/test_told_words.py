"""Whatever units read is looked at for what tells the reporter; nothing of it goes down unless somebody said he looked."""

import pytest
from django.core.exceptions import ValidationError

from tests.makers import NOON, make_officer
from tests.tip_makers import MONDAY, make_assignment
from tests.tipoffs.lives import SUMMARY, Life, county
from tests.tipoffs.units import handed_over
from tipoffs.models import Extension, Objection, Tip
from tipoffs.operations.batches import hand_over_many
from tipoffs.operations.closing import reopen, send_back
from tipoffs.operations.extending import decide_extension
from tipoffs.operations.handing import hand_over, transfer
from tipoffs.operations.objections import decide_objection
from tipoffs.operations.pressing import supervise
from tipoffs.queries.timeline import events_for
from tipoffs.views.batch_actions import ACTIONS

pytestmark = pytest.mark.django_db
TELLS = "举报人是厂里电工，找他。"
_TO_VERIFIED = ("accept", "hand_over", "begin", "verify")
_TO_CLOSED = (*_TO_VERIFIED, "deal", "answer", "close")


def of(life: Life, by, **values) -> dict:
    return {"tip": life.tip, "version": life.tip.version, "by": by, "at": life.at} | values


def handing(life):
    return hand_over, of(life, life.who.handler, lead=county(), summary=SUMMARY, instruction=TELLS)


def transferring(life):
    return transfer, of(life, life.who.handler, lead=county("360803"), text=TELLS)


def sending_back(life):
    return send_back, of(life, life.who.handler, text=TELLS)


def supervising(life):
    return supervise, of(life, life.who.leader, text=TELLS)


def reopening(life):
    return reopen, of(life, life.who.leader, text=TELLS)


def deciding(life):
    objection = Objection.objects.create(tip=life.tip, text="不同意", made_on=MONDAY, due_on=MONDAY)
    return decide_objection, {
        "objection": objection, "is_upheld": False, "text": TELLS, "by": life.who.leader, "at": life.at
    }  # fmt: skip


def extending(life):
    asked = Extension.objects.create(
        assignment=life.tip.assignments.get(), days=2, reason="拆检", asked_at=NOON, asked_by=life.who.county, state="asked"
    )  # fmt: skip
    return decide_extension, {
        "extension": asked, "is_granted": True, "decision": TELLS, "by": life.who.leader, "at": life.at
    }  # fmt: skip


@pytest.mark.parametrize(
    ("steps", "step", "field"),
    [
        (("accept",), handing, "instruction"),
        (("accept", "hand_over"), transferring, "text"),
        (("accept", "hand_over"), supervising, "text"),
        (("accept", "hand_over"), extending, "decision"),
        (_TO_VERIFIED, sending_back, "text"),
        (_TO_CLOSED, reopening, "text"),
        (_TO_CLOSED, deciding, "text"),
    ],
)
def test_what_tells_the_reporter_is_pointed_out_until_somebody_looked(steps, step, field):
    operation, values = step(Life().go(*steps))
    with pytest.raises(ValidationError) as refused:
        operation(**values)
    assert any("让人猜到举报人" in line for line in refused.value.message_dict[field])
    assert operation(**values, is_checked=True).pk


def test_a_batch_looks_at_its_instruction_for_each_tip():
    life = Life().go("accept")
    Tip.objects.filter(pk=life.tip.pk).update(summary=SUMMARY)
    life.tip.refresh_from_db()
    given = {
        "tips": [life.tip],
        "lead": county(),
        "instruction": TELLS,
        "by": life.who.handler,
        "at": life.at,
    }
    (refused,) = hand_over_many(**given)
    assert (refused.done, "已逐条核对" in refused.message) == (False, True)
    action, typed = ACTIONS["hand_over"], {"lead": "360802", "instruction": TELLS}
    for data, is_refused in ((typed, True), (typed | {"checked": "on"}, False)):
        form = action.form(life.who.handler, data, NOON.date())
        assert form.is_valid()
        assert action.effect(life.tip, form).is_refused is is_refused
    (done,) = hand_over_many(**given, is_checked=True)
    assert done.done


def test_the_decision_on_an_objection_stands_in_the_offices_timeline_alone():
    life = Life().go(*_TO_CLOSED)
    operation, values = deciding(life)
    operation(**values | {"text": "已复核，维持。"})
    assert "decide_objection" in {row.step for row in events_for(life.tip, life.who.leader)}
    assert "decide_objection" not in {row.step for row in events_for(life.tip, life.who.county)}


def test_what_tells_nothing_needs_no_tick():
    tip, _ = handed_over("verifying")
    make_assignment(tip, "360821", is_lead=False)
    leader = make_officer("office_leader")
    assert (
        supervise(tip=tip, version=tip.version, text="三日内查清。", by=leader, at=NOON).supervised_at == NOON
    )
