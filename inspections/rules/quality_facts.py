"""What the quality test looks at: a visit as plain values, and a county's month of them."""

from dataclasses import dataclass
from datetime import date, datetime

from capacity_portal.lib.coordinates import Position


@dataclass(frozen=True)
class VisitFact:
    """One valid visit. ``number`` and ``recorder`` are ids; ``entered_at`` the moment of entry (what the device claims of an
    offline visit), None for visits typed from paper (grid, sheet), which have ``typed_at`` instead: some are entered together by
    their nature; ``seen_at`` the moment somebody was there, None when only the day is known; ``recorded_on`` the server's day.
    ``accuracy_m`` and ``distance_m`` in metres. ``text`` is the digest of the remarks, "" for none or short ones; ``photos``
    how many there are, ``has_copied_photo`` whether another visit showed one of them before; ``nobodies`` typed names that stand
    for nobody.
    """

    number: int
    recorder: int
    recorded_on: date
    entered_at: datetime | None = None
    typed_at: datetime | None = None
    seen_at: datetime | None = None
    place: Position | None = None
    accuracy_m: int = 0
    distance_m: int | None = None
    text: str = ""
    photos: int = 0
    has_copied_photo: bool = False
    is_backfilled: bool = False
    nobodies: tuple[str, ...] = ()


@dataclass(frozen=True)
class CountyFacts:
    """A county's month. ``due``: duties in force, the denominator of every share; ``last_day``: when visits were due.

    ``earlier_texts``: digests of the month before. ``nightless``: names of duties that need a night
    visit and have none; ``normal_months``: how many months in a row, this one included, every duty was visited and nothing
    was found; ``inconsistent``: names of re-checks that contradict the record.
    """

    due: int
    last_day: date
    visits: tuple[VisitFact, ...] = ()
    earlier_texts: frozenset[str] = frozenset()
    nightless: tuple[str, ...] = ()
    normal_months: int = 0
    inconsistent: tuple[str, ...] = ()
