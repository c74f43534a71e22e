"""The written return of an addressee."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from capacity_portal.journal.models import Entry
from capacity_portal.lib.workflow import StepRefused
from reports.models import NoticeReturn
from reports.operations import returning
from reports.operations.extending import extend_due
from reports.operations.recipient_door import RecipientChanged
from tests.report_makers import MORNING, an_officer, make_recipient
from tests.reports.sending_world import LATER, issued, received, sent, staff, submitted, written

pytestmark = pytest.mark.django_db


def office():
    return an_officer("office_staff")


def save(recipient, **values):
    fields = {
        "version": recipient.version,
        "text": "已办",
        "figures": {},
        "by": staff(recipient),
        "at": MORNING,
    }
    return returning.save_return(recipient=recipient, **(fields | values))


def submit(record, at=MORNING, version=None):
    return returning.submit_return(
        written=record, version=version or record.version, by=staff(record.recipient), at=at
    )


def send_back(record, text="缺数据"):
    return returning.send_back_return(
        written=record, version=record.version, text=text, by=office(), at=MORNING
    )


def test_the_whole_way_is_written_down():
    record = send_back(submitted())
    record = save(
        record.recipient,
        text="补上了",
        figures={"firms": "13", "area": "0"},
        version=record.recipient.version,
    )
    record = returning.accept_return(written=submit(record), version=4 + 1, by=office(), at=MORNING)
    assert (record.state, record.text, record.figures) == ("accepted", "补上了", {"firms": "13", "area": "0"})
    steps = list(Entry.objects.filter(subject="notice_return").order_by("id").values_list("step", flat=True))
    assert steps == ["create", "submit", "send_back", "edit", "submit", "accept"]


def test_late_is_decided_the_first_time_and_stays():
    record = submitted(at=LATER)
    assert (record.is_late, record.first_submitted_at) == (True, LATER)
    again = submit(send_back(record), at=LATER + timedelta(days=2))
    assert (again.is_late, again.first_submitted_at, again.submitted_at) == (
        True,
        LATER,
        LATER + timedelta(days=2),
    )


def test_punctual_stays_punctual_though_mended_after_the_day():
    record = send_back(submitted())
    assert submit(record, at=LATER).is_late is False


def test_the_last_day_itself_is_punctual():
    assert submitted(at=LATER - timedelta(days=1)).is_late is False


@pytest.mark.parametrize(
    ("text", "figures", "fields"),
    [("", {"firms": "1", "area": "1"}, ["text"]), ("好", {"firms": "1"}, ["figure_area"]), ("好", {}, ["figure_firms", "figure_area"])],
)  # fmt: skip
def test_an_unfinished_return_is_kept_but_not_submitted(text, figures, fields):
    record = written(text=text, figures=figures)
    with pytest.raises(ValidationError) as refused:
        submit(record)
    assert list(refused.value.error_dict) == fields
    assert NoticeReturn.objects.get().state == "draft"


@pytest.mark.parametrize("value", ["-1", "十二", "1.23456", "1" * 5_000, "\x00", "1e400"])
def test_figures_are_read_strictly(value):
    recipient = received()
    if value == "\x00":
        assert save(recipient, figures={"firms": value}).figures == {}
        return
    with pytest.raises(ValidationError) as refused:
        save(recipient, figures={"firms": value})
    assert list(refused.value.error_dict) == ["figure_firms"]


def test_figures_nobody_asked_for_are_passed_over():
    assert save(received(), figures={"firms": " １２ ", "secret": "9"}).figures == {"firms": "12"}


@pytest.mark.parametrize("text", ["长" * 8_001, "秘密★10年"])
def test_words_are_short_enough_and_not_secret(text):
    with pytest.raises(ValidationError) as refused:
        save(received(), text=text)
    assert list(refused.value.error_dict) == ["text"]


def test_a_return_that_is_in_is_not_changed():
    record = submitted()
    record.recipient.refresh_from_db()
    with pytest.raises(StepRefused, match="不能再改"):
        save(record.recipient)


def test_nothing_is_asked_of_copies_nor_where_no_return_is_wanted():
    copy = received(make_recipient(issued(), is_copy=True))
    with pytest.raises(StepRefused, match="抄送"):
        save(copy)
    unasked = received(sent("360803", wants_return=False, due_on=None))
    with pytest.raises(StepRefused, match="不要求"):
        save(unasked)


def test_states_refuse_what_does_not_follow():
    record = written()
    for step in (returning.accept_return, returning.send_back_return):
        more = {"text": "改"} if step is returning.send_back_return else {}
        with pytest.raises(StepRefused):
            step(written=record, version=record.version, by=office(), at=MORNING, **more)


def test_an_accepted_return_can_go_back():
    record = returning.accept_return(written=submitted(), version=2, by=office(), at=MORNING)
    back = send_back(record)
    assert (back.state, back.accepted_at, back.accepted_by) == ("sent_back", None, None)


@pytest.mark.parametrize("text", ["", "长" * 501])
def test_a_return_goes_back_with_a_comment(text):
    with pytest.raises(ValidationError):
        send_back(submitted(), text)


def test_who_was_overtaken_is_told():
    record = written()
    with pytest.raises(RecipientChanged):
        submit(record, version=record.version + 1)
    with pytest.raises(RecipientChanged):
        save(record.recipient, version=1)


def test_the_addressee_does_not_judge_and_the_office_does_not_write():
    record = submitted()
    with pytest.raises(PermissionDenied):
        returning.accept_return(
            written=record, version=record.version, by=staff(record.recipient), at=MORNING
        )
    with pytest.raises(PermissionDenied):
        save(received(sent("360803")), by=office())


def test_a_handler_judges_the_returns_of_his_own_documents_alone():
    handler = an_officer("tipoff_handler")
    foreign = submitted()
    judging = (
        partial(returning.accept_return, written=foreign, version=foreign.version),
        partial(returning.send_back_return, written=foreign, version=foreign.version, text="缺"),
        partial(extend_due, recipient=foreign.recipient, version=1, due_on=LATER.date(), reason="防汛"),
    )
    for judge in judging:
        with pytest.raises(PermissionDenied):
            judge(by=handler, at=MORNING)
    own = submitted(written(received(sent(drafted_by=handler))))
    done = returning.accept_return(written=own, version=own.version, by=handler, at=MORNING)
    assert done.state == "accepted"
