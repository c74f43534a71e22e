"""Minima of interleaved rounds: the machine drifts, the ratio of two minima taken side by side does not."""

from collections.abc import Callable
from dataclasses import dataclass
from math import log
from time import perf_counter

ROUNDS = 7


@dataclass(frozen=True)
class Figure:
    """One line of the table. ``ours`` and ``baseline`` in seconds (or MB, see ``unit``); ``target`` is the ratio to reach."""

    id: str
    name: str
    database: str
    size: int
    ours: float
    baseline: float
    target: float
    unit: str = "ms"

    @property
    def ratio(self) -> float:
        return self.ours / self.baseline if self.baseline else float("inf")

    @property
    def reached(self) -> bool:
        return self.ratio <= self.target


def once(work: Callable[[], object]) -> float:
    """Seconds of one call."""
    start = perf_counter()
    work()
    return perf_counter() - start


def side_by_side(*works: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Seconds of each, minimum of ``rounds`` interleaved rounds after one warm-up each."""
    for work in works:
        work()
    seconds = [[once(work) for work in works] for _ in range(rounds)]
    return [min(column) for column in zip(*seconds, strict=True)]


def exponent(small: tuple[int, float], large: tuple[int, float]) -> float:
    """Growth from ``(size, seconds)`` to ``(size, seconds)``: 0 is flat, 1 is linear."""
    return log(large[1] / small[1]) / log(large[0] / small[0])
