"""Children that hang, die, grow or are forked: the next document is always typeset."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from capacity_portal.lib.typesetting.child import Child, Limits
from capacity_portal.lib.typesetting.pool import Pool
from capacity_portal.lib.typesetting.printing import default_pool
from capacity_portal.lib.typesetting.results import (
    DocumentTooLarge,
    RenderBusy,
    RenderFailed,
    RenderTimeout,
    TypesettingUnavailable,
)

PAGE = b"<p>\xe6\xbc\x94\xe7\xa4\xba</p>"
# Keeps the layout busy for minutes
ENDLESS = b"<table>" + b"<tr><td>x</td><td>y</td></tr>" * 60_000 + b"</table>"
# Asks for 400 MB of addresses
GREEDY = b"<style>div { display: grid; grid-template-columns: repeat(700000, 1px) }</style><div>x</div>"


def render(pool: Pool, html: bytes, timeout: float = 30, patience: float | None = None) -> int:
    """Number of pages."""
    request = {"task": "render", "stylesheets": []}
    return pool.run(request, [html], timeout, patience)[0]["pages"]


def wait_until(condition) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


@pytest.fixture
def watched(pool, monkeypatch):
    """The pool, with the process numbers of children that were asked something in ``asked``."""
    pool.asked = []
    ask = Child.ask

    def noting(self, *args):
        pool.asked.append(self.pid)
        return ask(self, *args)

    monkeypatch.setattr(Child, "ask", noting)
    return pool


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_nothing_is_started_before_the_first_document(pool):
    pool.close()
    assert pool.pids() == []
    assert render(pool, PAGE) == 1
    assert len(pool.pids()) == 1


def test_one_child_serves_many_documents(pool):
    render(pool, PAGE)
    before = pool.pids()
    assert [render(pool, PAGE) for _ in range(5)] == [1] * 5
    assert pool.pids() == before


def test_a_document_that_takes_too_long_is_stopped_and_the_next_one_works(pool):
    render(pool, PAGE)
    (hanging,) = pool.pids()
    began = time.monotonic()
    with pytest.raises(RenderTimeout, match="文档排版超过 1 秒，已停止"):
        render(pool, ENDLESS, timeout=1)
    assert time.monotonic() - began < 5
    assert not is_running(hanging)
    assert render(pool, PAGE) == 1
    assert pool.pids() != [hanging]


@pytest.mark.parametrize(("megabytes", "outcomes"), [(300, ["超出排版内存上限", 1]), (1024, [1, 1])])
def test_a_document_that_wants_too_much_memory_is_refused_and_the_next_one_works(megabytes, outcomes):
    """With its negative control: given more memory the same document is typeset, so it is the limit that refuses it."""
    own = Pool(1, Limits(memory=megabytes << 20))
    assert [outcome(own, GREEDY), outcome(own, PAGE)] == outcomes
    own.close()


def outcome(pool: Pool, html: bytes) -> int | str:
    try:
        return render(pool, html)
    except DocumentTooLarge as refusal:
        return str(refusal).split("，")[1]


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(b"<div>" * 2_000, id="2000 nested divs"),
        pytest.param(b"<table><tr><td>" * 700, id="700 nested tables"),
        pytest.param(b"<b>" * 3_000, id="3000 nested inlines"),
    ],
)
def test_deep_nesting_is_refused(pool, html):
    with pytest.raises(DocumentTooLarge, match="嵌套过深"):
        render(pool, html)


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(b"<table><tr><td colspan=1000000>x</td></tr></table>", id="colspan"),
        pytest.param(b"<table><tr><td rowspan=1000000>x</td></tr></table>", id="rowspan"),
        pytest.param(b"<table><col span=1000000><tr><td>x</td></tr></table>", id="col span"),
        pytest.param(b"<div>" * 90 + b"x", id="nested as deep as allowed"),
        pytest.param(b"", id="nothing at all"),
        pytest.param(b"\0<p>\0</p>", id="no text at all"),
    ],
)
def test_odd_documents_are_typeset(pool, html):
    assert render(pool, html) == 1


def test_an_error_inside_weasyprint_is_reported_without_the_text_of_the_document(pool, caplog):
    with pytest.raises(RenderFailed, match="文档排版失败"):
        render(pool, b'<p style="font-size: 1e30px">secret</p>')
    assert "failed ZeroDivisionError" in caplog.text
    assert "secret" not in caplog.text
    assert render(pool, PAGE) == 1


def test_a_child_killed_in_the_middle_fails_that_document_only(watched):
    with ThreadPoolExecutor(1) as thread:
        failing = thread.submit(render, watched, ENDLESS)
        wait_until(lambda: watched.asked)
        time.sleep(0.3)
        os.kill(watched.asked[0], signal.SIGKILL)
        with pytest.raises(RenderFailed):
            failing.result(timeout=10)
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


def test_waiting_for_a_free_child_has_an_end(watched):
    with ThreadPoolExecutor(1) as thread:
        hanging = thread.submit(render, watched, ENDLESS, 2)
        wait_until(lambda: watched.asked)
        with pytest.raises(RenderBusy, match="正在打印的文档较多"):
            render(watched, PAGE, patience=0.1)
        with pytest.raises(RenderTimeout):
            hanging.result(timeout=30)


def test_many_threads_share_few_children():
    shared = default_pool()
    with ThreadPoolExecutor(8) as threads:
        pages = list(threads.map(lambda number: render(shared, b"<p>x</p>" * 60 * (number % 3)), range(12)))
    assert pages == [1, 2, 4] * 4
    assert len(shared.pids()) <= shared.size == 2


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
