import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from capacity_portal.journal.models import Entry
from capacity_portal.lib.workflow import StepRefused
from tests.makers import NOON, make_officer
from tests.tip_makers import MONDAY, make_tip, make_verification
from tipoffs.models import Objection, Satisfaction, Tip
from tipoffs.operations import handing
from tipoffs.operations.objections import decide_objection
from tipoffs.queries.objections import free_handlers, keeps_off, opinion_of, waiting_objections
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
