from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from capacity_portal.journal.models import Entry
from capacity_portal.lib.workflow import StepRefused
from tests.clients import signed_in
from tests.makers import NOON, make_enterprise, make_officer
from tests.tip_makers import MONDAY, make_scheme, make_tip, make_verification
from tests.tipoffs.units import measure, report, two_of_the_county
from tipoffs.models import Objection, Satisfaction, Tip
from tipoffs.operations import handing
from tipoffs.operations.asking import ask
from tipoffs.operations.closing import reopen
from tipoffs.operations.dealing import record_disposition
from tipoffs.operations.exclusions import exclude
from tipoffs.operations.linking import link_enterprise
from tipoffs.operations.objections import decide_objection
from tipoffs.operations.rewards import propose_reward
from tipoffs.operations.summaries import edit_summary
from tipoffs.operations.verifying import record_verification
from tipoffs.queries.exclusions import Party
from tipoffs.queries.objections import free_handlers, keeps_off, opinion_of, waiting_objections
from tipoffs.queries.offers import offer_for
from tipoffs.queries.targets import Target

pytestmark = pytest.mark.django_db


@pytest.fixture
def handler():
    return make_officer("tipoff_handler")


@pytest.fixture
def leader():
    return make_officer("office_leader")


def objected(handler, state: str = "closed") -> Objection:
    tip = make_tip(state, officer=handler)
    make_verification(tip)
    return Objection.objects.create(tip=tip, text="夜里又开炉了", made_on=MONDAY, due_on=MONDAY)


def test_rejected_the_outcome_stands_and_the_reporter_reads_why(handler, leader):
    objection = objected(handler)
    decide_objection(objection=objection, is_upheld=False, text="已复核", by=leader, at=NOON)
    objection.refresh_from_db()
    assert (objection.state, objection.decided_by, objection.new_handler) == ("refused", leader, None)
    assert objection.tip.state == "closed"
    told = objection.tip.events.get(step="decide_objection").public_text
    assert told == "异议不成立，维持原处理结果。理由：已复核"
    assert Entry.objects.filter(subject="objection", step="decide_objection").count() == 1


@pytest.mark.parametrize("state", ["answered", "closed", "refused"])
def test_in_every_state_in_which_he_was_told_an_objection_can_be_upheld(handler, leader, state):
    objection, other = objected(handler, state), make_officer("tipoff_handler")
    decide_objection(
        objection=objection, is_upheld=True, text="换人再查", new_handler=other, by=leader, at=NOON
    )
    tip = Tip.objects.get()
    assert (tip.state, tip.turn, tip.accepted_by) == ("accepted", 2, other)
    assert not tip.verifications.filter(replaced_at=None).exists()


@pytest.mark.parametrize(
    ("state", "sentence"),
    [("answered", "在“决定异议”中决定"), ("closed", "在“决定异议”中决定"), ("refused", "在“决定异议”中决定")],
)
def test_the_leader_does_not_go_around_an_objection_that_waits(handler, leader, state, sentence):
    tip = objected(handler, state).tip
    with pytest.raises(StepRefused, match=sentence):
        reopen(tip=tip, version=tip.version, text="换人", by=leader, at=NOON)
    offer = offer_for(tip, leader)
    assert not offer.has("reopen")
    assert "举报人的异议还没有决定" in "".join(offer.blocks)


def test_what_is_answered_is_taken_up_anew_by_an_objection_alone(handler, leader):
    tip = make_tip("answered", officer=handler)
    with pytest.raises(StepRefused, match="只有异议成立才重新办理"):
        reopen(tip=tip, version=tip.version, text="换人", by=leader, at=NOON)
    assert not offer_for(tip, leader).has("reopen")
    assert [offer_for(make_tip(state), leader).has("reopen") for state in ("closed", "refused")] == [
        True,
        True,
    ]


