"""Two hundred submissions at one moment: of one secret one tip, of different ones gapless numbers in the journal's order."""

import pytest
from django.utils import timezone

from capacity_portal.journal.models import Entry
from tests.acceptance.test_races import at_once
from tests.makers import make_office, make_region
from tests.tip_makers import make_custody_key
from tests.tipoffs.views.intake_walk import check_form, code_on, filled
from tipoffs.models import SealedIdentity, Tip, TipEvent, TipYear
from tipoffs.operations import receiving
from tipoffs.operations.receiving import receive_tip
from tipoffs.rules.report import Identity, TipReport

pytestmark = pytest.mark.django_db(transaction=True)
POSTS, THREADS = 200, 20
REPORT = TipReport(
    kind="production", text="三台中频炉", place_text="河边", identity=Identity(name="演示举报人")
)


@pytest.fixture(autouse=True)
def office(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.TIPOFF_LIMITER = False
    make_region("360802")
    make_custody_key()
    return make_office()


def received(secret: str):
    return receive_tip(report=REPORT, secret=secret, at=timezone.now())


def test_two_hundred_submissions_of_one_secret_make_one_tip():
    receipts = at_once(POSTS, lambda n: received("s" * 43), THREADS)
    assert len({(receipt.tip.pk, receipt.code) for receipt in receipts}) == 1
    assert [receipt.is_new for receipt in receipts].count(True) == 1
    counts = [model.objects.count() for model in (Tip, SealedIdentity, TipEvent)]
    assert (counts, TipYear.objects.get().last) == ([1, 1, 1], 1)


def test_two_hundred_submissions_of_different_secrets_are_numbered_without_a_gap():
    receipts = at_once(POSTS, lambda n: received(f"{n:043d}"), THREADS)
    assert sorted(receipt.tip.number for receipt in receipts) == list(range(1, POSTS + 1))
    assert len({receipt.code for receipt in receipts}) == POSTS
    tips = dict(Tip.objects.values_list("pk", "number"))
    entries = Entry.objects.filter(subject="tip").order_by("id").values_list("subject_id", flat=True)
    assert [tips[pk] for pk in entries] == list(range(1, POSTS + 1))


def test_one_page_posted_at_once_gives_everybody_the_same_receipt():
    client = filled()
    form = check_form(client)
    answers = at_once(12, lambda n: client.post("/tipoffs/new/check/", form), 6)
    assert len({code_on(answer) for answer in answers}) == 1
    assert Tip.objects.count() == 1


def test_without_the_lock_numbers_would_meet(monkeypatch):
    """Control: numbers given by reading the last one, with nobody waiting, are refused by the database or meet."""
    from threading import Barrier

    from django.db import IntegrityError, connection

    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one transaction write at a time: nothing can meet there")
    TipYear.objects.create(year=timezone.localdate().year)
    gate = Barrier(2)

    def careless(year: int) -> TipYear:
        row = TipYear.objects.get(year=year)
        gate.wait(timeout=20)
        return row

    def attempt(n: int) -> bool:
        try:
            received(f"{n:043d}")
        except IntegrityError:
            return False
        return True

    monkeypatch.setattr(receiving, "_locked_year", careless)
    assert sorted(at_once(2, attempt, 2)) == [False, True]
