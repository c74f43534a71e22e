"""What the database refuses of addressees, returns, incoming documents and tasks."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from reports.models import DocumentTask, IncomingDocument, NoticeReturn, Recipient
from tests.report_makers import (
    MORNING,
    an_officer,
    make_document_task,
    make_incoming,
    make_notice_return,
    make_recipient,
    make_unit,
)

pytestmark = pytest.mark.django_db
TOO_EARLY = date(1900, 1, 1)
RECIPIENT = {
    "received_by_somebody": {"received_at": MORNING},
    "acts_have_words": {"met_on": MORNING.date()},
    "extension_has_day": {"extended_reason": "防汛"},
    "days_plausible": {"due_on": TOO_EARLY},
}
RETURN = {
    "submitted_by_somebody": {"state": "submitted"},
    "accepted_by_somebody": {
        "state": "accepted",
        "submitted_at": MORNING,
        "first_submitted_at": MORNING,
        "submitted_by": an_officer,
    },
    "sent_back_with_comment": {
        "state": "sent_back",
        "submitted_at": MORNING,
        "first_submitted_at": MORNING,
        "submitted_by": an_officer,
    },
}


def refused(model, record, values, name):
    values = {field: value() if callable(value) else value for field, value in values.items()}
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        model.objects.filter(pk=record.pk).update(**values)
    assert name in str(error.value)


@pytest.mark.parametrize("name", RECIPIENT)
def test_addressees(name):
    refused(Recipient, make_recipient(), RECIPIENT[name], f"recipient_{name}")


@pytest.mark.parametrize("name", RETURN)
def test_returns(name):
    refused(NoticeReturn, make_notice_return(), RETURN[name], f"notice_return_{name}")


def test_nobody_is_addressed_twice():
    row, unit = make_recipient(), make_unit()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_recipient(row.notice)
    make_recipient(row.notice, "3608", unit)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_recipient(row.notice, "3608", unit)


def test_one_return_for_each_addressee():
    row = make_notice_return()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_notice_return(row.recipient)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"state": "done"}, "incoming_done_by_somebody"),
        ({"received_on": TOO_EARLY}, "incoming_days_plausible"),
    ],
)
def test_incoming_documents(values, name):
    refused(IncomingDocument, make_incoming(), values, name)


def test_a_number_of_the_register_is_given_once():
    make_incoming(sequence=5)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_incoming(sequence=5)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"state": "done"}, "document_task_ended_has_result"),
        ({"due_on": TOO_EARLY}, "document_task_days_plausible"),
    ],
)
def test_tasks(values, name):
    refused(DocumentTask, make_document_task(), values, name)
