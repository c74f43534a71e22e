"""Whether duties stand as their valid visits say: computed anew from the records, set by set, and never mended by the way."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate

from capacity_portal.journal.models import Entry
from inspections.choices import Coverage, VisitState
from inspections.models import Duty, Round, Visit, VisitPhoto
from inspections.rules import coverage
from inspections.rules.corrections import Link, first_taken

CHUNK = 2_000
MOST_TOLD = 20
_COLUMNS = ("id", "title", "visits_needed", "excused_at", "coverage", "visits_done", "covered_on", "is_late")
_OF_VISIT = (
    "pk", "duty_id", "replaces_id", "state", "outcome", "visited_on", "recorded_at", "sent_back_at", "has_photo", "longitude",
)  # fmt: skip


@dataclass(frozen=True)
class Wrong:
    """A duty in force that says of itself (``kept``) what its visits do not (``proven``)."""

    duty: int
    title: str
    kept: coverage.Standing
    proven: coverage.Standing


def seen_by_duty(numbers: Iterable[int]) -> dict[int, list[coverage.Seen]]:
    """The valid visits of duties as the rule wants them, in one query; every number asked for is a key.

    A corrected visit was recorded when the first of its chain was (``rules.corrections``).
    """
    found: dict[int, list[coverage.Seen]] = {number: [] for number in numbers}
    photos = VisitPhoto.objects.filter(visit=OuterRef("pk"))
    visits = Visit.objects.filter(duty__in=list(found)).annotate(has_photo=Exists(photos))
    rows = list(visits.values_list(*_OF_VISIT, named=True))
    links = {row.pk: Link(row.replaces_id, row.recorded_at, row.sent_back_at is not None) for row in rows}
    for row in rows:
        if row.state == VisitState.RECORDED:
            first = localdate(first_taken(row.pk, links))
            one = coverage.Seen(row.outcome, row.visited_on, first, row.has_photo, row.longitude is not None)
            found[row.duty_id].append(one)
    return found


def wrong_standings(round_: Round) -> list[Wrong]:
    """The duties in force that do not stand as their visits and their excuse make them stand, by number."""
    rows = Duty.objects.in_force().filter(period=round_.period).order_by("id").values(*_COLUMNS)
    return [wrong for chunk in _chunks(rows) for wrong in _wrong(chunk, round_)]


def verify_standings(round_: Round) -> list[str]:
    """The same in sentences, the first ones by name; empty when every standing is proven."""
    found = wrong_standings(round_)
    told = [
        f"{round_}：“{one.title}”（任务{one.duty}）登记为{_words(one.kept)}，按有效记录应为{_words(one.proven)}。"
        for one in found[:MOST_TOLD]
    ]
    more = len(found) - len(told)
    return told + ([f"{round_}：另有{more}项任务的排查情况与记录不符。"] if more else [])


def _chunks(rows) -> Iterator[list[dict]]:
    last = 0
    while chunk := list(rows.filter(id__gt=last)[:CHUNK]):
        yield chunk
        last = chunk[-1]["id"]


def _wrong(rows: list[dict], round_: Round) -> Iterator[Wrong]:
    visits = seen_by_duty(row["id"] for row in rows)
    excused = _excused(row["id"] for row in rows if row["excused_at"] is not None)
    for row in rows:
        proven = coverage.standing(
            visits[row["id"]],
            needed=row["visits_needed"],
            due_on=round_.visits_due_on,
            is_excused=row["id"] in excused,
        )
        kept = coverage.Standing(
            Coverage(row["coverage"]), row["visits_done"], row["covered_on"], row["is_late"]
        )
        if kept != proven:
            yield Wrong(row["id"], row["title"], kept, proven)


def _excused(numbers: Iterable[int]) -> set[int]:
    """Those of which the journal says that the prefecture accepted it in writing."""
    entries = Entry.objects.filter(subject="duty", subject_id__in=list(numbers), step="excuse")
    return set(entries.values_list("subject_id", flat=True))


def _words(standing: coverage.Standing) -> str:
    late = "，逾期" if standing.is_late else ""
    on = f"，{standing.covered_on}" if standing.covered_on else ""
    return f"{standing.coverage.label}（有效{standing.visits_done}天{on}{late}）"