def taken_away(handler, leader) -> tuple:
    """A tip that the county has in its hands again, in those of another handler after an objection."""
    objection, other = objected(handler), make_officer("tipoff_handler")
    objection.tip.events.create(step="accept", label="受理", on=MONDAY, happened_at=NOON, happened_by=handler)
    later = NOON + timedelta(hours=2)
    decide_objection(
        objection=objection, is_upheld=True, text="换人再查", new_handler=other, by=leader, at=later
    )
    tip = Tip.objects.get(pk=objection.tip_id)
    lead = Target(make_officer("county_staff").region)
    tip = handing.hand_over(
        tip=tip, version=tip.version, lead=lead, summary="请查", is_checked=True, by=other, at=later
    )
    return tip, other, later


def acts(tip, at) -> dict:
    """Everything a handler does beside the steps of the way, each as it would be accepted."""
    amount = make_scheme().amounts.get()
    same = {"tip": tip, "at": at}
    found = report(*two_of_the_county())
    kin = Party(officer=make_officer("county_staff", "360803"))
    file = make_enterprise()
    return {
        "ask": lambda by: ask(**same, text="几点开炉？", by=by),
        "edit_summary": lambda by: edit_summary(
            **same, version=tip.version, summary="请夜间查", is_checked=True, by=by
        ),
        "link": lambda by: link_enterprise(**same, enterprise_id=file.pk, by=by),
        "exclude": lambda by: exclude(**same, party=kin, reason="亲属", by=by),
        "verify": lambda by: record_verification(
            **same, version=Tip.objects.get(pk=tip.pk).version, report=found, by=by
        ),
        "deal": lambda by: record_disposition(
            **same, version=Tip.objects.get(pk=tip.pk).version, measure=measure(), by=by
        ),
        "propose_reward": lambda by: propose_reward(**same, amount=amount, by=by),
    }


def test_the_old_handler_does_nothing_any_more_and_the_new_one_everything(handler, leader):
    tip, other, at = taken_away(handler, leader)
    assert offer_for(tip, handler).steps == []
    assert f"改由{other.name}办理" in "".join(offer_for(tip, handler).blocks)
    done = acts(tip, at)
    for name, act in done.items():
        if name == "propose_reward":
            Tip.objects.filter(pk=tip.pk).update(state="answered")
        with pytest.raises(StepRefused, match=f"改由{other.name}办理"):
            act(handler)
        act(other)


def test_the_page_of_the_old_handler_says_so_and_offers_nothing(handler, leader):
    tip, other, _ = taken_away(handler, leader)

    def page(officer):
        return signed_in(officer).get(f"/tipoffs/{tip.pk}/")

    found = page(handler)
    assert found.context["actions"] == []
    assert f"改由{other.name}办理" in [badge.label for badge in found.context["badges"]]
    for label in ("向举报人提问", "设定回避", "与另一件比对", "关联企业"):
        assert label not in found.content.decode(), label
        assert label in page(other).content.decode(), label
    assert signed_in(handler).get(f"/tipoffs/{tip.pk}/summary/").status_code == 302
    assert signed_in(other).get(f"/tipoffs/{tip.pk}/summary/").status_code == 200


def test_who_handled_nothing_before_is_not_kept_off(handler, leader):
    tip, other, at = taken_away(handler, leader)
    assert ask(tip=tip, text="几点开炉？", by=make_officer("tipoff_handler"), at=at).is_from_office


def test_upheld_the_tip_begins_a_new_turn_with_another_handler(handler, leader):
    objection, other = objected(handler), make_officer("tipoff_handler")
    decide_objection(
        objection=objection, is_upheld=True, text="换人再查", new_handler=other, by=leader, at=NOON
    )
    tip = objection.tip
    tip.refresh_from_db()
    assert (tip.state, tip.turn, tip.accepted_by, tip.closed_by) == ("accepted", 2, other, None)
    assert (tip.verifiers, tip.dispositions, tip.answers) == (0, 0, 0)


