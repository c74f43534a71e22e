"""How often one source, and everybody together, may do something within an hour (requirements 4-29, settled 26).

The hour is that of the clock, so that no counter tells the minute at which somebody came. First tries pass at once, further ones as
fast as the hour goes on (what was not used before is not lost), the rest of the hour is refused with the telephone number.
Nobody's request is made to wait: it is answered with the seconds that are left.
"""

from dataclasses import dataclass
from datetime import timedelta

WINDOW = timedelta(hours=1)


@dataclass(frozen=True)
class Limit:
    """``free`` tries at once, one more every ``pause`` seconds (from the beginning of the window), ``most`` in a window."""

    free: int
    pause: int
    most: int


@dataclass(frozen=True)
class Limits:
    """``source``: one network address (a mobile network's may stand for many people); ``total``: everybody."""

    source: Limit
    total: Limit


LIMITS: dict[str, Limits] = {
    "verify": Limits(Limit(30, 10, 240), Limit(1_500, 1, 4_800)),
    "lookup": Limits(Limit(10, 60, 40), Limit(1_200, 2, 2_400)),
    "tip": Limits(Limit(10, 60, 40), Limit(600, 5, 1_000)),
    "draft": Limits(Limit(60, 15, 240), Limit(3_000, 1, 6_000)),
    "file": Limits(Limit(40, 30, 120), Limit(1_200, 2, 2_400)),
    "reply": Limits(Limit(10, 60, 40), Limit(600, 5, 1_000)),
}


MOST_DRAFT_BYTES = 5 * 1024**3
"""What all drafts together may hold, as sent (on the disk about twice that): strangers must not fill the disk with what is never submitted."""


def allowed(limit: Limit, age: timedelta) -> int:
    """How many tries may have been made ``age`` after the window began."""
    return min(limit.most, limit.free + int(age.total_seconds()) // limit.pause)


def wait_after(limit: Limit, count: int, age: timedelta) -> int:
    """Seconds until the next try after ``count`` of them; at least 1."""
    ready = WINDOW.total_seconds() if is_spent(limit, count) else (count + 1 - limit.free) * limit.pause
    return max(1, int(ready - age.total_seconds() + 0.999))


def is_spent(limit: Limit, count: int) -> bool:
    """Whether the window has no try left."""
    return count >= limit.most


def refusal(wait_seconds: int, telephone: str = "") -> str:
    """The sentence for who has to wait; ``telephone`` for who is refused for the rest of the hour."""
    if wait_seconds <= 120:
        text = f"操作过于频繁，请在{wait_seconds}秒后再试；您填写的内容仍然保留。"
    else:
        text = f"操作过于频繁，请在{-(-wait_seconds // 60)}分钟后再试；您填写的内容仍然保留。"
    return f"{text}急需举报的，请拨打电话{telephone}。" if telephone else text
