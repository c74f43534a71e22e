"""Children that are killed, idle out, grow, are forked or cannot start."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from capacity_portal.lib.typesetting.child import Limits
from capacity_portal.lib.typesetting.pool import Pool
from capacity_portal.lib.typesetting.results import RenderFailed, TypesettingUnavailable
from tests.capacity_portal.lib.typesetting.pools import ENDLESS, PAGE, is_running, render, wait_until


def test_a_child_killed_in_the_middle_fails_that_document_only(watched):
    with ThreadPoolExecutor(1) as thread:
        failing = thread.submit(render, watched, ENDLESS)
        wait_until(lambda: watched.asked)
        time.sleep(0.3)
        os.kill(watched.asked[0], signal.SIGKILL)
        with pytest.raises(RenderFailed):
            failing.result(timeout=60)
    assert render(watched, PAGE) == 1


def test_a_child_killed_while_idle_is_replaced_unnoticed(pool):
    render(pool, PAGE)
    (idle,) = pool.pids()
    os.kill(idle, signal.SIGKILL)
    wait_until(lambda: pool.pids() == [])
    assert render(pool, PAGE) == 1


def test_a_child_that_idles_ends_and_is_replaced_unnoticed():
    short = Pool(1, Limits(idle=0.2))
    render(short, PAGE)
    (first,) = short.pids()
    wait_until(lambda: short.pids() == [])
    assert render(short, PAGE) == 1
    assert short.pids() != [first]
    short.close()


def test_a_child_that_ends_between_two_documents_is_asked_again_elsewhere(pool, monkeypatch):
    """The race of idling out: alive when it is taken, gone when it is asked."""
    render(pool, PAGE)
    child = pool._idle[0]
    monkeypatch.setattr(type(child), "is_alive", property(lambda self: True))
    child._process.stdin.close()  # end of file: the child ends with status 0
    child._process.wait(10)
    child._process.stdin = os.fdopen(os.open(os.devnull, os.O_WRONLY), "wb", buffering=0)
    child._requests = child._process.stdin.fileno()
    assert render(pool, PAGE) == 1


def test_a_child_that_has_grown_retires():
    tight = Pool(1, Limits(retire=1))
    render(tight, PAGE)
    assert tight.pids() == []
    assert render(tight, PAGE) == 1
    tight.close()


def test_closing_ends_the_children(pool):
    render(pool, PAGE)
    (pid,) = pool.pids()
    pool.close()
    assert not is_running(pid)


def test_a_fork_lets_go_of_the_childrens_pipes_and_starts_its_own(pool):
    """Gunicorn forks its workers; two processes on one pipe would read each other's answers."""
    render(pool, PAGE)
    (own,) = pool.pids()
    reader, writer = os.pipe()
    fork = os.fork()
    if not fork:  # pragma: no cover - in the forked process
        status = 1
        try:
            before = pool.pids()
            pages = render(pool, PAGE)
            os.write(writer, f"{before} {pages} {own in pool.pids()}".encode())
            pool.close()
            status = 0
        finally:
            os._exit(status)
    os.close(writer)
    assert os.waitpid(fork, 0)[1] == 0
    assert os.read(reader, 100) == b"[] 1 False"
    os.close(reader)
    assert (render(pool, PAGE), pool.pids()) == (1, [own])


def test_a_forked_process_forgets_the_children_of_its_parent(pool):
    """The same as the fork does, in this process, which therefore reaps the child."""
    render(pool, PAGE)
    (pid,) = pool.pids()
    pool._abandon()
    assert pool.pids() == []
    assert os.waitpid(pid, 0)[1] == 0
    assert render(pool, PAGE) == 1


@pytest.mark.parametrize(
    "limits",
    [
        pytest.param(Limits(memory=1 << 20), id="not enough memory for the interpreter"),
        pytest.param(Limits(memory=60 << 20), id="not enough memory for the libraries"),
    ],
)
def test_a_child_that_cannot_start_is_explained(limits):
    with pytest.raises(TypesettingUnavailable, match="manage.py check"):
        render(Pool(1, limits), PAGE)


def test_an_interpreter_that_is_missing_is_explained(pool, monkeypatch):
    pool.close()
    monkeypatch.setattr("sys.executable", "/nonexistent/python")
    with pytest.raises(TypesettingUnavailable):
        render(pool, PAGE)
