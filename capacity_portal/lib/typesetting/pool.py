"""A few typesetting children, lent to one thread at a time: started when needed, replaced when they fail."""

import logging
import os
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager

from capacity_portal.lib.typesetting import wire
from capacity_portal.lib.typesetting.child import Child, Gone, Limits
from capacity_portal.lib.typesetting.results import (
    DocumentTooLarge,
    RenderBusy,
    RenderFailed,
    RenderTimeout,
    TypesettingUnavailable,
)

log = logging.getLogger(__name__)

_REASONS = {
    "memory": (DocumentTooLarge, "文档内容过多，超出排版内存上限，请缩小范围后分批打印。"),
    "deep": (DocumentTooLarge, "文档结构嵌套过深，无法排版。"),
}
_every_pool: weakref.WeakSet["Pool"] = weakref.WeakSet()


class Pool:
    """At most ``size`` children. All methods may be called from any thread, also after a fork."""

    def __init__(self, size: int | None = None, limits: Limits | None = None):
        self.size = size or len(os.sched_getaffinity(0))
        self.limits = limits or Limits()
        self._reset()
        _every_pool.add(self)

    def run(
        self, header: dict, parts: list[bytes], timeout: float, patience: float | None = None
    ) -> wire.Message:
        """Let a child answer one request within ``timeout`` seconds, after waiting for a free child at most ``patience``.

        Raises RenderBusy, RenderTimeout, DocumentTooLarge, TypesettingUnavailable, RenderFailed.
        """
        with self._place(timeout if patience is None else patience):
            answer, blobs = self._ask_somebody(header, parts, timeout)
        if "error" in answer:
            log.warning("typesetting failed: %s %s", answer["error"], answer.get("detail", ""))
            kind, *message = _REASONS.get(answer["error"], (RenderFailed,))
            raise kind(*message)
        return answer, blobs

    def pids(self) -> list[int]:
        """Process numbers of the idle children."""
        with self._lock:
            return [child.pid for child in self._idle if child.is_alive]

    def close(self) -> None:
        """End all idle children; the pool starts new ones when it is used again."""
        with self._lock:
            idle, self._idle = self._idle, []
        for child in idle:
            child.close()

    def _reset(self) -> None:
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(self.size)
        self._idle: list[Child] = []

    @contextmanager
    def _place(self, patience: float) -> Iterator[None]:
        places = self._places
        if not places.acquire(timeout=patience):
            raise RenderBusy("正在打印的文档较多，请稍后再试。")
        try:
            yield
        finally:
            places.release()

    def _ask_somebody(self, header: dict, parts: list[bytes], timeout: float) -> wire.Message:
        while True:
            child = self._taken() or self._started()
            try:
                answer = child.ask(header, parts, timeout)
            except wire.DeadlinePassed:
                raise RenderTimeout(f"文档排版超过 {timeout:g} 秒，已停止；请缩小范围后分批打印。") from None
            except Gone as gone:
                if gone.idled:
                    continue
                log.warning("typesetting child lost: %s", gone)
                raise RenderFailed from gone
            self._give_back(child)
            return answer

    def _taken(self) -> Child | None:
        """An idle child that still lives, the last used first, so that those not needed idle to their end."""
        while True:
            with self._lock:
                if not self._idle:
                    return None
                child = self._idle.pop()
            if child.is_alive:
                return child
            child.close()

    def _started(self) -> Child:
        try:
            child = Child(self.limits)
            child.wait_until_ready()
        except (OSError, Gone) as error:
            log.error("typesetting child cannot start: %s", error)
            raise TypesettingUnavailable(
                "排版组件无法启动，请系统管理员运行 manage.py check 查看缺少的组件。"
            ) from error
        return child

    def _give_back(self, child: Child) -> None:
        if child.retired:
            child.kill()
            return
        with self._lock:
            self._idle.append(child)

    def _abandon(self) -> None:
        for child in self._idle:
            child.abandon()
        self._reset()


def _abandon_all() -> None:  # pragma: no cover - runs in forked processes only
    for pool in list(_every_pool):
        pool._abandon()


# A forked server process must neither use nor keep open the pipes of its parent's children.
os.register_at_fork(after_in_child=_abandon_all)