def test_who_handled_it_before_does_not_handle_it_again(handler, leader):
    objection, other = objected(handler), make_officer("tipoff_handler")
    objection.tip.events.create(step="accept", label="受理", on=MONDAY, happened_at=NOON, happened_by=handler)
    later = NOON.replace(hour=6)
    decide_objection(
        objection=objection, is_upheld=True, text="换人再查", new_handler=other, by=leader, at=later
    )
    tip = objection.tip
    tip.refresh_from_db()
    assert [bool(keeps_off(tip, one)) for one in (handler, other)] == [True, False]
    lead = Target(make_officer("county_staff").region)
    order = {
        "tip": tip,
        "version": tip.version,
        "lead": lead,
        "summary": "请夜间核查",
        "is_checked": True,
        "at": later,
    }
    with pytest.raises(StepRefused, match=f"改由{other.name}办理"):
        handing.hand_over(**order, by=handler)
    handing.hand_over(**order, by=other)


@pytest.mark.parametrize("part", ["accepted_by", "handed_over_by", "closed_by"])
def test_the_new_handler_had_no_hand_in_it(handler, leader, part):
    objection, other = objected(handler), make_officer("tipoff_handler")
    setattr(objection.tip, part, other)
    objection.tip.save()
    with pytest.raises(ValidationError, match="请改选没有经办的人员"):
        decide_objection(
            objection=objection, is_upheld=True, text="换人", new_handler=other, by=leader, at=NOON
        )


def test_nor_comes_he_from_elsewhere_or_from_nowhere(handler, leader):
    objection = objected(handler)
    for wrong in (make_officer("tipoff_handler", "6207"), make_officer("office_staff"), None):
        with pytest.raises(ValidationError, match="请"):
            decide_objection(
                objection=objection, is_upheld=True, text="换人", new_handler=wrong, by=leader, at=NOON
            )
    assert Objection.objects.get().state == "asked"


def test_it_needs_a_reason_and_is_decided_once(handler, leader):
    objection = objected(handler)
    with pytest.raises(ValidationError, match="写明决定的理由"):
        decide_objection(objection=objection, is_upheld=False, text=" \x00", by=leader, at=NOON)
    decide_objection(objection=objection, is_upheld=False, text="已复核", by=leader, at=NOON)
    with pytest.raises(StepRefused, match="已有决定"):
        decide_objection(objection=objection, is_upheld=False, text="再来", by=leader, at=NOON)


@pytest.mark.parametrize(
    "role", ["tipoff_handler", "office_staff", "county_leader", "member_unit", "system_admin"]
)
def test_only_the_leader_decides(handler, role):
    with pytest.raises(PermissionDenied):
        decide_objection(
            objection=objected(handler), is_upheld=False, text="已复核", by=make_officer(role), at=NOON
        )


def test_a_leader_of_another_prefecture_does_not(handler):
    with pytest.raises(PermissionDenied):
        decide_objection(
            objection=objected(handler),
            is_upheld=False,
            text="已复核",
            by=make_officer("office_leader", "6207"),
            at=NOON,
        )


def test_what_waits_and_who_is_free(handler, leader):
    objection, other = objected(handler), make_officer("tipoff_handler")
    make_officer("tipoff_handler", is_active=False, deactivated_at=NOON)
    assert list(free_handlers(objection.tip)) == [other]
    assert list(waiting_objections(leader)) == [objection]
    assert list(waiting_objections(make_officer("county_leader"))) == []


def test_opinions_are_counted_by_score(handler):
    tips = Tip.objects.filter(pk__in=[objected(handler).tip_id, make_tip("closed").pk, make_tip("closed").pk])
    for tip, score in zip(tips, (5, 2), strict=False):
        Satisfaction.objects.create(tip=tip, score=score, given_on=MONDAY)
    found = opinion_of(tips)
    assert (found.count, found.average, found.objections, found.upheld) == (2, 3.5, 1, 0)
    assert found.counts == ((5, 1), (4, 0), (3, 0), (2, 1), (1, 0))
