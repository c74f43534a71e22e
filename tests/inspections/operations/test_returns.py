from datetime import UTC, date, datetime, timedelta

import pytest
from axes.models import AccessAttempt
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from capacity_portal.journal.models import Entry
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization import operations as accounts
from capacity_portal.organization.queries import is_locked
from enterprises import registries
from enterprises.operations import StaleRecord
from inspections.models import MonthlyReturn
from inspections.operations.returns import (
    ReturnBlocked,
    accept_return,
    begin_return,
    save_text,
    send_back_return,
    submit_confirmed,
    submit_return,
    withdraw_return,
)
from inspections.operations.rounds_open import RoundClosed
from inspections.operations.signing import SignatureRefused
from tests.makers import (
    NOON,
    PASSWORD,
    make_duty,
    make_finding,
    make_officer,
    make_region,
    make_return,
    make_round,
    make_visit,
)

pytestmark = pytest.mark.django_db
IN_TIME = datetime(2026, 4, 2, 4, 0, tzinfo=UTC)
TOO_LATE = IN_TIME + timedelta(days=2)  # due on 2026-04-03


@pytest.fixture
def leader():
    return make_officer("county_leader")


@pytest.fixture
def office():
    return make_officer("office_staff")


def sign(record, leader, *, at=IN_TIME, is_zero=False, **values):
    typed = {"password": PASSWORD, "code": "", "version": record.version} | values
    return submit_return(record=record, is_zero=is_zero, by=leader, at=at, **typed)


def steps_of(record) -> list[str]:
    return list(
        Entry.objects.filter(subject="monthly_return", subject_id=record.pk).values_list("step", flat=True)
    )


def visited_key_enterprise():
    duty = make_duty(is_key=True)
    return duty, make_visit(duty)


# --- beginning and writing --------------------------------------------------------------------------------------------
def test_a_return_is_begun_once():
    staff, county, round_ = make_officer("county_staff"), make_region("360802"), make_round()
    first = begin_return(round_=round_, county=county, by=staff, at=NOON)
    again = begin_return(round_=round_, county=county, by=staff, at=IN_TIME)
    assert (first, first.begun_at, steps_of(first)) == (again, NOON, ["create"])


def test_another_countys_return_is_not_begun():
    with pytest.raises(PermissionDenied):
        begin_return(
            round_=make_round(), county=make_region("360803"), by=make_officer("county_staff"), at=NOON
        )


def test_the_countys_words_are_kept_with_a_version_and_an_entry():
    record, staff = make_return(text=""), make_officer("county_staff")
    saved = save_text(record=record, version=1, text=" 已排查\x00 ", problems="无", by=staff, at=NOON)
    stored = MonthlyReturn.objects.get(pk=record.pk)
    assert (stored.text, stored.problems, stored.version, saved.version) == ("已排查", "无", 2, 2)
    assert Entry.objects.get(subject="monthly_return").changes == {
        "text": ["", "已排查"],
        "problems": ["", "无"],
    }
    with pytest.raises(StaleRecord):
        save_text(record=record, version=1, text="旧", problems="", by=staff, at=NOON)


def test_too_many_words_are_refused_by_field():
    with pytest.raises(ValidationError) as refused:
        save_text(record=make_return(), version=1, text="字" * 4001, problems="", by=make_officer(), at=NOON)
    assert refused.value.message_dict == {"text": ["本月工作情况共 4001 个字，最多 4000 个字，请缩短。"]}


def test_a_closed_month_refuses_every_step(leader, office):
    record = make_return(round_=make_round(state="closed", closed_at=NOON))
    writes = [
        lambda: begin_return(round_=record.round, county=record.county, by=leader, at=NOON),
        lambda: save_text(record=record, version=1, text="", problems="", by=leader, at=NOON),
        lambda: sign(record, leader),
        lambda: withdraw_return(record=record, by=leader, at=NOON),
        lambda: accept_return(record=record, by=office, at=NOON),
        lambda: send_back_return(record=record, comment="改", by=office, at=NOON),
    ]
    for write in writes:
        with pytest.raises(RoundClosed, match="2026年3月已关账"):
            write()


# --- signing ----------------------------------------------------------------------------------------------------------
def test_signing_freezes_the_figures(leader):
    duty = make_duty()
    make_visit(duty)
    signed = sign(make_return(), leader)
    make_duty()
    stored = MonthlyReturn.objects.get(pk=signed.pk)
    assert (stored.state, stored.submitted_by, stored.submitted_at, stored.is_late) == (
        "submitted",
        leader,
        IN_TIME,
        False,
    )
    assert stored.figures["total"]["in_force"] == stored.figures["total"]["covered"] == 1


