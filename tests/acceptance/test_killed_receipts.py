"""kill -9 while tips come in: every receipt that somebody has seen exists once, with its files, and a retry gives the same one.

The server is a forked process with connections of its own, killed with SIGKILL. Here it kills itself at each place inside the write;
the long run kills a threaded server from outside at random moments under load.
"""

import http.client
import os
import random
import signal
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing import get_context
from urllib.parse import urlencode

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import Client
from django.test.testcases import QuietWSGIRequestHandler
from django.utils import timezone

from capacity_portal.journal.models import Entry
from capacity_portal.lib.evidence import read_evidence
from tests import evidence_makers as make
from tests.makers import make_office, make_region
from tests.tip_makers import make_custody_key
from tests.tipoffs.views.intake_walk import ANONYMOUS, WHAT, WHERE, check_form, code_on, filled
from tipoffs.models import SealedIdentity, Tip, TipDraft, TipFile, TipYear
from tipoffs.operations import draft_files, drafts, file_store, receiving
from tipoffs.queries.lookup import find_tip
from tipoffs.queries.receipts import pepper, receipt_for
from tipoffs.rules import robots
from tipoffs.rules.draft_content import report_of
from tipoffs.views import draft_cookie, intake_check

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:This process:DeprecationWarning"),
]
CONTENT = {"where": WHERE, "what": WHAT, "contact": ANONYMOUS}
CHECK = "/tipoffs/new/check/"


