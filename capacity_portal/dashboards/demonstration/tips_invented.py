"""Invented tip-offs: when, where, what, and how far each is to come. Pure; the same for the same arguments."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from capacity_portal.dashboards.demonstration import tip_phrases as phrases

STAGES = (
    "received",
    "refusing",
    "accepted",
    "handed_over",
    "verifying",
    "verified",
    "dealt",
    "answered",
    "closed",
)
EXTRAS = ("", "", "", "objection", "reward_proposed", "reward_granted")
"""What follows the last stage of a recent tip, besides."""
_KINDS = ("production", "production", "production", "disguised", "disguised", "furnace", "relocated", "exited_resumed", "new_capacity", "other")  # fmt: skip
_CHANNELS = ("web",) * 7 + ("phone", "phone", "letter", "visit", "superior", "association", "hotline")
_CONCLUSIONS = ("confirmed",) * 5 + ("partly",) * 4 + ("unfounded",) * 11
MATTER = 4
"""Tips on one matter: the first, two that repeat it, one that only looks like it."""


@dataclass(frozen=True)
class Told:
    """``stop``: the stage it does not go beyond, "" for the whole way; ``course``: what is special about it."""

    index: int
    at: datetime
    county: str
    kind: str
    channel: str
    text: str
    place_text: str
    firm_name: str
    seen_text: str
    conclusion: str
    course: str = ""
    stop: str = ""
    dice: Random = field(default_factory=Random, compare=False)

    @property
    def secret(self) -> str:
        """What the hidden field of the form would hold."""
        return f"demonstration-of-a-report-{self.index:06d}"


def count_for(scale: int) -> int:
    """300 for 1,000 enterprises, at least 24, at most 3,000."""
    return min(3_000, max(24, scale * 3 // 10))


def invent(count: int, days: int, now: datetime, counties: Sequence[str]) -> list[Told]:
    """``count`` tips over the last ``days`` days, in order of time."""
    drafts = [*_matter(days, now), *_recent(count, now), *_stuck(count, now, days)]
    drafts += [_past(place, days, now) for place in range(max(0, count - len(drafts)))]
    drafts = sorted(drafts[:count], key=lambda draft: draft[0])
    return [_told(index, *draft, counties) for index, draft in enumerate(drafts, start=1)]


def _matter(days: int, now: datetime) -> list[tuple]:
    start = now - timedelta(days=days * 2 // 5)
    courses = ("matter_first", "matter_repeated", "matter_repeated", "matter_other")
    return [(_hour(start + timedelta(days=place), 9), course, "") for place, course in enumerate(courses)]


def _recent(count: int, now: datetime) -> list[tuple]:
    """Tips of the last days at every stage, the last stage with what follows it; three came in today or last night."""
    found = [(now - timedelta(hours=hours), "", "received") for hours in (2, 5, 14)]
    for turn in range(max(1, min(4, count // 70))):
        found += [
            (_hour(now - timedelta(days=2 + (turn + place) % 6), 8), "recent", stage)
            for place, stage in enumerate(STAGES)
        ]
    closed = [
        (_hour(now - timedelta(days=4 + place), 8), f"recent {extra}".strip(), "closed")
        for place, extra in enumerate(EXTRAS)
    ]
    return found + closed


def _stuck(count: int, now: datetime, days: int) -> list[tuple]:
    """Handed over long ago and not verified: overdue, pressed, asked for more time."""
    courses = ("stuck", "stuck pressed", "stuck", "stuck pressed", "waits_for_extension", "visit")
    ages = (26, 34, 29, min(47, days), 9, 8)
    return [
        (_hour(now - timedelta(days=age), 9), course, "verifying")
        for age, course in zip(ages, courses, strict=True)
    ]


def _past(place: int, days: int, now: datetime) -> tuple:
    """The ordinary ones of the months before: one in twelve is refused, some are returned, extended, late; a few are rare."""
    dice = Random(f"tip-moment-{place}")
    at = now - timedelta(days=14 + dice.random() * max(1, days - 15))
    if place < len(_RARE):
        at = now - timedelta(days=20 + (days - 20) * (place + 1) / (len(_RARE) + 2))
    course = _RARE[place] if place < len(_RARE) else _SPECIAL.get(place % 36, "")
    return _hour(at, 6 + dice.randrange(17)), course, ""


_SPECIAL = {
    12: "refused", 24: "refused", 35: "refused", 13: "returned", 15: "extended", 17: "late", 26: "late", 19: "photos", 30: "rejected_refusal",
}  # fmt: skip
_RARE = (
    "published", "objection_rejected", "published", "objection_upheld", "reward_lapsed", "published", "reward_denied", "withdrawn", "published",
)  # fmt: skip


def _hour(at: datetime, hour: int) -> datetime:
    return at.replace(hour=hour, minute=(at.day * 7) % 50, second=0, microsecond=0)


_CONFIRMED = ("matter_first", "reward", "published", "withdrawn")


def _told(index: int, at: datetime, course: str, stop: str, counties: Sequence[str]) -> Told:
    dice = Random(f"tip-{index}")
    is_matter = course.startswith("matter")
    kind = "production" if is_matter else dice.choice(_KINDS)
    numbers = {"hour": dice.randrange(9, 12), "n": dice.randrange(2, 6)}
    sure = any(name in course for name in _CONFIRMED)
    return Told(
        index=index,
        at=at,
        county=counties[0] if is_matter else counties[dice.randrange(len(counties))],
        kind=kind,
        channel="web" if is_matter or "reward" in course else dice.choice(_CHANNELS),
        text=phrases.TEXTS[kind][0 if is_matter else dice.randrange(len(phrases.TEXTS[kind]))].format(
            **numbers
        ),
        place_text=phrases.PLACES[0] if is_matter else dice.choice(phrases.PLACES),
        firm_name="演示轧钢厂" if is_matter else dice.choice(phrases.FIRMS),
        seen_text=dice.choice(phrases.SEEN),
        conclusion="confirmed"
        if sure
        else "unfounded"
        if "objection" in course
        else dice.choice(_CONCLUSIONS),
        course=course,
        stop=stop,
        dice=dice,
    )
