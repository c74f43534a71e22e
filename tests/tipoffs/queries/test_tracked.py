"""The reporter's view of his tip: stations, promised days with their computation, nothing of what he reported."""

from datetime import date, timedelta

import pytest

from capacity_portal.lib.workdays import Calendar
from tests.makers import NOON, make_officer
from tests.tip_makers import MONDAY, make_assignment, make_tip
from tests.tipoffs.lives import Life
from tipoffs.documents import tip_facts
from tipoffs.models import Answer, ClockRule, Tip, TipEvent, TipMessage
from tipoffs.queries.promises import promises_for
from tipoffs.queries.tracked import case_of, days_of, told_on, tracked_tip
from tipoffs.rules.clocks import Clock

pytestmark = pytest.mark.django_db


def event(tip, step, on, public_text="", **values):
    return TipEvent.objects.create(tip=tip, step=step, label=step, on=on, public_text=public_text, **values)


def promises(tip, today=MONDAY):
    return [(one.label, one.due_on, one.standing) for one in case_of(tip, today).promises]


def test_at_receipt_one_day_and_ten_more_are_promised():
    tip = make_tip()
    assert promises(tip) == [
        ("交办给核查单位", date(2026, 3, 3), ("还有1个工作日", "neutral")),
        ("反馈核查结果", date(2026, 3, 17), None),
    ]
    first, second = case_of(tip, MONDAY).promises
    assert first.how.startswith("从2026年3月2日的次日起算第1个工作日。")
    assert second.how.startswith("交办后10个工作日内。从2026年3月3日的次日起算第10个工作日")
    assert "实际从交办之日起算" in second.how


def test_the_page_promises_in_the_words_of_the_receipt():
    """Received on a Saturday: both say from which day it counts."""
    tip = make_tip(
        received_on=date(2026, 3, 7), counted_on=date(2026, 3, 9), handover_due_on=date(2026, 3, 10)
    )
    given, shown = promises_for(tip), case_of(tip, date(2026, 3, 9)).promises
    assert [(one.label, one.due_on) for one in shown] == [(one.label, one.due) for one in given]
    assert [one.how for one in shown] == [given[0].text, f"{given[1].text}实际从交办之日起算。"]
    assert shown[0].how.startswith("非工作时间收到的，从2026年3月9日起算。")


def test_the_last_day_is_warned_of_and_no_day_before():
    found = [promises(make_tip(), date(2026, 3, day))[0][2] for day in (2, 3, 4)]
    assert found == [("还有1个工作日", "neutral"), ("今天到期", "warn"), ("逾期1个工作日", "bad")]


def test_an_overdue_hand_over_is_said_to_be_one():
    assert promises(make_tip(), date(2026, 3, 5))[0][2] == ("逾期2个工作日", "bad")


def test_after_the_hand_over_the_result_is_counted_from_it_with_its_extension():
    tip = make_tip("verifying", result_due_on=date(2026, 3, 23))
    make_assignment(tip, days=15, due_on=date(2026, 3, 23))
    assert promises(tip)[1] == ("反馈核查结果", date(2026, 3, 23), ("还有15个工作日", "neutral"))
    assert promises(tip)[0][2] is None
    assert case_of(tip, MONDAY).promises[1].how.startswith("从2026年3月2日的次日起算第15个工作日")


def test_without_a_leading_part_the_clock_of_the_kind_counts():
    assert (
        case_of(make_tip("verifying"), MONDAY)
        .promises[1]
        .how.startswith("从2026年3月2日的次日起算第10个工作日")
    )


def test_a_date_of_earlier_rules_stands_without_todays_computation():
    tip = make_tip()
    ClockRule.objects.create(kind="production", handover_days=3)
    assert case_of(tip, MONDAY).promises[0].how == "按当时的节假日安排和时限规定确定。"


def test_a_refused_tip_promises_nothing():
    assert promises(make_tip("refused")) == []


def test_days_before_a_reopening_do_not_count():
    tip = make_tip("accepted")
    for step, day in [("receive", 1), ("accept", 2), ("verify", 5), ("reopen", 9)]:
        event(tip, step, date(2026, 3, day))
    assert days_of(list(tip.events.order_by("id"))) == {
        "receive": date(2026, 3, 1),
        "reopen": date(2026, 3, 9),
    }
    assert [station.day for station in case_of(tip, MONDAY).stations][:2] == [
        date(2026, 3, 1),
        date(2026, 3, 9),
    ]


def test_a_tip_taken_up_once_more_counts_from_that_day_and_tells_its_answers_apart():
    life = Life(handover_due_on=date(2026, 3, 3)).go(
        "accept", "hand_over", "verify", "deal", "answer", "close"
    )
    life.at += timedelta(days=7)
    life.go("reopen")
    case = case_of(life.tip, date(2026, 3, 9))
    assert case.promises[0].how.startswith("从重新办理之日（2026年3月9日）的次日起算第1个工作日")
    assert [text for _, text in case.answers] == ["（重新办理以前的答复）经查属实，已拆除。"]
    assert case.history[-1] == (date(2026, 3, 9), "决定重新办理。")
    line = tip_facts.clock_lines(life.tip, None, date(2026, 3, 9), Calendar(), Clock())[0]
    assert line.computed.startswith("从重新办理之日（2026年3月9日）的次日起算第1个工作日")


def test_history_is_what_the_reporter_is_told_and_nothing_else():
    tip = make_tip()
    event(tip, "accept", MONDAY, "已受理。")
    event(tip, "ask", MONDAY, text="内部说明")
    assert case_of(tip, MONDAY).history == [(MONDAY, "已受理。")]


def test_words_and_answers_in_their_order():
    tip, officer = make_tip("answered"), make_officer("tipoff_handler")
    Answer.objects.create(tip=tip, text="第一次答复", answered_at=NOON, answered_by=officer)
    Answer.objects.create(
        tip=tip, text="第二次答复", answered_at=NOON + timedelta(days=1), answered_by=officer
    )
    TipMessage.objects.create(
        tip=tip, is_from_office=True, text="问", posted_on=MONDAY, posted_at=NOON, posted_by=officer
    )
    TipMessage.objects.create(tip=tip, is_from_office=False, text="答", posted_on=MONDAY)
    case = case_of(tip, MONDAY)
    assert case.answers == [(MONDAY, "第一次答复"), (date(2026, 3, 3), "第二次答复")]
    assert [message.text for message in case.messages] == ["问", "答"]
    assert (case.against_rating, case.against_objection) == ("", "")
    assert case.last_day_to_object.due == date(2026, 3, 24)


def test_told_on_the_day_of_the_answer_or_the_refusal():
    assert told_on(make_tip("verifying")) is None
    assert told_on(make_tip("refused", refused_at=NOON)) == MONDAY


def test_as_many_queries_for_three_words_as_for_one(django_assert_num_queries):
    officer = make_officer("tipoff_handler")

    def fill(tip, count):
        for number in range(count):
            TipMessage.objects.create(tip=tip, is_from_office=False, text=str(number), posted_on=MONDAY)
            Answer.objects.create(tip=tip, text="演示", answered_at=NOON, answered_by=officer)
            event(tip, "answer", MONDAY, "演示")
        return tracked_tip(tip.pk)

    for count in (1, 3):
        tip = fill(make_tip("answered"), count)
        with django_assert_num_queries(9):
            case_of(tip, MONDAY)


def test_a_tip_that_is_not_there():
    assert tracked_tip(0) is None
    assert Tip.objects.count() == 0