@pytest.fixture(autouse=True)
def office(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.TIPOFF_LIMITER = False
    make_region("360802")
    make_custody_key()
    return make_office()


def with_a_file(client: Client) -> Client:
    """The browser's draft gets a photo."""
    key = draft_cookie.base64.urlsafe_b64decode(client.cookies[draft_cookie.COOKIE].value)
    draft_files.keep(key=key, upload=make.Sent(make.jpeg(), "现场.jpg"), at=timezone.now())
    return client


# --- killed at each place inside the write ----------------------------------------------------------------------------
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


PLACES = {
    "before the lock": (_before, receiving, "_locked_year", 0),
    "with the lock": (_after, receiving, "_locked_year", 0),
    "before the journal": (_before, receiving, "_noted", 0),
    "after the journal": (_after, receiving, "_noted", 0),
    "after the identity": (_after, receiving, "seal_identity", 0),
    "after the files": (_after, draft_files, "adopt", 0),
    "after the draft": (_after, drafts, "discard_draft", 0),
    "after the commit": (_after, intake_check, "receive_tip", 1),
    "before the answer": (_before, intake_check, "receipt_page", 1),
}


def in_a_child(work) -> int:
    """Run ``work`` in a forked process with connections of its own; its exit code, -9 when it was killed."""
    connections.close_all()

    def alone():
        work()
        connections.close_all()
        os._exit(0)

    child = get_context("fork").Process(target=alone)
    child.start()
    child.join(60)
    return child.exitcode


def whole(tip: Tip) -> bool:
    """Whether nothing of a received tip is missing: number, journal, identity, a file with both its bytes."""
    file = TipFile.objects.get(tip=tip)
    told = Entry.objects.filter(subject="tip", subject_id=tip.pk).order_by("id")
    return (
        list(told.values_list("step", flat=True)) == ["receive", "evidence"]
        and SealedIdentity.objects.filter(tip=tip).exists()
        and tip.events.count() == 1
        and all(file_store.path_of(name).stat().st_size > 100 for name in (file.clean.name, file.sealed_path))
    )


def test_killed_at_any_place_of_the_write_it_is_there_whole_or_not_at_all(office):
    for number, (place, (kill, module, name, stored)) in enumerate(PLACES.items()):
        client = with_a_file(filled())
        form = check_form(client)

        def submit(client=client, form=form, kill=kill, module=module, name=name):
            kill(module, name)
            client.post(CHECK, form)

        assert in_a_child(submit) == -signal.SIGKILL, place
        assert Tip.objects.count() == number + stored, place
        answer, again = client.post(CHECK, form), client.post(CHECK, form)
        tip = find_tip(f"{timezone.localdate().year}-{number + 1}", code_on(answer))
        assert tip is not None, place
        assert code_on(again) == code_on(answer), place
        assert whole(tip), place
        assert Tip.objects.count() == number + 1, place
    assert TipYear.objects.get().last == len(PLACES)
    assert TipDraft.objects.count() == 0


def test_without_keys_a_retry_after_a_kill_makes_a_duplicate(monkeypatch):
    """Control: every try has a secret of its own, as a form without one would."""

    def careless(again: int):
        receiving.receive_tip(report=report_of(CONTENT), secret=f"{again}" * 43, at=timezone.now())

    def killed():
        careless(1)
        _kill()

    assert in_a_child(killed) == -signal.SIGKILL
    careless(2)
    assert Tip.objects.count() == 2


def test_without_the_transaction_a_kill_would_leave_a_part(monkeypatch):
    """Control: the same kill with every statement committed by itself leaves a tip without its files."""
    monkeypatch.setattr(receiving, "_received", receiving._received.__wrapped__)
    monkeypatch.setattr(receiving, "_noted", lambda *_: None)  # the journal insists on a transaction
    monkeypatch.setattr(receiving, "_locked_year", lambda year: TipYear.objects.get_or_create(year=year)[0])
    monkeypatch.setattr(receiving, "seal_identity", _kill)

    def killed():
        receiving.receive_tip(report=report_of(CONTENT), secret="s" * 43, at=timezone.now())

    assert in_a_child(killed) == -signal.SIGKILL
    assert Tip.objects.count() == 1
    assert SealedIdentity.objects.count() == 0


# --- under load, at random moments ------------------------------------------------------------------------------------
@dataclass
class Tally:
    """What the reporters have seen: code by secret; ``sent`` counts tries."""

    seen: dict[str, str] = field(default_factory=dict)
    sent: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


class Server:
    """The portal in a forked process on a fixed port, killed and started again."""

    def __init__(self):
        self.listening = ThreadedWSGIServer(("localhost", 0), QuietWSGIRequestHandler)
        self.port = self.listening.server_port
        self.child = None

    def start(self) -> None:
        connections.close_all()

        def serve():
            self.listening.set_app(get_wsgi_application())
            self.listening.serve_forever(poll_interval=0.05)

        self.child = get_context("fork").Process(target=serve, daemon=True)
        self.child.start()

    def kill(self) -> None:
        os.kill(self.child.pid, signal.SIGKILL)
        self.child.join(10)


@contextmanager
def serving():
    server = Server()
    server.start()
    try:
        yield server
    finally:
        server.kill()
        server.listening.server_close()


def post(port: int, key: bytes, secret: str) -> str:
    """Submit the draft of ``key``; the code on the receipt, "" when there was no answer."""
    early = robots.stamp(timezone.now() - timedelta(seconds=10), pepper())
    token = "c" * 32
    values = {"csrfmiddlewaretoken": token, "secret": secret, "truthful": "on", robots.STAMP: early}
    cookie = f"csrf={token}; {draft_cookie.COOKIE}={draft_cookie.base64.urlsafe_b64encode(key).decode()}"
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded", "Connection": "close"}
    line = http.client.HTTPConnection("localhost", port, timeout=10)
    try:
        line.request("POST", CHECK, urlencode(values), headers)
        answer = line.getresponse()
        page = answer.read().decode()
    except (OSError, http.client.HTTPException):
        return ""
    finally:
        line.close()
    return page.split("data-code>")[1].split("<")[0] if answer.status == 200 and "data-code>" in page else ""


def report(server: Server, tally: Tally, until: threading.Event, name: int) -> None:
    """One reporter after the other: a draft with a photo, then the submission until it is answered."""
    number = 0
    try:
        while not until.is_set():
            number += 1
            key, secret = os.urandom(32), f"{name:04d}-{number:06d}".ljust(43, "x")
            drafts.save_draft(key=key, content=CONTENT, at=timezone.now())
            draft_files.keep(key=key, upload=make.Sent(b"x", "现场.jpg"), at=timezone.now())
            code = ""
            while not code:
                with tally.lock:
                    tally.sent += 1
                code = post(server.port, key, secret)
                if not code:
                    time.sleep(0.02)
            with tally.lock:
                tally.seen[secret] = code
    finally:
        connections.close_all()


def under_fire(kills: int, acknowledged: int, reporters: int = 3) -> Tally:
    tally, until, turn = Tally(), threading.Event(), random.Random(7)
    with serving() as server:
        threads = [
            threading.Thread(target=report, args=(server, tally, until, name)) for name in range(reporters)
        ]
        for thread in threads:
            thread.start()
        done = 0
        while done < kills or len(tally.seen) < acknowledged:
            time.sleep(turn.uniform(0.02, 1.0))
            if done < kills:
                server.kill()
                server.start()
                done += 1
        until.set()
        for thread in threads:
            thread.join(60)
    return tally


def assert_nothing_lost(tally: Tally) -> None:
    assert tally.sent > len(tally.seen)  # some answers were lost on the way
    assert Tip.objects.count() == len(tally.seen)
    for secret, code in tally.seen.items():
        receipt = receipt_for(secret)
        assert find_tip(receipt.tip.label, code) == receipt.tip
        assert whole(receipt.tip)
    numbers = list(Tip.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.long
@pytest.mark.parametrize(("kills", "acknowledged"), [(50, 1_000)])
def test_fifty_kills_at_random_moments_and_a_thousand_receipts(kills, acknowledged, monkeypatch):
    photo = read_evidence(
        make.Sent(make.jpeg(), "现场.jpg")
    )  # drawn once: the writing is tested, not the drawing
    monkeypatch.setattr(draft_files, "read_evidence", lambda upload: photo)
    assert_nothing_lost(under_fire(kills, acknowledged))
