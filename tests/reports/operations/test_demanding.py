from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from capacity_portal.journal.models import Entry
from capacity_portal.lib.workflow import StepRefused
from reports.operations.demanding import demand
from reports.operations.extending import extend_due
from reports.operations.recipient_door import RecipientChanged
from reports.queries.sending import standing_of
from reports.rules.return_figures import Wanted
from tests.report_makers import MORNING, an_officer, make_notice
from tests.reports.sending_world import DUE, LATER, received, sent, submitted, written

pytestmark = pytest.mark.django_db


def ask(notice, **values):
    fields = {"wanted": {"return": True}, "due_on": DUE, "by": an_officer(), "at": MORNING}
    return demand(notice=notice, **(fields | values))


def extend(recipient, **values):
    fields = {
        "version": 1,
        "due_on": DUE + timedelta(days=3),
        "reason": "防汛",
        "by": an_officer(),
        "at": MORNING,
    }
    return extend_due(recipient=recipient, **(fields | values))


def test_what_is_asked_is_set_and_what_is_not_is_cleared():
    notice = ask(make_notice("draft", wants_cascade=True), figures=[Wanted("a", "企业", "家")])
    assert (notice.wants_return, notice.wants_cascade, notice.wants_receipt, notice.due_on) == (
        True,
        False,
        False,
        DUE,
    )
    assert notice.figures_wanted == [{"key": "a", "label": "企业", "unit": "家"}]
    assert Entry.objects.get(step="demand").changes["due_on"] == [None, "2026-03-10"]


@pytest.mark.parametrize(
    ("values", "field"),
    [({"due_on": None}, "due_on"), ({"due_on": date(2026, 3, 1)}, "due_on"), ({"figures": [Wanted(str(n), str(n)) for n in range(21)]}, "figures")],
)  # fmt: skip
def test_what_cannot_be_asked(values, field):
    with pytest.raises(ValidationError) as refused:
        ask(make_notice("draft"), **values)
    assert list(refused.value.error_dict) == [field]


def test_nothing_is_asked_anew_once_it_is_under_review():
    with pytest.raises(StepRefused):
        ask(make_notice("reviewing"))


def test_more_time_is_given_with_its_reason():
    recipient = extend(sent())
    assert (recipient.due_on, recipient.extended_reason, recipient.version) == (
        DUE + timedelta(days=3),
        "防汛",
        2,
    )
    assert Entry.objects.get(step="extend").note == "2026年3月10日延到2026年3月13日：防汛"


@pytest.mark.parametrize(
    ("values", "field"),
    [({"due_on": DUE}, "due_on"), ({"due_on": None}, "due_on"), ({"reason": " "}, "text"), ({"reason": "长" * 301}, "text"), ({"at": MORNING + timedelta(days=90)}, "due_on")],
)  # fmt: skip
def test_what_is_no_extension(values, field):
    with pytest.raises(ValidationError) as refused:
        extend(sent(), **values)
    assert list(refused.value.error_dict) == [field]


def test_where_no_day_is_set_none_is_put_off():
    with pytest.raises(StepRefused):
        extend(sent(wants_return=False, due_on=None))
    with pytest.raises(RecipientChanged):
        extend(sent("360803"), version=7)


def test_the_addressee_gives_itself_no_time():
    with pytest.raises(PermissionDenied):
        extend(sent(), by=an_officer("county_leader", "360802"))


def test_what_came_late_is_not_made_punctual_by_more_time():
    late = submitted(at=LATER)
    with pytest.raises(StepRefused, match="都已办完"):
        extend(late.recipient, version=3, at=LATER, due_on=LATER.date() + timedelta(days=3))
    late.state, late.sent_back_at, late.send_back_comment = "sent_back", LATER, "缺数据"
    late.save()
    with pytest.raises(StepRefused, match="已经逾期"):
        extend(late.recipient, version=3, at=LATER, due_on=LATER.date() + timedelta(days=3))
    late.recipient.due_on = LATER.date() + timedelta(days=3)
    assert standing_of(late.recipient).due == DUE


def test_what_is_missing_may_be_put_off_and_is_punctual_then():
    record = written(received())
    extend(record.recipient, version=record.recipient.version, due_on=LATER.date())
    record.recipient.refresh_from_db()
    assert not submitted(record, at=LATER).is_late
    assert standing_of(record.recipient).due == LATER.date()
