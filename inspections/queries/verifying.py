"""Whether a closed month still is what was closed: figures, digests, the journal's entries and the frozen rows."""

from collections.abc import Iterator

from capacity_portal.journal.choices import EntryKind
from capacity_portal.journal.models import Entry
from inspections.models import Closing, Round
from inspections.queries.figures import figures
from inspections.queries.list_digest import list_digest
from inspections.rules.digests import digest_of

_FROM_DUTIES = ("total", "kinds", "classes", "key", "lookback", "gaps", "nights", "visits")
"""What rests on rows that a closed month does not let change; findings go on, regions are renamed."""


def verify_closing(closing: Closing) -> list[str]:
    """Sentences about what differs; empty when all is as it was closed.

    What a reopened month's rows say is no longer what the undone closing says: there only the stored figures are checked.
    """
    found = _digests(closing)
    if closing.round.is_closed and closing.reopened_at is None:
        found += _rows(closing)
    return found


def verify_list(round_: Round) -> list[str]:
    """Sentences about a month's list: the frozen rows against the digest, and the digest against the journal."""
    found = []
    if list_digest(round_) != round_.list_digest:
        found.append(f"{round_}：月初清单与校验值不符，清单在开启后被改动过。")
    if _in_journal("round", round_.pk, "list_digest") != round_.list_digest:
        found.append(f"{round_}：清单校验值与留痕日志中的不一致。")
    return found


def _digests(closing: Closing) -> list[str]:
    found = []
    if digest_of(closing.figures) != closing.digest:
        found.append(f"{closing}：存档数据与校验值不符，数据在关账后被改动过。")
    if _in_journal("closing", closing.pk, "digest") != closing.digest:
        found.append(f"{closing}：校验值与留痕日志中的不一致。")
    return found


def _rows(closing: Closing) -> list[str]:
    kept, now = closing.figures, figures(closing.round, with_uncovered=True)
    found = [
        f"{closing}：{place}的“{name}”与现有记录不符，存档为{_short(was)}，现为{_short(is_)}。"
        for place, name, was, is_ in _differences(kept, now)
    ]
    if _by_duty(kept.get("uncovered", [])) != _by_duty(now["uncovered"]):
        found.append(f"{closing}：未排查清单与现有记录不符。")
    return found


def _by_duty(lines: list[dict]) -> dict[int, dict]:
    return {line["duty"]: line for line in lines}


def _differences(kept: dict, now: dict) -> Iterator[tuple[str, str, object, object]]:
    before, after = dict(_areas(kept)), dict(_areas(now))
    for place in sorted({*before, *after}):
        one, other = before.get(place, {}), after.get(place, {})
        for name in _FROM_DUTIES:
            if one and other and one.get(name) != other.get(name):
                yield _place(place, one), name, one.get(name), other.get(name)


def _areas(found: dict) -> Iterator[tuple[str, dict]]:
    yield "", found.get("prefecture", {})
    for area in found.get("counties", []):
        yield f"county {area['code']}", area


def _place(place: str, area: dict) -> str:
    return area.get("name", place)


def _short(value: object) -> str:
    if isinstance(value, dict) and "in_force" in value:
        return f"在册{value['in_force']}、已排查{value['covered']}"
    return str(value)[:200]


def _in_journal(subject: str, number: int, field: str) -> object:
    """What the first entry of a record says about ``field``."""
    first = Entry.objects.filter(subject=subject, subject_id=number, kind=EntryKind.CREATED)
    changes = first.order_by("id").values_list("changes", flat=True).first()
    return (changes or {}).get(field, [None, None])[1]
