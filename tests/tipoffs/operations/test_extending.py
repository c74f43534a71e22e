from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from capacity_portal.lib.workflow import StepRefused
from tests.makers import NOON, make_officer, make_region
from tests.tip_makers import make_assignment
from tests.tipoffs.units import handed_over
from tipoffs.models import Assignment, ClockRule, Extension
from tipoffs.operations.extending import ask_extension, decide_extension
from tipoffs.operations.handing import transfer
from tipoffs.queries.targets import Target
from tipoffs.queries.units import days_left_to_ask

pytestmark = pytest.mark.django_db
LAST_DAY = NOON + timedelta(days=14)  # 16 March, when the result is due


@pytest.fixture
def staff():
    return make_officer("county_staff")


@pytest.fixture
def leader():
    return make_officer("office_leader")


def ask(part, by, days=5, reason="设备须拆检。", at=NOON) -> Extension:
    return ask_extension(assignment=part, days=days, reason=reason, by=by, at=at)


def decide(record, by, is_granted=True, decision="", at=NOON) -> Extension:
    return decide_extension(extension=record, is_granted=is_granted, decision=decision, by=by, at=at)


def test_granted_days_are_counted_from_the_hand_over_and_told(staff, leader):
    tip, part = handed_over("verifying")
    record = decide(ask(part, staff), leader)
    part.refresh_from_db()
    tip.refresh_from_db()
    assert (record.state, record.decided_by) == ("approved", leader)
    assert (part.days, part.due_on, tip.result_due_on) == (15, date(2026, 3, 23), date(2026, 3, 23))
    told = tip.events.get(step="decide_extension").public_text
    assert told.startswith(
        "办理期限延长到2026年3月23日（从2026年3月2日的次日起算第15个工作日，其间6天休息日不计。"
    )


def test_the_tips_own_date_follows_the_leading_unit_alone(leader):
    tip, _ = handed_over("verifying")
    joint = make_assignment(tip, "360803", is_lead=False)
    record = decide(ask(joint, make_officer("county_staff", "360803")), leader)
    tip.refresh_from_db()
    joint.refresh_from_db()
    assert (joint.due_on, tip.result_due_on) == (date(2026, 3, 23), date(2026, 3, 16))
    assert record.assignment.tip.events.get(step="decide_extension").public_text == ""


def test_it_may_be_asked_for_on_the_last_day_and_not_after(staff):
    _, part = handed_over("verifying")
    with pytest.raises(StepRefused, match="反馈期限 2026-03-16 已过"):
        ask(part, staff, at=LAST_DAY + timedelta(days=1))
    assert ask(part, staff, at=LAST_DAY).days == 5


def test_not_more_than_the_kind_allows_in_all(staff, leader):
    _, part = handed_over("verifying")
    ClockRule.objects.create(kind="production", extension_days=6)
    decide(ask(part, staff, days=4), leader)
    part.refresh_from_db()
    for days in (3, 0, None):
        with pytest.raises(ValidationError) as refused:
            ask(part, staff, days=days)
        assert "1 至 2 个工作日" in refused.value.message_dict["days"][0]
    assert ask(part, staff, days=2).state == "asked"


def test_it_is_not_granted_once_the_last_day_is_over(staff, leader):
    tip, part = handed_over("verifying")
    record = ask(part, staff, at=LAST_DAY)
    with pytest.raises(StepRefused, match="2026-03-16 已过，不能批准，请选“不批准”"):
        decide(record, leader, at=LAST_DAY + timedelta(days=1))
    part.refresh_from_db()
    assert part.due_on == date(2026, 3, 16)
    assert decide(record, leader, False, "已过期限", at=LAST_DAY + timedelta(days=1)).state == "refused"


def test_it_is_granted_on_the_last_day(staff, leader):
    _, part = handed_over("verifying")
    assert decide(ask(part, staff), leader, at=LAST_DAY).state == "approved"


def test_giving_the_tip_to_another_unit_does_not_renew_what_may_be_granted(staff, leader):
    tip, part = handed_over("verifying")
    decide(ask(part, staff, days=4), leader)
    make_assignment(tip, "360821", is_lead=False)
    handler = make_officer("tipoff_handler")
    tip.refresh_from_db()
    transfer(
        tip=tip,
        version=tip.version,
        lead=Target(make_region("360803")),
        text="不在该县。",
        by=handler,
        at=NOON,
    )
    later = Assignment.objects.get(state="open", is_lead=True)
    assert (later.region_code, days_left_to_ask(later)) == ("360803", 6)
    assert days_left_to_ask(Assignment(tip=tip, turn=tip.turn + 1, is_lead=True)) == 10


def test_one_request_at_a_time(staff):
    _, part = handed_over("verifying")
    ask(part, staff)
    with pytest.raises(StepRefused, match="已有一份延期申请"):
        ask(part, staff)
    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.objects.create(assignment=part, days=1, reason="再", asked_at=NOON, asked_by=staff)


def test_a_reason_is_wanted(staff):
    _, part = handed_over("verifying")
    with pytest.raises(ValidationError) as refused:
        ask(part, staff, reason="")
    assert refused.value.message_dict == {"reason": ["请写明延期理由。"]}


def test_only_the_unit_itself_asks(staff):
    tip, _ = handed_over("verifying")
    joint = make_assignment(tip, "360803", is_lead=False)
    with pytest.raises(PermissionDenied, match="自己申请"):
        ask(joint, staff)


def test_a_part_that_ended_needs_none(staff, leader):
    _, part = handed_over("verifying")
    record = ask(part, staff)
    part.state, part.ended_at = "done", NOON
    part.save()
    with pytest.raises(StepRefused, match="已经结束"):
        ask(part, staff)
    with pytest.raises(StepRefused, match="不能再批准延期"):
        decide(record, leader)
    assert decide(record, leader, False, "已反馈。").state == "refused"


def test_a_refusal_gives_its_reason_and_moves_nothing(staff, leader):
    _, part = handed_over("verifying")
    record = ask(part, staff)
    with pytest.raises(ValidationError):
        decide(record, leader, False)
    decide(record, leader, False, "抓紧核查。")
    part.refresh_from_db()
    assert (part.due_on, part.days) == (date(2026, 3, 16), 10)
    with pytest.raises(StepRefused, match="已有决定"):
        decide(record, leader)


def test_nobody_decides_his_own_request(staff, leader):
    _, part = handed_over("verifying")
    record = ask(part, staff)
    with pytest.raises(PermissionDenied):
        decide(record, make_officer("tipoff_handler"))
    Extension.objects.filter(pk=record.pk).update(asked_by=leader)
    with pytest.raises(PermissionDenied, match="申请人自己"):
        decide(record, leader)
    with pytest.raises(IntegrityError, match="extension_decided_by_another"), transaction.atomic():
        Extension.objects.filter(pk=record.pk).update(state="approved", decided_at=NOON, decided_by=leader)
