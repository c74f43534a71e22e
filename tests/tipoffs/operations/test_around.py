"""Questions to the reporter, the same matter, who keeps out."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from capacity_portal.journal.models import Entry
from capacity_portal.lib.workflow import StepRefused
from enterprises.models import Enterprise
from tests.makers import NOON, make_department, make_enterprise, make_officer, make_region
from tests.tip_makers import make_assignment, make_tip
from tests.tipoffs.lives import Life, people
from tipoffs.models import Exclusion, SameMatter, TipEnterprise, TipMessage
from tipoffs.operations.asking import ask
from tipoffs.operations.exclusions import exclude, lift
from tipoffs.operations.same_matter import decide_same
from tipoffs.queries.exclusions import Party, exclusions_on, parties
from tipoffs.queries.scope import tips_visible_to
from tipoffs.queries.targets import Target, keeps_out
from tipoffs.queries.timeline import events_for
from tipoffs.queries.units import may_be_named

pytestmark = pytest.mark.django_db


def test_a_question_stands_on_the_reporters_page_and_not_in_journal_or_units_timeline():
    life = Life().go("accept", "hand_over")
    ask(tip=life.tip, text="门牌号是多少？", by=life.who.handler, at=NOON)
    message = TipMessage.objects.get()
    assert (message.is_from_office, message.text, message.posted_by) == (
        True,
        "门牌号是多少？",
        life.who.handler,
    )
    entry = Entry.objects.filter(subject="tip").order_by("id").last()
    assert (entry.step, entry.changes, entry.note) == ("ask", {}, "")
    assert "ask" in {row.step for row in events_for(life.tip, life.who.leader)}
    assert "ask" not in {row.step for row in events_for(life.tip, life.who.county)}


def test_a_question_wants_words_an_open_tip_and_a_handler():
    life = Life()
    with pytest.raises(ValidationError, match="请写明要问的问题"):
        ask(tip=life.tip, text="\x00 ", by=life.who.handler, at=NOON)
    with pytest.raises(PermissionDenied):
        ask(tip=life.tip, text="何时？", by=life.who.leader, at=NOON)
    with pytest.raises(StepRefused, match="不能再提问"):
        ask(tip=make_tip("closed"), text="何时？", by=life.who.handler, at=NOON)


def test_two_tips_are_found_the_same_whichever_way_round_and_keep_their_order():
    handler = make_officer("tipoff_handler")
    first, later = make_tip(), make_tip()
    pair = decide_same(tip=later, other=first, is_same=True, note="同一厂房", by=handler, at=NOON)
    assert (pair.first, pair.later) == (first, later)
    again = decide_same(tip=first, other=later, is_same=True, note="同一厂房", by=handler, at=NOON)
    assert (again.pk, SameMatter.objects.count(), Entry.objects.filter(subject="same_matter").count()) == (
        pair.pk,
        1,
        1,
    )
    decide_same(tip=first, other=later, is_same=False, note="地址不同", by=handler, at=NOON)
    assert SameMatter.objects.get().is_same is False
    assert [tip.events.count() for tip in (first, later)] == [2, 2]


def test_a_tip_is_not_compared_with_itself_nor_with_one_not_seen():
    handler, tip = make_officer("tipoff_handler"), make_tip()
    with pytest.raises(ValidationError):
        decide_same(tip=tip, other=tip, is_same=True, by=handler, at=NOON)
    with pytest.raises(PermissionDenied):
        decide_same(tip=tip, other=make_tip(region_code="6207"), is_same=True, by=handler, at=NOON)


def test_whoever_keeps_out_loses_sight_at_once_and_sees_it_again_when_lifted():
    who, tip = people(), make_tip("verifying")
    make_assignment(tip)
    make_officer("tipoff_handler")
    made = {}
    for party, blind in (
        (Party(region=make_region("360802")), who.county),
        (Party(officer=who.handler), who.handler),
    ):
        assert tips_visible_to(blind).exists()
        made[blind] = exclude(tip=tip, party=party, reason="亲属", by=who.leader, at=NOON)
        assert not tips_visible_to(blind).exists()
    lift(tip=tip, exclusion=made[who.county], by=who.leader, at=NOON)
    assert tips_visible_to(who.county).exists()
    assert exclusions_on(tip).get().officer == who.handler
    assert lift(tip=tip, exclusion=made[who.county], by=who.leader, at=NOON).lifted_by == who.leader


def test_keeping_out_of_an_enterprise_covers_all_its_tips():
    who, unit = people(), make_department()
    file = make_enterprise()
    tips = [make_tip("verifying"), make_tip("verifying")]
    member = make_officer("member_unit", "3608", department=unit)
    for tip in tips:
        make_assignment(tip, "3608", unit)
        TipEnterprise.objects.create(tip=tip, enterprise=file, linked_at=NOON, linked_by=who.handler)
    assert tips_visible_to(member).count() == 2
    exclude(tip=tips[0], party=Party(department=unit), reason="投资", enterprise=file, by=who.leader, at=NOON)
    assert not tips_visible_to(member).exists()
    assert exclusions_on(tips[1]).count() == 1


def test_who_sets_does_not_lift_unless_he_is_the_leader():
    who, tip = people(), make_tip()
    made = exclude(tip=tip, party=Party(department=make_department()), reason="任职", by=who.handler, at=NOON)
    with pytest.raises(ValidationError, match="请由另一名经办人员"):
        lift(tip=tip, exclusion=made, by=who.handler, at=NOON)
    assert lift(tip=tip, exclusion=made, by=make_officer("tipoff_handler"), at=NOON).lifted_at == NOON


def refused(**values) -> str:
    with pytest.raises(ValidationError) as caught:
        exclude(reason="亲属", at=NOON, **values)
    return str(caught.value.message_dict["party"])


def test_a_handler_keeps_neither_leader_nor_handlers_out():
    who, tip, other = people(), make_tip(), make_officer("tipoff_handler")
    with_desk = make_department()
    make_officer("tipoff_handler", department=with_desk)
    for party in (Party(officer=who.leader), Party(officer=other), Party(department=with_desk)):
        assert "只能由办公室负责人设定" in refused(tip=tip, party=party, by=who.handler)
    made = exclude(tip=tip, party=Party(officer=other), reason="亲属", by=who.leader, at=NOON)
    with pytest.raises(ValidationError, match="只能由办公室负责人设定或解除"):
        lift(tip=tip, exclusion=made, by=who.handler, at=NOON)
    assert f"p{other.pk}" in parties(tip, NOON.date())
    offered = parties(tip, NOON.date(), with_office=False)
    assert {f"p{one.pk}" for one in (other, who.leader, who.handler)}.isdisjoint(offered)
    assert f"p{who.county.pk}" in offered


def test_somebody_of_the_office_must_still_see_the_tip():
    who, tip = people(), make_tip()
    assert "没有专管员可以办理" in refused(tip=tip, party=Party(officer=who.handler), by=who.leader)
    assert "没有负责人可以办理" in refused(tip=tip, party=Party(officer=who.leader), by=who.leader)
    make_officer("tipoff_handler", is_active=False, deactivated_at=NOON)
    make_officer("tipoff_handler", "6207")
    assert "没有专管员可以办理" in refused(tip=tip, party=Party(officer=who.handler), by=who.leader)
    assert not Exclusion.objects.exists()
    second = make_officer("tipoff_handler")
    assert exclude(tip=tip, party=Party(officer=who.handler), reason="亲属", by=who.leader, at=NOON).pk
    assert "没有专管员可以办理" in refused(tip=tip, party=Party(officer=second), by=who.leader)


def test_keeping_out_of_an_enterprise_leaves_no_tip_about_it_without_a_handler():
    who, second, file = people(), make_officer("tipoff_handler"), make_enterprise()
    tips = [make_tip(), make_tip()]
    for tip in tips:
        TipEnterprise.objects.create(tip=tip, enterprise=file, linked_at=NOON, linked_by=who.handler)
    exclude(tip=tips[1], party=Party(officer=second), reason="亲属", by=who.leader, at=NOON)
    sentence = refused(tip=tips[0], party=Party(officer=who.handler), enterprise=file, by=who.leader)
    assert "没有专管员可以办理" in sentence
    assert exclude(tip=tips[0], party=Party(officer=who.handler), reason="亲属", by=who.leader, at=NOON).pk


def test_the_exclusion_of_an_enterprise_does_not_stand_in_the_history_its_county_reads():
    who, tip, file = people(), make_tip(), make_enterprise()
    TipEnterprise.objects.create(tip=tip, enterprise=file, linked_at=NOON, linked_by=who.handler)
    county = Party(region=make_region("360802"))
    made = exclude(tip=tip, party=county, reason="县里入股", enterprise=file, by=who.leader, at=NOON)
    entry = Entry.objects.get(subject="exclusion")
    assert (entry.file_key, entry.region_code) == (f"exclusion:{made.pk}", "3608")


def test_a_merged_file_is_kept_out_of_like_the_one_it_stands_in():
    who, tip, file, other = people(), make_tip("verifying"), make_enterprise(), make_enterprise()
    make_assignment(tip)
    TipEnterprise.objects.create(tip=tip, enterprise=file, linked_at=NOON, linked_by=who.handler)
    asked_on = make_tip()
    TipEnterprise.objects.create(tip=asked_on, enterprise=other, linked_at=NOON, linked_by=who.handler)
    county = Party(region=make_region("360802"))
    made = exclude(tip=asked_on, party=county, reason="入股", enterprise=other, by=who.leader, at=NOON)
    assert tips_visible_to(who.county).exists()
    for duplicate, into in ((other, file), (file, other)):
        Enterprise.objects.filter(pk=duplicate.pk).update(merged_into=into)
        assert not tips_visible_to(who.county).exists()
        assert exclusions_on(tip).get() == made
        assert keeps_out(tip, Target(make_region("360802")))
        assert who.county not in may_be_named(tip)
        Enterprise.objects.filter(pk=duplicate.pk).update(merged_into=None)
    assert tips_visible_to(who.county).exists()


def test_what_is_wrong_is_said_by_field():
    who, tip, unit = people(), make_tip(), make_department()
    exclude(tip=tip, party=Party(department=unit), reason="任职", by=who.leader, at=NOON)
    cases = [
        ({"party": Party(department=unit)}, "party", "已经回避"),
        ({"party": Party()}, "party", "请选择一名人员"),
        ({"party": Party(region=make_region("3608"))}, "party", "不能让全市都回避"),
        ({"party": Party(region=make_region("620702"))}, "party", "不在本市"),
        ({"reason": ""}, "reason", "请写明回避的理由"),
        ({"enterprise": make_enterprise()}, "enterprise", "没有关联这家企业"),
    ]
    for values, field, sentence in cases:
        given = {"party": Party(department=make_department()), "reason": "任职"} | values
        with pytest.raises(ValidationError) as refused:
            exclude(tip=tip, **given, by=who.leader, at=NOON)
        assert sentence in str(refused.value.message_dict[field]), values
    with pytest.raises(PermissionDenied):
        exclude(tip=tip, party=Party(department=make_department()), reason="x", by=who.county, at=NOON)
    assert Exclusion.objects.count() == 1


def test_parties_are_units_and_the_people_who_see_tips():
    who, tip = people(), make_tip()
    found = parties(tip, NOON.date())
    assert found["u360802"][0] == "吉州区"
    assert f"p{who.county.pk}" in found
    assert found[f"p{who.member.pk}"][1].officer == who.member
    assert not any(label == make_officer("office_staff").name for label, _ in found.values())