def test_a_wrong_password_signs_nothing_and_stays_in_the_journal(leader):
    record = make_return()
    with pytest.raises(SignatureRefused, match="密码不正确") as refused:
        sign(record, leader, password="wrong")
    assert refused.value.field == "password"
    assert (MonthlyReturn.objects.get().state, steps_of(record)) == ("draft", ["refuse_signature"])


def test_wrong_passwords_lock_the_account_as_at_the_door(leader):
    record, other = make_return(), make_officer("county_leader")
    for number in range(5):
        with pytest.raises(SignatureRefused, match="已锁定 15 分钟" if number == 4 else "请重新输入"):
            sign(record, leader, password="wrong")
    with pytest.raises(SignatureRefused, match="没有签报：密码连续输错 5 次，账户已锁定 15 分钟") as refused:
        sign(record, leader)
    assert (refused.value.field, is_locked(leader, IN_TIME), is_locked(other, IN_TIME)) == (
        "password",
        True,
        False,
    )
    assert steps_of(record) == ["refuse_signature"] * 6
    assert sign(record, leader, at=IN_TIME + timedelta(minutes=16)).state == "submitted"


def test_wrong_passwords_at_the_door_count_and_the_right_one_forgets_those_of_signing(leader):
    record = make_return()
    for _ in range(4):
        with pytest.raises(SignatureRefused):
            sign(record, leader, password="wrong")
    assert sign(record, leader).state == "submitted"
    assert not AccessAttempt.objects.exists()
    door = AccessAttempt.objects.create(username=leader.username, user_agent="x", failures_since_start=5)
    AccessAttempt.objects.filter(pk=door.pk).update(attempt_time=IN_TIME)
    with pytest.raises(SignatureRefused, match="账户已锁定"):
        sign(record, leader)


def test_the_second_factor_is_asked_of_whoever_has_one(leader):
    accounts.begin_second_factor(by=leader, at=NOON)
    device = leader.totpdevice_set.get()
    device.confirmed = True
    device.save()
    record = make_return()
    with pytest.raises(SignatureRefused, match="动态口令不正确") as refused:
        sign(record, leader, code="000000")
    assert (refused.value.field, MonthlyReturn.objects.get().state) == ("code", "draft")
    with pytest.raises(SignatureRefused, match="请等"):
        sign(record, leader, code="000000", at=datetime.now(UTC))
    device.refresh_from_db()
    device.throttle_reset()
    from django_otp.oath import TOTP  # the code an authenticator would show

    clock = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    assert sign(record, leader, code=f"{clock.token():06d}").state == "submitted"


def test_staff_cannot_sign():
    with pytest.raises(PermissionDenied):
        sign(make_return(), make_officer("county_staff"))


def test_a_stale_page_signs_nothing(leader):
    with pytest.raises(StaleRecord):
        sign(make_return(), leader, version=0)


def test_what_blocks_is_said_in_sentences(leader):
    make_duty(title="甲厂")
    with pytest.raises(ReturnBlocked) as refused:
        sign(make_return(text=""), leader)
    assert refused.value.sentences == [
        "有1项任务没有查到，也没有说明原因：甲厂。请排查或逐项说明原因。",
        "“本月工作情况”还没有填写，请写明后再签报。",
    ]


# --- late -------------------------------------------------------------------------------------------------------------
def test_late_is_late_for_ever(leader, office):
    record = sign(make_return(), leader, at=TOO_LATE)
    assert record.is_late
    record = withdraw_return(record=record, by=leader, at=TOO_LATE)
    record = sign(record, leader, at=IN_TIME)
    record = send_back_return(record=record, comment="改", by=office, at=IN_TIME)
    assert sign(record, leader, at=IN_TIME).is_late


def test_a_return_sent_back_keeps_the_day_of_its_first_signature(leader, office):
    record = sign(make_return(), leader)
    record = send_back_return(record=record, comment="数字不符", by=office, at=TOO_LATE)
    assert not sign(record, leader, at=TOO_LATE).is_late


def test_a_return_the_county_took_back_itself_is_judged_by_its_next_signature(leader):
    record = withdraw_return(record=sign(make_return(), leader), by=leader, at=IN_TIME)
    assert (record.state, record.submitted_at, record.submitted_by) == ("draft", None, None)
    assert sign(record, leader, at=TOO_LATE).is_late


