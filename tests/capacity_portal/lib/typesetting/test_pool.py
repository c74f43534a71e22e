"""Documents that hang, grow, nest or fail, and children shared by threads: the next document is always typeset."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from capacity_portal.lib.typesetting.child import Limits
from capacity_portal.lib.typesetting.pool import Pool
from capacity_portal.lib.typesetting.printing import default_pool
from capacity_portal.lib.typesetting.results import DocumentTooLarge, RenderBusy, RenderFailed, RenderTimeout
from tests.capacity_portal.lib.typesetting.pools import ENDLESS, GREEDY, PAGE, is_running, render, wait_until


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
    assert time.monotonic() - began < 30  # the document never ends
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
