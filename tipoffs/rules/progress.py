"""The way of a tip as the reporter sees it: stations with days, never with times or names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tipoffs.choices import TipState

_S = TipState
# station, states in which the tip stands there, steps of the timeline whose day is the station's
_STATIONS = (
    ("收到举报", (_S.RECEIVED, _S.REFUSING), ("receive", "enter")),
    ("受理", (_S.ACCEPTED,), ("accept", "reopen")),
    ("交办承办单位", (_S.HANDED_OVER,), ("hand_over", "transfer")),
    ("核查", (_S.VERIFYING, _S.VERIFIED), ("verify",)),
    ("处理", (_S.DEALT,), ("deal",)),
    ("答复", (_S.ANSWERED,), ("answer",)),
    ("办结", (_S.CLOSED,), ("close",)),
)
_REFUSED = (("收到举报", (), ("receive", "enter")), ("不予受理", (_S.REFUSED,), ("confirm_refusal",)))
STEPS_WITH_A_DAY = frozenset(step for _, _, steps in (*_STATIONS, *_REFUSED) for step in steps)


@dataclass(frozen=True)
class Station:
    """``standing``: done, current, ahead; ``day`` only for what was reached and is known."""

    label: str
    day: date | None
    standing: str


def stations(state: str, days: Mapping[str, date]) -> list[Station]:
    """``days``: step of the timeline -> its last day in this turn of the handling."""
    way = _REFUSED if state == TipState.REFUSED else _STATIONS
    here = next(rank for rank, (_, states, _) in enumerate(way) if state in states)
    ended = here == len(way) - 1
    return [
        Station(label, _day(steps, days) if rank <= here else None, _standing(rank, here, ended))
        for rank, (label, _, steps) in enumerate(way)
    ]


def _standing(rank: int, here: int, ended: bool) -> str:
    if rank < here or ended:
        return "done"
    return "current" if rank == here else "ahead"


def _day(steps: tuple[str, ...], days: Mapping[str, date]) -> date | None:
    return max((days[step] for step in steps if step in days), default=None)
