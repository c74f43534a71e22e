"""Who answered a document best: by what was completed, then by punctuality."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from reports.rules.sending import Lateness, Standing, share

RULE = (
    "先按应办事项的完成率从高到低排列；完成率相同的，按期完成的在前，逾期的按逾期工作日数从少到多排列；"
    "两项都相同的名次并列，按文件的主送次序列出，其后的名次空出并列的位数。"
)


@dataclass(frozen=True)
class Entrant:
    """One addressee: ``pk`` tells it apart; ``late`` None: punctual."""

    pk: int
    name: str
    standing: Standing
    late: Lateness | None

    @property
    def done(self) -> int:
        return len(self.standing.owed) - len(self.standing.missing)

    @property
    def completion(self) -> str:
        return share(self.done, len(self.standing.owed))

    @property
    def punctuality(self) -> str:
        if self.late is None:
            return "按期" if self.standing.is_complete else "期限未到"
        return f"逾期{self.late.days}个工作日"


@dataclass(frozen=True)
class Placed:
    """``place`` from 1; ``is_tied``: somebody else has the same."""

    place: int
    is_tied: bool
    entrant: Entrant

    @property
    def label(self) -> str:
        return f"{self.place}（并列）" if self.is_tied else str(self.place)


def ranked(entrants: Iterable[Entrant]) -> list[Placed]:
    """The entrants that owe something, best first, in the order given where they are tied (1, 2, 2, 4)."""
    found = sorted((one for one in entrants if one.standing.owed), key=_key)
    keys = [_key(one) for one in found]
    return [
        Placed(keys.index(key) + 1, keys.count(key) > 1, one) for key, one in zip(keys, found, strict=True)
    ]


def _key(one: Entrant) -> tuple[Fraction, int, int]:
    return (
        -Fraction(one.done, len(one.standing.owed)),
        int(one.late is not None),
        one.late.days if one.late else 0,
    )
