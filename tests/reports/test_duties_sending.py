from datetime import date, timedelta

import pytest

from reports import duties_incoming, duties_sending
from reports.queries.my_documents import Question, asked_for
from tests.report_makers import (
    MORNING,
    an_officer,
    make_document_task,
    make_incoming,
    make_notice,
    make_notice_return,
    make_recipient,
    make_unit,
)
from tests.reports.sending_world import DUE, issued

pytestmark = pytest.mark.django_db
TODAY = MORNING.date()
AFTER = DUE + timedelta(days=2)


@pytest.fixture
def county():
    return an_officer("county_staff", "360802")


def told(duties):
    return [(duty.title, duty.count, duty.url.rpartition("=")[2]) for duty in duties]


def signed(notice, **values):
    return make_recipient(
        notice, received_at=MORNING, received_by=an_officer("county_staff", "360802"), **values
    )


def test_a_new_document_is_to_be_signed_then_answered(county):
    make_recipient(issued())
    assert told(duties_sending.of_unit(county, TODAY)) == [("未签收的来文", 1, "unsigned")]
    signed(issued())
    assert told(duties_sending.of_unit(county, TODAY)) == [
        ("未签收的来文", 1, "unsigned"),
        ("要办理、反馈的来文", 1, "answer"),
    ]


def test_what_is_over_stands_first_and_what_came_back_apart(county):
    make_notice_return(signed(issued()), "sent_back")
    (duty,) = duties_sending.of_unit(county, TODAY)
    assert (duty.title, duty.due_on, duty.due_label) == ("被退回的书面反馈", DUE, "还有8天")
    (duty,) = duties_sending.of_unit(county, AFTER)
    assert (duty.title, duty.is_overdue, duty.due_label) == ("逾期未办完的来文", True, "逾期2天")


@pytest.mark.parametrize("today", [TODAY, AFTER])
def test_the_desk_counts_what_its_page_lists(county, today):
    other = {"wants_return": False, "due_on": None}
    make_recipient(issued()), signed(issued()), signed(issued(wants_cascade=True, **other))
    make_recipient(issued(wants_cascade=True, **other)), make_recipient(issued(**other), is_copy=True)
    make_notice_return(signed(issued()), "sent_back"), make_notice_return(signed(issued()), "submitted")
    duties = told(duties_sending.of_unit(county, today))
    assert len(duties) >= 3
    assert [asked_for(county, Question(state), today).count() for _, _, state in duties] == [
        count for _, count, _ in duties
    ]


def test_an_extension_moves_the_day(county):
    signed(issued(), due_on=DUE + timedelta(days=9), extended_reason="防汛")
    (duty,) = duties_sending.of_unit(county, AFTER)
    assert (duty.title, duty.due_on) == ("要办理、反馈的来文", date(2026, 3, 19))


def test_what_is_done_copied_or_withdrawn_is_no_duty(county):
    make_notice_return(signed(issued()), "submitted")
    signed(issued(), is_copy=True)
    make_recipient(make_notice("withdrawn"))
    assert told(duties_sending.of_unit(county, TODAY)) == []


def test_a_member_unit_has_its_own():
    unit = make_unit()
    make_recipient(issued(), "3608", unit)
    assert told(duties_sending.of_unit(an_officer("member_unit", department=unit), TODAY)) == [
        ("未签收的来文", 1, "unsigned")
    ]


def test_the_office_reviews_and_presses():
    make_notice_return(signed(issued()), "submitted")
    make_recipient(issued())
    assert told(duties_sending.of_office(an_officer(), AFTER)) == [
        ("等待审核的书面反馈", 1, "waiting"),
        ("逾期未办完文件的单位", 1, "late"),
    ]
    assert told(duties_sending.of_office(an_officer(), TODAY)) == [("等待审核的书面反馈", 1, "waiting")]


@pytest.mark.parametrize("role", ["power_company", "auditor", "system_admin"])
def test_others_have_none(role):
    make_recipient(issued()), make_document_task(), make_incoming(due_on=TODAY)
    officer = an_officer(role)
    sources = (
        duties_sending.of_unit,
        duties_sending.of_office,
        duties_incoming.documents_due,
        duties_incoming.tasks_open,
    )
    assert [told(source(officer, AFTER)) for source in sources] == [[], [], [], []]


def test_incoming_documents_near_their_last_day():
    (
        make_incoming(due_on=TODAY + timedelta(days=8)),
        make_incoming(due_on=TODAY + timedelta(days=7)),
        make_incoming(),
    )
    (duty,) = duties_incoming.documents_due(an_officer(), TODAY)
    assert (duty.count, duty.is_overdue, duty.due_label, duty.url[-4:]) == (1, False, "还有7天", "open")
    (duty,) = duties_incoming.documents_due(an_officer(), TODAY + timedelta(days=9))
    assert (duty.count, duty.detail, duty.url[-7:]) == (2, "其中2份已过期限", "overdue")


def test_tasks_of_ones_own(county):
    (
        make_document_task(),
        make_document_task(due_on=TODAY - timedelta(days=1)),
        make_document_task(region="360803"),
    )
    (duty,) = duties_incoming.tasks_open(county, TODAY)
    assert (duty.count, duty.is_overdue, duty.due_label) == (2, True, "最早的逾期1天")


def test_each_source_asks_once(county, django_assert_num_queries):
    make_recipient(issued()), make_document_task()
    for source, officer, number in (
        (duties_sending.of_unit, county, 1), (duties_sending.of_office, an_officer(), 1),
        (duties_incoming.tasks_open, county, 1), (duties_incoming.documents_due, an_officer(), 1),
    ):  # fmt: skip
        with django_assert_num_queries(number):
            list(source(officer, TODAY))
