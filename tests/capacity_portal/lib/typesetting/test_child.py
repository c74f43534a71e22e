"""What a child inherits and when it ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from capacity_portal.lib.typesetting import wire
from capacity_portal.lib.typesetting.child import PROJECT, Child, Gone, Limits

LOOP = """
import os, sys, time
from capacity_portal.lib.typesetting.pool import Pool
pool = Pool(1)
pool.run({"task": "render", "stylesheets": []}, [b"x"], 30)
print(*pool.pids(), flush=True)
time.sleep(60)
"""


@pytest.fixture
def child():
    started = Child(Limits())
    started.wait_until_ready()
    yield started
    if started.is_alive:
        started.kill()


def proc(pid: int, name: str) -> str:
    return Path(f"/proc/{pid}/{name}").read_text(encoding="utf-8", errors="replace")


def test_a_child_sees_no_secret_of_the_portal(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "secret-of-the-portal")
    monkeypatch.setenv("DATABASE_URL", "postgres://secret-of-the-portal")
    started = Child(Limits())
    started.wait_until_ready()
    environment = proc(started.pid, "environ")
    started.kill()
    assert ("secret-of-the-portal" in environment, "FONTCONFIG_FILE=" in environment) == (False, True)


def test_limits_are_in_force(child):
    limits = proc(child.pid, "limits")
    rows = {row[:26].strip(): row[26:].split()[:2] for row in limits.splitlines()}
    assert rows["Max address space"] == [str(1 << 30)] * 2
    assert rows["Max core file size"] == ["0", "0"]


def test_an_idle_child_is_small(child):
    resident = int(proc(child.pid, "statm").split()[1]) * 4096
    assert resident < 130 << 20


def test_interrupt_from_the_terminal_is_for_the_portal(child):
    os.kill(child.pid, signal.SIGINT)
    answer, _ = child.ask({"task": "render", "stylesheets": []}, [b"x"], 30)
    assert answer["pages"] == 1


def test_a_child_ends_when_its_parent_is_killed():
    with subprocess.Popen(
        [sys.executable, "-c", LOOP], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    ) as parent:
        pid = int(parent.stdout.readline())
        parent.kill()
    deadline = time.monotonic() + 60
    while (
        Path(f"/proc/{pid}/stat").exists() and ") Z " not in proc(pid, "stat") and time.monotonic() < deadline
    ):
        time.sleep(0.05)
    assert not Path(f"/proc/{pid}/stat").exists() or ") Z " in proc(pid, "stat")


def test_a_child_that_was_killed_is_gone(child):
    os.kill(child.pid, signal.SIGKILL)
    with pytest.raises(Gone) as gone:
        child.ask({"task": "render", "stylesheets": []}, [b"x"], 30)
    assert gone.value.idled is False
    assert child.is_alive is False


def test_a_child_past_its_deadline_is_dead(child):
    with pytest.raises(wire.DeadlinePassed):
        child.ask({"task": "render", "stylesheets": []}, [b"<p>x</p>" * 30_000], 0.2)
    assert child.is_alive is False


def test_an_abandoned_child_ends_by_itself(child):
    """What a forked process does with its parent's children; here the parent lets go as well."""
    child.abandon()
    assert child.is_alive is False
    assert os.waitpid(child.pid, 0)[1] == 0


def test_a_child_that_does_not_end_is_killed(child, monkeypatch):
    os.kill(child.pid, signal.SIGSTOP)
    monkeypatch.setattr(child, "_wait", lambda seconds: False)
    child.close()
    assert child._process.returncode == -signal.SIGKILL


def test_a_child_without_a_word_is_given_up(monkeypatch):
    monkeypatch.setattr("capacity_portal.lib.typesetting.child.START_SECONDS", 0)
    started = Child(Limits())
    with pytest.raises(Gone, match="no word from the child, exit status -9"):
        started.wait_until_ready()
