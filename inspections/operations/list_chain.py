"""Writing a new month's list as the continuation of the last one (stock equation across months)."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import chain, islice

from capacity_portal.lib import months
from enterprises.models import Enterprise
from inspections.choices import DutyKind
from inspections.models import Duty, Round
from inspections.operations import listing
from inspections.queries.freezing import Freezing
from inspections.queries.leaving import merged_into, put_on_by_hand
from inspections.queries.list_digest import FROZEN
from inspections.queries.list_reasons import Key, Reasons, key_of

CHUNK = 5_000


@dataclass
class Chain:
    """What was in force at the end of ``previous`` opens the month, also what is gone since: on the list and off it at once.

    An enterprise the ledger no longer asks for goes on as it stood, until the office takes it off by hand (``queries.leaving``);
    only what the office itself had put on leaves so. What is new is added with its reason; in the first month of all
    (``previous`` None) everything opens.
    """

    round: Round
    previous: Round | None
    frozen: Freezing
    by: object
    at: datetime
    progress: Callable[[float, str], None]
    _written: int = 0
    _gone: dict[Key, str] = field(default_factory=dict)
    _listed: set[Key] = field(default_factory=set)

    def write(self) -> int:
        """Store the list; returns how many lines it has, those removed at once included."""
        standing = in_force(self.previous) if self.previous else {}
        expected = max(1, Enterprise.objects.unmerged().count())
        for drafts in _chunks(chain(self.frozen.supervised(), self.frozen.sweeps())):
            self._take(drafts, standing)
            self.progress(min(95, self._written * 95 / expected), f"已列入{self._written:,}项")
        staying = self._staying(standing)
        self._go_on(staying)
        self._let_go(
            {key: county for key, county in {**standing, **self._gone}.items() if key not in staying}
        )
        return self._written

    def _take(self, drafts: list[dict], standing: dict[Key, str]) -> None:
        """``standing`` (keys with their counties) loses what was found again."""
        opening, added = [], []
        for draft in drafts:
            key = draft_key(draft)
            self._listed.add(key)
            county = standing.pop(key, None)
            is_continued = county == draft["county_code"] or self.previous is None
            (opening if is_continued else added).append(draft)
            if county is not None and not is_continued:
                self._gone[key] = county
        first = months.first_day(self.round.period)
        listing.enter_opening(self.round, opening, on=first)
        if added:
            reasons = self._reasons.added(added)
            listing.enter_added(self.round, added, reasons, on=first, by=self.by, at=self.at)
        self._written += len(drafts)

    def _staying(self, standing: dict[Key, str]) -> set[Key]:
        """Enterprises nobody asks for any more that only the office may take off; merged ones unless their file is listed."""
        if not standing:
            return set()
        files = {key for key in standing if key[0] == DutyKind.ENTERPRISE} - put_on_by_hand(self.previous)
        merged = merged_into(files)
        alone = files - set(merged)
        return alone | {key for key in files - alone if merged[key] not in self._listed | alone}

    def _go_on(self, staying: set[Key]) -> None:
        first = months.first_day(self.round.period)
        for drafts in _chunks(self._as_they_stood(staying)) if staying else ():
            self._written += listing.enter_opening(self.round, drafts, on=first)

    def _let_go(self, gone: dict[Key, str]) -> None:
        if not gone:
            return
        reasons = self._reasons.gone(gone)
        first = months.first_day(self.round.period)
        for drafts in _chunks(self._as_they_stood(gone)):
            said = [reasons[draft_key(draft)] for draft in drafts]
            listing.enter_gone(self.round, drafts, said, on=first, by=self.by, at=self.at)
            self._written += len(drafts)

    def _as_they_stood(self, keys: Collection[Key]) -> Iterator[dict]:
        rows = Duty.objects.in_force().filter(period=self.previous.period).order_by("id").values(*FROZEN)
        return (row for row in rows.iterator(chunk_size=CHUNK) if draft_key(row) in keys)

    @cached_property
    def _reasons(self) -> Reasons:
        return Reasons(self.previous)


def in_force(round_: Round) -> dict[Key, str]:
    """What is on the list, with the county it stands there with."""
    rows = Duty.objects.in_force().filter(period=round_.period)
    columns = rows.values_list("kind", "enterprise_id", "cell_id", "county_code")
    return {key_of(kind, *about): county for kind, *about, county in columns.iterator(chunk_size=CHUNK)}


def draft_key(draft: dict) -> Key:
    return key_of(draft["kind"], draft["enterprise_id"], draft["cell_id"])


def _chunks(drafts: Iterator[dict]) -> Iterator[list[dict]]:
    while chunk := list(islice(drafts, CHUNK)):
        yield chunk