# --- review -----------------------------------------------------------------------------------------------------------
def test_the_office_accepts_and_may_send_back_what_it_accepted(leader, office):
    record = accept_return(record=sign(make_return(), leader), by=office, at=TOO_LATE)
    assert (record.state, record.accepted_by, record.accepted_at) == ("accepted", office, TOO_LATE)
    with pytest.raises(StepRefused, match="当前状态为“已通过”，不能撤回"):
        withdraw_return(record=record, by=leader, at=TOO_LATE)
    record = send_back_return(record=record, comment=" 数字不符 ", by=office, at=TOO_LATE)
    assert (record.state, record.send_back_comment, record.accepted_at) == ("sent_back", "数字不符", None)
    assert steps_of(record) == ["submit", "accept", "send_back"]


@pytest.mark.parametrize(("comment", "sentence"), [(" ", "退回必须写明意见"), ("字" * 501, "最多 500 个字")])
def test_a_comment_is_required_and_bounded(leader, office, comment, sentence):
    with pytest.raises(StepRefused, match=sentence):
        send_back_return(record=sign(make_return(), leader), comment=comment, by=office, at=TOO_LATE)


def test_a_county_cannot_accept_its_own_return(leader):
    with pytest.raises(StepRefused, match="您的角色不能通过监管月报"):
        accept_return(record=sign(make_return(), leader), by=leader, at=IN_TIME)


@pytest.mark.parametrize(
    "values",
    [
        {"state": "submitted"},
        {"state": "accepted"},
        {"accepted_at": NOON},
        {"state": "sent_back", "sent_back_at": NOON},
        {"state": "lost"},
    ],
)
def test_the_database_holds_the_states(values):
    record = make_return()
    with pytest.raises(IntegrityError), transaction.atomic():
        MonthlyReturn.objects.filter(pk=record.pk).update(**values)


# --- the statement of nothing -----------------------------------------------------------------------------------------
def test_a_zero_report_carries_its_denominators_and_its_flags(leader, monkeypatch):
    visited_key_enterprise()
    monkeypatch.setattr(registries, "_flag_sources", [lambda period, county: [f"{county}有举报未办结。"]])
    earlier = make_round(202602)
    before = make_visit(make_duty(earlier), visited_on=date(2026, 2, 3))
    make_finding(before, title="旧问题")
    signed = sign(make_return(), leader, is_zero=True)
    assert (signed.is_zero_report, signed.figures["key"]) == (True, {"in_force": 1, "covered": 1})
    assert signed.zero_flags == ["360802有举报未办结。", "以前月份发现的问题还有1个没有销号：旧问题。"]


def test_a_zero_report_is_refused_while_a_key_enterprise_is_unvisited_even_with_a_reason(leader):
    make_duty(is_key=True, gap_reason="道路不通", title="甲厂")
    with pytest.raises(ReturnBlocked, match="有1家重点监管、回头看企业本月没有查到（甲厂）"):
        sign(make_return(), leader, is_zero=True)


def test_what_was_opened_since_stands_beside_an_accepted_zero_report(leader, office, monkeypatch):
    record = sign(make_return(), leader, is_zero=True)
    monkeypatch.setattr(registries, "_flag_sources", [lambda period, county: ["有举报未办结。"]])
    assert accept_return(record=record, by=office, at=TOO_LATE).zero_flags == ["有举报未办结。"]


def test_a_zero_report_that_stopped_being_true_is_not_accepted(leader, office):
    record = sign(make_return(), leader, is_zero=True)
    duty = make_duty(title="甲厂")
    MonthlyReturn.objects.filter(pk=record.pk).update(state="submitted")  # as if the watch had not seen it
    assert duty.title == "甲厂"
    with pytest.raises(ReturnBlocked, match="有1项任务没有查到"):
        accept_return(record=record, by=office, at=TOO_LATE)


def test_taking_back_a_zero_report_takes_the_statement_back(leader):
    record = withdraw_return(record=sign(make_return(), leader, is_zero=True), by=leader, at=IN_TIME)
    assert (record.is_zero_report, record.zero_flags) == (False, [])


def test_the_confirmed_signature_needs_the_permission_too():
    with pytest.raises(StepRefused, match="您的角色不能签报"):
        submit_confirmed(
            record=make_return(), version=1, is_zero=False, by=make_officer("county_staff"), at=NOON
        )
