"""Issued documents with addressees for the tests of sending down and coming back."""

from datetime import date, timedelta

from reports.models import Notice, NoticeReturn, Recipient
from reports.operations import receiving, returning
from tests.report_makers import MORNING, an_officer, make_notice, make_recipient

DUE = date(2026, 3, 10)
"""A Tuesday."""
ALL = {"wants_cascade": True, "wants_meeting": True, "wants_tasks": True, "wants_return": True, "due_on": DUE}
FIGURES = [
    {"key": "firms", "label": "排查企业", "unit": "家"},
    {"key": "area", "label": "面积", "unit": "平方米"},
]
LATER = MORNING + timedelta(days=9)
"""The day after DUE, Wednesday 11 March."""


def issued(**values) -> Notice:
    """A document that wants a receipt and a return by DUE unless ``values`` say otherwise."""
    return make_notice(
        "issued", **({"wants_return": True, "due_on": DUE, "figures_wanted": FIGURES} | values)
    )


def sent(region: str = "360802", **values) -> Recipient:
    return make_recipient(issued(**values), region)


def received(recipient: Recipient | None = None, at=MORNING) -> Recipient:
    recipient = recipient or sent()
    return receiving.receive(recipient=recipient, version=recipient.version, by=staff(recipient), at=at)


def staff(recipient: Recipient):
    return an_officer("county_staff", recipient.region)


def written(
    recipient: Recipient | None = None, text: str = "已全部排查。", figures=None, at=MORNING
) -> NoticeReturn:
    recipient = recipient or received()
    values = {"firms": "12", "area": "3.5"} if figures is None else figures
    return returning.save_return(
        recipient=recipient, version=recipient.version, text=text, figures=values, by=staff(recipient), at=at
    )


def submitted(record: NoticeReturn | None = None, at=MORNING) -> NoticeReturn:
    record = record or written()
    return returning.submit_return(written=record, version=record.version, by=staff(record.recipient), at=at)
