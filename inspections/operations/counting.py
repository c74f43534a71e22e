"""The one place where a duty's standing changes, and the month's tallies with it, in the transaction of the write that caused it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from inspections.choices import Coverage, DutyEntry
from inspections.models import Duty, Round, Tally
from inspections.operations import gap_reasons
from inspections.operations.zero_watch import send_back_false_zeros
from inspections.queries import tallies
from inspections.queries.standings import seen_by_duty
from inspections.rules import coverage

Key = tuple[str, str, str]
"""County code, kind, supervision class: one row of the tallies."""

_COLUMNS = {Coverage.COVERED: "covered", Coverage.ATTEMPTED: "attempted", Coverage.EXCUSED: "excused"}


def locked(duty_id: int) -> Duty:
    """The duty with its round, locked until the end of the transaction."""
    return Duty.objects.select_for_update(of=("self",)).select_related("round").get(pk=duty_id)


def recount(duty: Duty, *, by=None, at: datetime | None = None) -> Duty:
    """Bring a locked duty's standing, and its tally, up to its valid visits and its excuse (``excused_at``).

    A reason given for not having been there goes when the duty is covered; ``by`` and ``at`` are the journal's.
    """
    visits = seen_by_duty([duty.pk])[duty.pk]
    now = coverage.standing(
        visits,
        needed=duty.visits_needed,
        due_on=duty.round.visits_due_on,
        is_excused=duty.excused_at is not None,
    )
    before = share(duty)
    duty.coverage, duty.visits_done = now.coverage, now.visits_done
    duty.covered_on, duty.is_late = now.covered_on, now.is_late
    if duty.coverage != Coverage.EXCUSED:
        duty.excused_at, duty.excused_by, duty.excuse_note = None, None, ""
    duty.save(
        update_fields=[
            "coverage", "visits_done", "covered_on", "is_late", "excused_at", "excused_by", "excuse_note",
        ]
    )  # fmt: skip
    carry(duty.round, {key_of(duty): _moved(before, share(duty))})
    _forget_reasons([duty], by, at)
    send_back_false_zeros(round_id=duty.round_id, county_codes=[duty.county_code])
    return duty


def recount_many(duties: Sequence[Duty], *, by=None, at: datetime | None = None) -> None:
    """``recount`` of locked duties of one or more months: one read, one update for all that come to stand alike."""
    visits, alike, sums = seen_by_duty(duty.pk for duty in duties), defaultdict(list), defaultdict(dict)
    for duty in duties:
        now = coverage.standing(
            visits[duty.pk],
            needed=duty.visits_needed,
            due_on=duty.round.visits_due_on,
            is_excused=duty.excused_at is not None,
        )
        before = share(duty)
        duty.coverage, duty.visits_done = now.coverage, now.visits_done
        duty.covered_on, duty.is_late = now.covered_on, now.is_late
        alike[now].append(duty)
        moved = sums[duty.round].setdefault(key_of(duty), Counter())
        for name, delta in _moved(before, share(duty)).items():
            moved[name] += delta
    for now, group in alike.items():
        _stand(group, now)
    for round_, deltas in sums.items():
        carry(round_, deltas)
    _forget_reasons(duties, by, at)
    for round_, deltas in sums.items():
        send_back_false_zeros(round_id=round_.pk, county_codes={code for code, _, _ in deltas})


def _forget_reasons(duties: Iterable[Duty], by, at: datetime | None) -> None:
    covered = [duty for duty in duties if duty.coverage == Coverage.COVERED]
    gap_reasons.forget(covered, by=by, at=at or timezone.now(), why="已排查")


def _stand(duties: Sequence[Duty], now: coverage.Standing) -> None:
    values = {
        "coverage": now.coverage, "visits_done": now.visits_done, "covered_on": now.covered_on, "is_late": now.is_late,
    }  # fmt: skip
    if now.coverage != Coverage.EXCUSED:
        values |= {"excused_at": None, "excused_by": None, "excuse_note": ""}
    Duty.objects.filter(pk__in=[duty.pk for duty in duties]).update(**values)
    for duty in duties:
        for name, value in values.items():
            setattr(duty, name, value)


def key_of(duty: Duty) -> Key:
    return (duty.county_code, duty.kind, duty.supervision_class)


def share(duty: Duty) -> Counter:
    """What one duty adds to its tally."""
    found = Counter({"opening" if duty.entry == DutyEntry.OPENING else "added": 1})
    if duty.removed_on is not None:
        found["removed"] = 1
        return found
    if column := _COLUMNS.get(Coverage(duty.coverage)):
        found[column] = 1
    if duty.is_late:
        found["late"] = 1
    return found


def enter(round_: Round, duties: Iterable[Duty]) -> None:
    """Count duties that were just put on the list."""
    duties = list(duties)
    sums: dict[Key, Counter] = {}
    for duty in duties:
        sums.setdefault(key_of(duty), Counter()).update(share(duty))
    carry(round_, sums)
    send_back_false_zeros(round_id=round_.pk, county_codes={duty.county_code for duty in duties})


def remove(duty: Duty, *, on: date, reason: str) -> None:
    """Take a locked duty off the list: dated, with its reason, and out of the figures."""
    before = share(duty)
    duty.removed_on, duty.removed_reason = max(on, duty.entered_on), reason
    duty.save(update_fields=["removed_on", "removed_reason"])
    carry(duty.round, {key_of(duty): _moved(before, share(duty))})


def carry(round_: Round, sums: Mapping[Key, Mapping[str, int]]) -> None:
    """Add ``sums`` (which may be negative) to the tallies of the month, in an order that keeps writers from deadlock."""
    if len(sums) > 1:
        _make_missing(round_, sums)
    for (county_code, kind, supervision_class), deltas in sorted(sums.items()):
        changed = {name: delta for name, delta in deltas.items() if delta}
        if not changed:
            continue
        place = {
            "round": round_,
            "county_code": county_code,
            "kind": kind,
            "supervision_class": supervision_class,
        }
        added = {name: F(name) + delta for name, delta in changed.items()}
        if not Tally.objects.filter(**place).update(**added):
            Tally.objects.get_or_create(**place)
            Tally.objects.filter(**place).update(**added)


def _make_missing(round_: Round, keys: Iterable[Key]) -> None:
    """Empty tallies where there are none yet, at once: a month begins with a hundred of them."""
    columns = ("county_code", "kind", "supervision_class")
    missing = set(keys) - set(Tally.objects.filter(round=round_).values_list(*columns))
    rows = [Tally(round=round_, **dict(zip(columns, key, strict=True))) for key in sorted(missing)]
    Tally.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def rebuild_tallies(*, round_: Round) -> dict[Key, dict[str, tuple[int, int]]]:
    """Write the tallies anew where they disagree with the duties; returns what was wrong (``tallies.differences``).

    Whoever changes a duty holds the month open (``rounds_open``), so nobody does in the meantime. What the duties say is taken
    as it is: ask ``standings.wrong_standings`` first.
    """
    Round.objects.select_for_update().get(pk=round_.pk)
    found = tallies.differences(round_)
    for (county_code, kind, supervision_class), columns in found.items():
        Tally.objects.update_or_create(
            round=round_,
            county_code=county_code,
            kind=kind,
            supervision_class=supervision_class,
            defaults={name: counted for name, (_, counted) in columns.items()},
        )
    return found


def _moved(before: Counter, after: Counter) -> dict[str, int]:
    """What must be added to come from ``before`` to ``after``, negative numbers included (Counter's own minus drops them)."""
    return {name: after[name] - before[name] for name in {*before, *after}}
