"""P9, P10, P14: tips sent to a real server (gunicorn, 2 workers, every commit flushed), and the officers' pages during a flood."""

import base64
import json
import os
import re
import secrets
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from time import sleep
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from tests.bench import load
from tests.bench.load import Outcome
from tipoffs.models import Tip
from tipoffs.operations.drafts import save_draft
from tipoffs.queries.receipts import pepper
from tipoffs.rules import robots

POSTS, HELLOS, PAGES, AT_ONCE = 300, 1_500, 100, 32
FLOOD_PER_SECOND, FLOOD_SECONDS = 1_000, 8
LEAST = {"sqlite": 60, "postgresql": 300}
_TOKEN = "t" * 32
_CONTENT = {
    "where": {"place_text": "演示镇河边的厂房", "firm_name": "演示轧钢厂"},
    "what": {"kind": "production", "text": "夜里十点以后开炉，有两台中频炉，货车从后门出入。" * 4, "daytime": "night"},
    "contact": {"named": "anonymous"},
}  # fmt: skip

Tell = Callable[..., None]


def measure(officer, size: int, tell: Tell) -> None:
    _flush_every_commit()
    with server(limiter=False) as port:
        load.run(port, [HELLO] * 50, 4)
        hello, posts = [], []
        for _ in range(2):
            hello.append(load.run(port, [HELLO] * HELLOS, AT_ONCE))
            posts.append(load.run(port, submissions(POSTS), AT_ONCE))
    _tell_posts(max(hello, key=lambda one: one.rate), posts, tell)
    with server(limiter=True) as port:
        _measure_flood(port, officer, tell)


def _measure_flood(port: int, officer, tell: Tell) -> None:
    pages = [load.request("GET", "/enterprises/", session_of(officer))] * PAGES
    load.run(port, pages[:10], 1)
    quiet, flooded, sent = [], [], []
    for _ in range(2):
        quiet.append(load.run(port, pages, 1))
        outcome, rate = during_flood(port, pages)
        flooded.append(outcome)
        sent.append(rate)
    worst, usual = (min(one.quantile(0.95) for one in passes) for passes in (flooded, quiet))
    tell(
        "P14",
        f"ledger page p95 while one source floods ({max(sent):,.0f} tip requests/s) / without",
        worst,
        usual,
        2,
    )
    tell("P14", "ledger pages that failed during the flood", sum(map(_failed, flooded)), 1, 0, " ")


HELLO = load.request("GET", "/bench/hello/")


def _tell_posts(hello: Outcome, posts: list[Outcome], tell: Tell) -> None:
    best = max(posts, key=lambda one: one.rate)
    tell("P10", "hello per second / tip posts per second", hello.rate, best.rate, 6, " ")
    tell("P10", "least tip posts per second / ours", LEAST[connection.vendor], best.rate, 1, " ")
    tell("P10", "tip posts, p95 (at most 800 ms)", best.quantile(0.95), 0.8, 1)
    tell("P9", "tip posts that failed", sum(map(_failed, posts)), 1, 0, " ")
    tell("P9", "tips acknowledged and absent", sum(map(_absent, posts)), 1, 0, " ")


def submissions(count: int) -> list[bytes]:
    """Requests of the last step, each of a reporter of his own whose draft waits in the database."""
    drawn = robots.stamp(timezone.now() - timedelta(minutes=1), pepper())
    found = []
    with transaction.atomic():
        for _ in range(count):
            key = os.urandom(32)
            save_draft(key=key, content=_CONTENT, at=timezone.now())
            cookies = {"tip-draft": base64.urlsafe_b64encode(key).decode(), settings.CSRF_COOKIE_NAME: _TOKEN}
            form = {
                "csrfmiddlewaretoken": _TOKEN,
                "secret": secrets.token_urlsafe(32),
                robots.STAMP: drawn,
                "truthful": "on",
            }
            found.append(load.request("POST", "/tipoffs/new/check/", cookies, urlencode(form).encode()))
    return found


def during_flood(port: int, pages: list[bytes]) -> tuple[Outcome, float]:
    """The officer's pages, one after the other, while one source sends tips; and how many a second it did send."""
    command = [sys.executable, "-m", "tests.bench.load", str(port), str(FLOOD_PER_SECOND), str(FLOOD_SECONDS)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(["nice", *command], **pipes) as flooding:  # a real one has processors of its own
        try:
            flooding.stdin.write(submissions(1)[0])
            flooding.stdin.close()
            sleep(1)
            flooded = load.run(port, pages, 1)
            told = json.loads(flooding.stdout.read())
        finally:
            flooding.kill()
    return flooded, told["sent"] / FLOOD_SECONDS


def session_of(officer) -> dict[str, str]:
    """Cookies of somebody who is signed in."""
    client = Client()
    client.force_login(officer)
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


@contextmanager
def server(*, limiter: bool) -> Iterator[int]:
    """gunicorn with two workers on the database that is measured; gives its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "TIPOFF_LIMITER": str(int(limiter)),
        # As in production; the settings of tests have both off.
        "FLOOD_GUARD_PER_SECOND": "5" if limiter else "0",
        "REFERENCE_SECONDS": "10",
        "DJANGO_SETTINGS_MODULE": "capacity_portal.settings",
    }
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "tests.bench.wsgi",
        "--workers",
        "2",
        "--bind",
        f"127.0.0.1:{port}",
    ]
    connection.close()
    with subprocess.Popen([*command, "--log-level", "error"], env=environment) as process:
        try:
            _wait_for(port)
            yield port
        finally:
            process.terminate()


def _wait_for(port: int) -> None:
    for _ in range(200):
        if load.status_of(load.asked(port, HELLO)) == 200:
            return
        sleep(0.1)
    raise RuntimeError("the server does not answer")


def _flush_every_commit() -> None:
    """The private cluster of the tests flushes nothing; this figure is about what it costs."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            cursor.execute(f"ALTER SYSTEM SET {name} = on")
        cursor.execute("SELECT pg_reload_conf()")


def _failed(outcome: Outcome) -> int:
    return sum(count for status, count in outcome.statuses.items() if status != 200)


def _absent(outcome: Outcome) -> int:
    """Numbers that receipts named and the database does not know, and receipts without a number."""
    numbers = [re.search("举报〔(\\d{4})〕(\\d{6})号".encode(), body) for body in outcome.bodies]
    named = {(int(one[1]), int(one[2])) for one in numbers if one}
    known = set(Tip.objects.values_list("year", "number"))
    return len(outcome.bodies) - len(named & known)
