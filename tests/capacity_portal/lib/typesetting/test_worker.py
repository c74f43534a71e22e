"""The child's loop, run inside the test process with pipes of its own."""

import gc
import os
import signal
from types import SimpleNamespace

import pytest

from capacity_portal.lib.typesetting import wire, worker
from capacity_portal.lib.typesetting.child import Limits


@pytest.fixture
def serve(monkeypatch):
    """Serve the requests given, then end of file; returns the answers."""

    def served(
        *requests: tuple[dict, list[bytes]], idle: float = 5, retire: int = 1 << 40, **patches
    ) -> list:
        request_end, requests_in = os.pipe()
        answers_out, answer_end = os.pipe()
        options = SimpleNamespace(styles=Limits().styles, memory=0, retire=retire, idle=idle)
        monkeypatch.setattr(worker, "_options", lambda: options)
        monkeypatch.setattr(worker, "_limit", lambda memory: None)
        monkeypatch.setattr(worker, "_take_over_pipes", lambda: (request_end, answer_end))
        for request in requests:
            wire.send(requests_in, wire.pack({"timeout": 30, **request[0]}, request[1]))
        if idle > 1:
            os.close(requests_in)
        worker.main()
        os.close(answer_end)
        return list(_received(answers_out))

    yield served
    signal.alarm(0)
    gc.enable()
    gc.unfreeze()


def _received(fd: int):
    try:
        while True:
            yield wire.receive(fd)
    except wire.Closed:
        os.close(fd)


RENDER = {"task": "render", "stylesheets": []}


def test_serves_until_end_of_file(serve):
    ready, (first, _), (second, (pdf,)) = serve((RENDER, [b"x"]), (RENDER, [b"<p>y</p>"]))
    assert ready == ({"ready": os.getpid()}, [])
    assert (first, second) == ({"pages": 1, "missing": [], "refused": [], "last": False},) * 2
    assert pdf.startswith(b"%PDF-")


def test_garbage_is_collected_between_documents(serve, monkeypatch):
    collections = []
    monkeypatch.setattr(worker.gc, "collect", lambda: collections.append(gc.get_count()[0]))
    serve((RENDER, [b"x"]), (RENDER, [b"<p>x</p>" * 2_000]))
    assert len(collections) == 2  # once at the start, once after the large document
    assert collections[1] > worker.GARBAGE


def test_ends_after_idling(serve):
    assert len(serve(idle=0.01)) == 1


def test_ends_when_it_has_grown(serve):
    _, (answer, _) = serve((RENDER, [b"x"]), (RENDER, [b"never asked"]), retire=1)
    assert answer["last"] is True


def test_merges_and_pictures(serve):
    (_, _, (_, (pdf,))) = serve((RENDER, [b"x"]), (RENDER, [b"x"]))
    _, (_, (both,)), (_, pictures) = serve(
        ({"task": "merge"}, [pdf, pdf]), ({"task": "pictures", "dpi": 30, "first": 1, "last": 9}, [pdf])
    )
    assert both.startswith(b"%PDF-")
    assert [picture[:8] for picture in pictures] == [b"\x89PNG\r\n\x1a\n"]


@pytest.mark.parametrize(
    ("error", "answer"),
    [
        (MemoryError(), {"error": "memory"}),
        (RecursionError(), {"error": "deep"}),
        (worker.TooDeep(), {"error": "deep"}),
    ],
)
def test_errors_become_answers(error, answer):
    class Failing:
        def render(self, *args):
            raise error

    assert worker._answer(Failing(), RENDER, [b"x"]) == (answer, [])


def test_unexpected_errors_tell_where_but_not_what():
    answer, _ = worker._answer(None, RENDER, [b"x"])
    assert answer["error"] == "failed"
    assert answer["detail"].startswith("AttributeError ")
    assert "worker.py:" in answer["detail"]
    assert worker._where(ValueError("quoted text")) == "<class 'ValueError'>"


def test_a_start_that_fails_is_reported(serve, monkeypatch):
    import capacity_portal.lib.typesetting.engine as engine

    def broken(styles):
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(engine, "Engine", broken)
    ((header, _),) = serve()
    assert header == {"error": "start", "detail": "OSError(\"cannot load library 'libpango-1.0-0'\")"}


def test_options_and_limits(monkeypatch):
    from PIL import Image

    asked = []
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", None)
    monkeypatch.setattr(worker.resource, "setrlimit", lambda *args: asked.append(args))
    monkeypatch.setattr(worker.signal, "signal", lambda *args: asked.append(args))
    monkeypatch.setattr(worker.sys, "setrecursionlimit", lambda depth: asked.append(depth))
    monkeypatch.setattr(
        "sys.argv", ["worker", "--styles", "/styles", "--memory", "1000", "--retire", "500", "--idle", "1.5"]
    )
    options = worker._options()
    assert (str(options.styles), options.memory, options.retire, options.idle) == ("/styles", 1000, 500, 1.5)
    worker._limit(options.memory)
    assert Image.MAX_IMAGE_PIXELS == 20_000_000
    assert asked == [
        (worker.resource.RLIMIT_AS, (1000, 1000)),
        (worker.resource.RLIMIT_CORE, (0, 0)),
        4000,
        (signal.SIGINT, signal.SIG_IGN),
    ]


def test_printing_libraries_cannot_disturb_the_answers(monkeypatch):
    moves = []
    monkeypatch.setattr(worker.os, "dup", lambda fd: 100 + fd)
    monkeypatch.setattr(worker.os, "open", lambda *args: 50)
    monkeypatch.setattr(worker.os, "dup2", lambda *args: moves.append(args))
    assert worker._take_over_pipes() == (100, 101)
    assert moves == [(50, 0), (2, 1)]
