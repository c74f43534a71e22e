"""Not accepting: one proposes, a person of another unit decides (T6)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from capacity_portal.journal.models import Entry
from capacity_portal.lib.workflow import StepRefused
from tests.makers import NOON, make_department, make_officer
from tests.tip_makers import make_tip
from tests.tipoffs.lives import Life
from tipoffs.models import SameMatter, Tip

pytestmark = pytest.mark.django_db


def test_a_member_unit_confirms_and_the_reporter_is_told_the_reason():
    life = Life().go("propose_refusal", "confirm_refusal")
    tip = life.tip
    assert (tip.state, tip.refused_by, tip.refusal) == ("refused", life.who.member, "untraceable")
    told = tip.events.filter(step="confirm_refusal").get()
    assert told.public_text.startswith("您提供的线索不够具体")
    assert told.region_code == "3608"


def test_the_proposer_and_his_own_unit_may_not_confirm():
    life = Life().go("propose_refusal")
    with pytest.raises(StepRefused, match="您与提出人属于同一单位"):
        life.confirm_refusal(by=life.who.leader)
    with pytest.raises(StepRefused, match="您与提出人属于同一单位"):
        life.reject_refusal(by=life.who.leader)
    with pytest.raises(PermissionDenied):
        life.confirm_refusal(by=life.who.handler)
    assert Tip.objects.get().state == "refusing"


def test_a_leader_of_another_department_may_confirm():
    life = Life().go("propose_refusal")
    other = make_officer("office_leader", department=make_department())
    assert life.confirm_refusal(by=other).state == "refused"


def test_a_member_unit_of_the_proposers_department_may_not():
    unit = make_department()
    life = Life()
    life.who.handler = make_officer("tipoff_handler", department=unit)
    life.go("propose_refusal")
    with pytest.raises(StepRefused, match="同一单位"):
        life.confirm_refusal(by=make_officer("member_unit", "3608", department=unit))


def test_the_database_refuses_one_person_as_both():
    life = Life().go("propose_refusal")
    with pytest.raises(IntegrityError), transaction.atomic():
        Tip.objects.update(state="refused", refused_at=NOON, refused_by=life.who.handler)


def test_a_member_unit_of_a_county_does_not_see_it():
    life = Life().go("propose_refusal")
    with pytest.raises(PermissionDenied):
        life.confirm_refusal(by=make_officer("member_unit", "360802", department=make_department()))


def test_rejecting_gives_the_tip_back_with_the_clock_running():
    life = Life()
    due = life.tip.handover_due_on
    life.go("propose_refusal", "reject_refusal")
    assert (life.tip.state, life.tip.refusal, life.tip.handover_due_on) == ("received", "", due)
    life.go("accept")
    assert life.tip.state == "accepted"


def test_where_to_turn_is_told():
    life = Life()
    life.propose_refusal(reason="out_of_remit", text="请向生态环境局反映，电话12369。")
    life.confirm_refusal()
    told = life.tip.events.filter(step="confirm_refusal").get().public_text
    assert told == "您反映的情况不属于本办受理范围。请向生态环境局反映，电话12369。"


def test_a_repeated_one_names_the_earlier_which_the_reporter_never_reads():
    earlier = make_tip("accepted")
    life = Life()
    life.propose_refusal(reason="repeated", text="地点和单位相同。", earlier=earlier)
    life.confirm_refusal()
    tip = Tip.objects.get(pk=life.tip.pk)
    pair = SameMatter.objects.get()
    assert (pair.first, pair.later, pair.is_same) == (earlier, tip, True)
    assert tip.refusal_text == f"与{earlier.label}重复。地点和单位相同。"
    assert earlier.label not in tip.events.filter(step="confirm_refusal").get().public_text


def test_what_is_wrong_is_said_by_field():
    life = Life()
    later = make_tip("accepted")
    cases = [
        ({"reason": "boring"}, "refusal", "请选择不受理原因"),
        ({"text": ""}, "text", "缺少哪些线索"),
        ({"summary": ""}, "summary", "请写交办摘要"),
        ({"summary": "我家隔壁在炼钢"}, "summary", "像是举报人的口气"),
        ({"reason": "repeated"}, "earlier", "请填写在先举报的编号"),
        ({"reason": "repeated", "earlier": later}, "earlier", "不早于这件举报"),
    ]
    for values, field, sentence in cases:
        with pytest.raises(ValidationError) as refused:
            life.propose_refusal(**values)
        assert sentence in str(refused.value.message_dict[field]), values
    assert Tip.objects.get(pk=life.tip.pk).state == "received"


def test_a_pair_found_different_cannot_be_refused_as_repeated():
    earlier = make_tip("accepted")
    life = Life()
    SameMatter.objects.create(
        first=earlier, later=life.tip, is_same=False, decided_at=NOON, decided_by=life.who.handler
    )
    with pytest.raises(ValidationError, match="不是同一事项"):
        life.propose_refusal(reason="repeated", earlier=earlier)


def test_a_pair_found_the_same_before_is_taken_as_it_is():
    earlier = make_tip("accepted")
    life = Life()
    SameMatter.objects.create(
        first=earlier, later=life.tip, is_same=True, decided_at=NOON, decided_by=life.who.handler
    )
    assert life.propose_refusal(reason="repeated", earlier=earlier).state == "refusing"


def test_a_proposal_that_is_rejected_leaves_no_pair_behind():
    earlier = make_tip("accepted")
    life = Life()
    life.propose_refusal(reason="repeated", earlier=earlier)
    pair = SameMatter.objects.get()
    life.reject_refusal()
    assert not SameMatter.objects.exists()
    steps = Entry.objects.filter(subject="same_matter", subject_id=pair.pk).order_by("id")
    assert [(one.step, one.by) for one in steps] == [
        ("same", life.who.handler),
        ("different", life.who.member),
    ]
    for tip in (earlier, life.tip):
        assert tip.events.get(step="different").label == "撤销同一事项认定"
    life.propose_refusal(reason="repeated", earlier=earlier)
    life.confirm_refusal()
    assert SameMatter.objects.get().is_same


def test_a_pair_that_was_decided_before_outlives_the_proposal():
    earlier = make_tip("accepted")
    life = Life()
    SameMatter.objects.create(
        first=earlier, later=life.tip, is_same=True, decided_at=NOON, decided_by=life.who.handler
    )
    life.propose_refusal(reason="repeated", earlier=earlier)
    life.reject_refusal()
    assert SameMatter.objects.get().is_same
    assert not earlier.events.exists()
