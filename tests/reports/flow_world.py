"""A document on its way, for the tests of review and issue."""

from datetime import timedelta
from types import SimpleNamespace

from reports.operations import reviewing
from reports.operations.issuing import issue
from tests.makers import make_office, make_officer
from tests.report_makers import MORNING, an_officer, make_notice, make_unit

LATER = MORNING + timedelta(days=1)


def make_people() -> SimpleNamespace:
    """The office and those who write, check, countersign and sign."""
    make_office()
    unit = make_unit()
    return SimpleNamespace(
        writer=an_officer(),
        checker=make_officer("office_staff", "3608"),
        leader=an_officer("office_leader"),
        unit=unit,
        unit_officer=make_officer("member_unit", "3608", department=unit),
    )


def sent(people, *countersigners, notice=None):
    notice = notice or make_notice("draft", drafted_by=people.writer)
    return reviewing.submit(
        notice=notice, version=notice.version, countersigners=countersigners, by=people.writer, at=LATER
    )


def decided(notice, step: str, by, text: str = ""):
    return reviewing.decide(notice=notice, version=notice.version, step=step, text=text, by=by, at=LATER)


def approved(people, *, notice=None):
    return decided(decided(sent(people, notice=notice), "check", people.checker), "sign", people.leader)


def issued(people, *, notice=None):
    notice = approved(people, notice=notice)
    return issue(notice=notice, version=notice.version, by=people.checker, at=LATER)
