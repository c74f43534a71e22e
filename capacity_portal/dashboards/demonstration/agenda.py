"""What is going to happen, in order of time: a step planned for the future takes place when its moment has come, or never."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush
from itertools import count

Act = Callable[[datetime], None]


@dataclass
class Agenda:
    """``now`` is the end of the story: what lies after it does not happen."""

    now: datetime
    _steps: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _numbers: count = field(default_factory=count)

    def add(self, at: datetime, act: Act) -> None:
        if at < self.now:
            heappush(self._steps, (at, next(self._numbers), act))

    def run(self, until: datetime) -> int:
        """Let everything up to ``until`` happen, also what is added meanwhile; returns how many steps were taken."""
        taken = 0
        while self._steps and self._steps[0][0] <= until:
            at, _, act = heappop(self._steps)
            act(at)
            taken += 1
        return taken
