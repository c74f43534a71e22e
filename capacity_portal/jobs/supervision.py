"""Child processes that are kept running: forked from a process that holds no connection, restarted when they die.

Children are forked, so the code is in memory once. They stand in process groups of their own (Ctrl-C in a terminal reaches the
parent only, which then asks them) and end themselves when the parent is gone.
"""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

logger = logging.getLogger(__name__)

_LOOK_EVERY = 0.5
_LONGEST_PAUSE = 30.0
_STEADY_AFTER = 60.0


@dataclass
class Child:
    """``work`` runs in the child until it is asked to end by SIGTERM."""

    name: str
    work: Callable[[], None]
    process: BaseProcess | None = None
    started: float = 0.0
    deaths: int = 0

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.is_alive()

    def pause(self) -> float:
        """Seconds to wait before the next start: 0, 1, 2, 4 ... while it dies again and again."""
        return min(_LONGEST_PAUSE, 2.0 ** (self.deaths - 1)) if self.deaths else 0.0


def supervise(children: list[Child], stop: threading.Event, grace: float) -> None:
    """Keep ``children`` running until ``stop`` is set, then ask them to end; returns when all have ended.

    ``grace``: seconds to finish what they are at before they are asked again, more firmly.
    """
    try:
        while not stop.is_set():
            for child in children:
                _look_after(child)
            stop.wait(_LOOK_EVERY)
    finally:
        _end(children, grace)


def _look_after(child: Child) -> None:
    now = time.monotonic()
    if child.is_alive:
        return
    if child.process is not None:
        code, child.process = child.process.exitcode, None
        child.deaths = 0 if now - child.started > _STEADY_AFTER else child.deaths + 1
        logger.warning("%s ended with %s, starting it again", child.name, code)
    if now - child.started >= child.pause():
        child.process = get_context("fork").Process(
            target=_in_child, args=(child, os.getpid()), name=child.name
        )
        child.process.start()
        child.started = now


def _in_child(child: Child, parent: int) -> None:
    os.setpgrp()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    threading.Thread(target=_end_without_parent, args=(parent,), daemon=True).start()
    child.work()


def _end_without_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    for patience in (10, 5):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(patience)
    os._exit(1)


def _end(children: list[Child], grace: float) -> None:
    for ask, patience in (("terminate", grace), ("terminate", 5.0), ("kill", 5.0)):
        running = [child.process for child in children if child.is_alive]
        for process in running:
            getattr(process, ask)()
        deadline = time.monotonic() + patience
        for process in running:
            process.join(max(0.0, deadline - time.monotonic()))
