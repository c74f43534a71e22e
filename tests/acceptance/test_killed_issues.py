"""kill -9 while documents are issued: a number is there whole, with its frozen words, or not at all; the register has no gap.

The process that issues is a fork with connections of its own and kills itself at each place inside the write; the long run kills
a process that issues without pause from outside, at random moments.
"""

import os
import random
import signal
import time

import pytest
from django.db import connections
from django.utils import timezone

from capacity_portal.journal.models import Entry
from reports.background_flow import make_missing_copies
from reports.models import Notice, NumberEntry, NumberSeries
from reports.operations import door, freezing, issuing, numbering
from tests.acceptance.test_killed_receipts import in_a_child
from tests.acceptance.test_numbers_at_once import documents, issued
from tests.makers import make_office
from tests.report_makers import an_officer
from tests.reports.flow_world import LATER
from tipoffs.operations import file_store

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:This process:DeprecationWarning"),
]


@pytest.fixture(autouse=True)
def office(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_office()


def _kill(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)


def _before(module, name: str) -> None:
    setattr(module, name, _kill)


def _after(module, name: str) -> None:
    function = getattr(module, name)

    def whole(*args, **values):
        function(*args, **values)
        _kill()

    setattr(module, name, whole)


# place: (before or after, module, name, documents that are issued then)
PLACES = {
    "before the lock": (_before, numbering, "locked_series", 0),
    "with the lock": (_after, numbering, "locked_series", 0),
    "with the number": (_after, issuing, "next_entry", 0),
    "after the frozen words": (_after, issuing, "_frozen", 0),
    "before the journal": (_before, door.journal, "recording", 0),
    "after the commit": (_before, freezing, "freeze", 1),
    "after the pages": (_after, freezing, "rendered_again", 1),
    "before the bytes are whole": (_before, file_store.os, "replace", 1),
    "after the bytes": (_after, file_store, "write", 1),
}


def gapless() -> int:
    """How many numbers were given; each is there once with its document, and both know one another."""
    rows = list(NumberEntry.objects.select_related("notice").order_by("number"))
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert {row.notice.state for row in rows} <= {"issued"}
    assert all(row.notice.frozen["number"] == row.label for row in rows)
    assert Notice.objects.filter(state="issued").count() == len(rows)
    told = Entry.objects.filter(subject="number_entry", step="number").count()
    assert told == len(rows)
    assert all(series.last == len(rows) for series in NumberSeries.objects.all())
    return len(rows)


def test_killed_at_any_place_the_number_is_there_whole_or_not_at_all(monkeypatch):
    waiting, keeper, count = documents(len(PLACES) + 1), an_officer("office_staff"), 0
    monkeypatch.setattr(freezing, "print_document", printed)
    for notice, (place, (kill, module, name, stored)) in zip(waiting, PLACES.items(), strict=False):

        def work(notice=notice, kill=kill, module=module, name=name):
            kill(module, name)
            issued(notice, keeper)
            freezing.freeze(notice=Notice.objects.get(pk=notice.pk), at=LATER)

        assert in_a_child(work) == -signal.SIGKILL, place
        count += stored
        assert gapless() == count, place
        if not stored:
            assert issued(notice, keeper) == count + 1, place  # who was refused nothing tries again
            count += 1
    assert issued(waiting[-1], keeper) == count + 1
    assert make_missing_copies(timezone.now()) == count + 1
    for row in Notice.objects.filter(state="issued"):
        assert file_store.read(row.pdf.name) == printed(None).content
        assert row.pdf_sha256


def printed(document):
    """A copy without typesetting: the place of the kill is what matters here."""
    from capacity_portal.lib.typesetting import RenderedPdf

    return RenderedPdf(b"%PDF-1.7 pages", 2)


def test_without_the_transaction_a_kill_would_lose_a_number(monkeypatch):
    """Control: the same kill with every statement committed by itself leaves a number whose document was never issued."""
    notice, _ = documents(2)
    keeper = an_officer("office_staff")
    monkeypatch.setattr(
        numbering.journal, "record_created", lambda *_, **__: None
    )  # the journal insists on a transaction
    monkeypatch.setattr(door, "stepping", freely)
    monkeypatch.setattr(door, "locked", lambda notice, version: notice)
    monkeypatch.setattr(
        numbering,
        "locked_series",
        lambda code, year, **_: NumberSeries.objects.get_or_create(code=code, year=year)[0],
    )
    monkeypatch.setattr(issuing, "_frozen", _kill)

    def work():
        issuing.issue.__wrapped__.__wrapped__(notice=notice, version=notice.version, by=keeper, at=LATER)

    assert in_a_child(work) == -signal.SIGKILL
    assert NumberEntry.objects.count() == 1
    assert Notice.objects.filter(state="issued").count() == 0


class freely:
    """``door.stepping`` without its journal."""

    def __init__(self, *args, **values):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *args):
        return None


@pytest.mark.long
def test_thirty_kills_at_random_moments():
    """From outside: a process issues one after the other and is killed; the next goes on."""
    waiting, keeper, turn = documents(600), an_officer("office_staff"), random.Random(7)
    for _ in range(30):
        left = list(Notice.objects.filter(state="approved").order_by("id"))
        connections.close_all()
        child = os.fork()
        if child == 0:
            for notice in left:
                issued(notice, keeper)
            os._exit(0)
        time.sleep(turn.uniform(0.05, 0.8))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        gapless()
    assert 0 < gapless() <= len(waiting)
