"""A tip in words: badges, clocks, facts; texts to send; one real sheet."""

from datetime import date

import pytest

from capacity_portal.lib.workdays import Calendar
from tests.makers import NOON, make_department, make_office, make_officer, make_region
from tests.tip_makers import make_assignment, make_tip
from tipoffs.documents import letters, sheet, tip_facts
from tipoffs.models import Tip, TipEvent
from tipoffs.rules.clocks import Clock

pytestmark = pytest.mark.django_db
PLAIN, CLOCK = Calendar(), Clock()
MONDAY = date(2026, 3, 2)


def labels(tip, today=MONDAY) -> list[str]:
    return [badge.label for badge in tip_facts.badges(tip, today, PLAIN, CLOCK)]


def test_badges_say_state_clock_and_what_makes_it_urgent():
    assert labels(make_tip()) == ["已收到", "还有1个工作日"]
    tip = make_tip("verified", supervised_at=NOON, escalated_at=NOON, conclusion="confirmed", turn=2)
    assert labels(tip, date(2026, 3, 18)) == [
        "已核查",
        "逾期2个工作日",
        "督办",
        "已上报",
        "属实",
        "第2次办理",
    ]
    assert labels(make_tip("closed", supervised_at=NOON, escalated_at=NOON)) == ["已办结", "属实"]
    assert labels(make_tip("answered")) == ["已答复"]


def test_the_database_and_the_page_agree_about_the_deadline():
    for state in (
        "received",
        "refusing",
        "refused",
        "accepted",
        "handed_over",
        "verifying",
        "verified",
        "dealt",
        "answered",
        "closed",
    ):
        tip = Tip.objects.get(pk=make_tip(state).pk)
        assert tip_facts.due_of(tip) == tip.due_on, state


def test_a_refused_tip_has_no_clock_and_a_kept_one_no_standing():
    assert tip_facts.clock_lines(make_tip("refused"), None, MONDAY, PLAIN, CLOCK) == []
    tip = make_tip("closed")
    lines = tip_facts.clock_lines(
        tip, make_assignment(tip, state="done", ended_at=NOON), MONDAY, PLAIN, CLOCK
    )
    assert [(line.label, line.standing) for line in lines] == [("交办期限", ""), ("反馈期限", "")]


def test_a_date_that_was_counted_otherwise_says_so():
    tip = make_tip(handover_due_on=date(2026, 3, 20))
    line = tip_facts.clock_lines(tip, None, MONDAY, PLAIN, CLOCK)[0]
    assert line.computed == "2026年3月20日，按当时的起算日期和时限计算。"


def test_without_an_assignment_the_result_is_counted_from_the_hand_over():
    line = tip_facts.clock_lines(make_tip("verifying"), None, MONDAY, PLAIN, CLOCK)[1]
    assert line.computed.startswith("从2026年3月2日的次日起算第10个工作日")


def test_facts_for_the_office_and_for_units():
    tip = make_tip(
        "refused",
        channel="superior",
        source_number="转〔2026〕1",
        entered_by=make_officer("tipoff_handler"),
        counted_on=date(2026, 3, 3),
    )
    office = dict(tip_facts.facts(tip, reads_original=True))
    assert office["来源"] == "上级转办 转〔2026〕1"
    assert office["收到日期"] == "2026年3月2日（非工作时间收到，从2026年3月3日起算）"
    assert office["不受理原因"] == "线索不清，无法核查：演示说明"
    assert "复核" in office
    assert "来源" not in dict(tip_facts.facts(tip, reads_original=False))
    assert "办结" in dict(tip_facts.facts(make_tip("closed"), reads_original=False))


def test_what_the_reporter_did_has_a_day_alone():
    tip = make_tip()
    TipEvent.objects.create(tip=tip, step="reply", label="举报人补充", public_text="您已补充。", on=MONDAY)
    event = tip_facts.events(tip.events.all())[0]
    assert (event.at, event.on, event.who, event.note) == (None, MONDAY, "", "对举报人：您已补充。")


def test_many_are_counted_in_the_text_that_presses():
    tips = [make_tip("verifying") for _ in range(letters.NAMED + 1)]
    text = letters.reminder_text("吉州区", tips, MONDAY, PLAIN, "演示办公室")
    assert text.count("举报〔2026〕") == letters.NAMED
    assert "……等共31件" in text
    assert "演示" not in text.replace("演示办公室", "")


def test_more_time_is_offered_to_those_that_are_not_late_alone():
    late, near = make_tip("verifying", result_due_on=date(2026, 2, 27)), make_tip("verifying")

    def tail(*tips) -> str:
        return letters.reminder_text("吉州区", tips, MONDAY, PLAIN, "演示办公室").splitlines()[-2]

    assert tail(near) == "确需延期的，请在期限届满前在门户申请并说明理由。"
    assert tail(late) == "已逾期，请立即反馈并说明原因；期限已过，不能再申请延期。"
    assert "确需延期" in tail(late, near)
    assert "已逾期的，请立即反馈" in tail(late, near)


def test_the_text_of_a_supervision():
    text = letters.supervision_text(
        "吉州区", make_tip("verifying"), "三日内查清", date(2026, 3, 16), PLAIN, "演示办公室"
    )
    assert "反馈期限2026年3月16日（今天到期）" in text
    assert "督办要求：三日内查清" in text


def test_who_signs():
    assert letters.office_name() == "化解过剩产能工作领导小组办公室"
    make_office()
    assert letters.office_name() == "吉安市化解过剩产能工作领导小组办公室"


def test_a_sheet_is_typeset_with_all_units():
    tip = make_tip("verifying", supervised_at=NOON)
    make_assignment(tip, instruction="", assigned_by=make_officer("tipoff_handler", name="李专管"))
    make_assignment(tip, make_region(), make_department(name="市市场监管局"), is_lead=False)
    rendered = sheet.sheet_pdf(tip, make_officer("county_staff", name="王建国"), NOON)
    assert rendered.content.startswith(b"%PDF")
    assert (rendered.pages, rendered.missing_glyphs) == (1, ())
    assert sheet.file_name(tip) == f"线索交办单-2026-{tip.number:06d}.pdf"
    html = sheet.sheet_html(tip, make_officer(), NOON)
    assert "督办件" in html
    assert "2026年3月2日　李专管" in html


def test_a_tip_returned_to_the_office_has_a_sheet_without_deadline():
    tip = make_tip("accepted")
    make_assignment(tip, state="returned", ended_at=NOON, ended_text="不在本县")
    assert "市市场" not in sheet.sheet_html(tip, make_officer(), NOON)
