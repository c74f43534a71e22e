"""A worker for tests, in a process of its own: the kinds of the tests, the database and files of the test.

with running_worker(media) as process: ...
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

_START = """
import django
django.setup()
from django.core.management import call_command
from tests.capacity_portal.jobs import kinds
kinds.register_all()
call_command("run_worker", grace={grace})
"""


def database_url() -> str:
    """Of the test's own database."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"


@contextmanager
def running_worker(media: Path, grace: float = 10) -> Iterator[subprocess.Popen]:
    """``manage.py run_worker``; what is left of it afterwards is killed."""
    environment = {**os.environ, "DATABASE_URL": database_url(), "MEDIA_ROOT": str(media), "TESTING": "1"}
    with subprocess.Popen(
        [sys.executable, "-c", _START.format(grace=grace)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            family = [*children_of(process.pid), process.pid]
            for number in family:
                kill(number)


def kill(number: int) -> None:
    try:
        os.kill(number, 9)
    except ProcessLookupError:
        return


def children_of(parent: int) -> list[int]:
    """Process ids of the direct children."""
    path = Path(f"/proc/{parent}/task/{parent}/children")
    try:
        return [int(number) for number in path.read_text(encoding="ascii").split()]
    except FileNotFoundError:
        return []


def wait_until(condition: Callable[[], object], seconds: float = 60.0) -> object:
    """The first true value of ``condition``; fails after ``seconds``."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} s")
