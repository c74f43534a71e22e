"""Into the hands of units: who leads, until when, what they read."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tests.makers import make_department, make_officer, make_region
from tests.tip_makers import make_tip
from tests.tipoffs.lives import SUMMARY, Life, county
from tipoffs.models import ClockRule, Exclusion, Tip
from tipoffs.operations.batches import hand_over_many
from tipoffs.queries.scope import tips_visible_to
from tipoffs.queries.targets import Target, target_choices, targets

pytestmark = pytest.mark.django_db


def test_the_result_is_due_ten_working_days_after_the_hand_over():
    life = Life().go("accept", "hand_over")
    part = life.tip.assignments.get()
    assert (life.tip.state, life.tip.result_due_on) == ("handed_over", date(2026, 3, 16))
    assert (part.start_on, part.days, part.due_on, part.is_lead) == (
        date(2026, 3, 2),
        10,
        date(2026, 3, 16),
        True,
    )
    told = life.tip.events.get(step="hand_over").public_text
    assert told.startswith("已交办核查。承诺于2026年3月16日前反馈结果（从2026年3月2日的次日起算第10个工作日")


def test_each_kind_has_its_own_clock():
    ClockRule.objects.create(kind="production", result_days=3)
    assert Life().go("accept", "hand_over").tip.result_due_on == date(2026, 3, 5)


def test_units_see_it_from_now_on_and_one_leads():
    life = Life().go("accept")
    member, unit = life.who.member, Target(make_region(), life.who.member.department)
    assert not tips_visible_to(life.who.county).exists()
    life.hand_over(joint=[unit], instruction="夜间到场。")
    assert tips_visible_to(life.who.county).count() == 1
    assert tips_visible_to(member).count() == 1
    assert sorted(life.tip.assignments.values_list("region_code", "department", "is_lead")) == [
        ("3608", member.department_id, False),
        ("360802", None, True),
    ]
    assert "牵头核查" in life.tip.events.get(step="hand_over").text


def test_transferring_takes_the_tip_away_and_keeps_the_clock():
    life = Life().go("accept", "hand_over", "begin", "transfer")
    assert not tips_visible_to(life.who.county).exists()
    assert tips_visible_to(make_officer("county_staff", "360803")).count() == 1
    former, present = life.tip.assignments.order_by("id")
    assert (former.state, former.ended_text) == ("transferred", "不在该县。")
    assert (present.start_on, present.due_on, present.instruction) == (
        former.start_on,
        former.due_on,
        former.instruction,
    )
    assert life.tip.state == "handed_over"


def test_a_returned_tip_is_handed_over_anew_with_a_clock_of_its_own():
    life = Life().go("accept", "hand_over", "give_back")
    assert (life.tip.state, life.tip.result_due_on) == ("accepted", None)
    life.go("hand_over")
    assert life.tip.assignments.filter(state="open").count() == 1


def test_what_is_wrong_is_said_by_field():
    life = Life().go("accept")
    Exclusion.objects.create(
        tip=life.tip,
        region=make_region("360803"),
        region_code="360803",
        reason="x",
        set_at=life.at,
        set_by=life.who.handler,
    )
    cases = [
        ({"summary": ""}, "summary", "请写交办摘要"),
        ({"summary": "联系13900000000"}, "summary", "像有手机号码"),
        ({"lead": county("360803")}, "lead", "回避，请改选"),
        ({"joint": [county("360803")]}, "joint", "回避，请改选"),
        ({"joint": [county()]}, "joint", "不能重复"),
        ({"joint": [Target(make_region(), make_department()) for _ in range(9)]}, "joint", "最多8个"),
        ({"instruction": "字" * 1001}, "instruction", "最多 1000 个字"),
    ]
    for values, field, sentence in cases:
        with pytest.raises(ValidationError) as refused:
            life.hand_over(**values)
        assert sentence in str(refused.value.message_dict[field]), values
    assert Tip.objects.get().assignments.count() == 0


def test_hints_that_were_looked_at_do_not_stand_in_the_way():
    life = Life().go("accept")
    assert life.hand_over(summary="举报人是工人", is_checked=True).summary == "举报人是工人"


def test_a_department_excluded_keeps_out():
    life = Life().go("accept")
    unit = make_department()
    Exclusion.objects.create(
        tip=life.tip, department=unit, reason="x", set_at=life.at, set_by=life.who.handler
    )
    with pytest.raises(ValidationError, match="回避"):
        life.hand_over(lead=Target(unit.region, unit))


def test_only_handlers_hand_over():
    life = Life().go("accept")
    for officer in (life.who.leader, life.who.county, life.who.member):
        with pytest.raises(PermissionDenied):
            life.hand_over(by=officer)


def test_many_at_once_with_one_result_a_row():
    who = Life().who
    ready = make_tip("accepted", officer=who.handler)
    bare = make_tip("accepted", officer=who.handler, summary="")
    early = make_tip("received")
    foreign = make_tip("accepted", region_code="6207")
    results = hand_over_many(tips=[ready, bare, early, foreign], lead=county(), by=who.handler, at=Life().at)
    assert [(row.name, row.done) for row in results] == [
        (ready.label, True), (bare.label, False), (early.label, False), ("", False),
    ]  # fmt: skip
    assert [row.message for row in results][:2] == ["已交吉州区", "还没有交办摘要，请先在举报页面写摘要。"]
    assert Tip.objects.get(pk=ready.pk).state == "handed_over"


def test_targets_are_counties_and_departments_by_key():
    unit, below = make_department(name="市工信局"), make_department(make_region("360802"), name="区发改委")
    found = targets("3608", date(2026, 3, 2))
    assert found["360802"].label == "吉州区"
    groups = dict(target_choices(found, "3608"))
    assert groups == {"县（市、区）": [("360802", "吉州区")], "市级成员单位": [(f"d{unit.pk}", "市工信局")]}
    make_department(make_region("360803"), name="区交通局")
    groups = dict(target_choices(targets("3608", date(2026, 3, 2)), "3608", "360802"))
    assert groups["举报所在县（市、区）的成员单位"] == [(f"d{below.pk}", "吉州区·区发改委")]


def test_the_summary_is_edited_while_the_tip_is_open():
    from capacity_portal.lib.workflow import StepRefused
    from tipoffs.operations.summaries import edit_summary

    life = Life().go("accept")
    values = {"by": life.who.handler, "at": life.at}
    tip = edit_summary(tip=life.tip, version=life.tip.version, summary=SUMMARY, **values)
    assert (tip.summary, tip.version) == (SUMMARY, life.tip.version + 1)
    closed = make_tip("closed")
    with pytest.raises(StepRefused, match="不能再修改摘要"):
        edit_summary(tip=closed, version=closed.version, summary=SUMMARY, **values)
