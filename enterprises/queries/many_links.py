"""Files that may belong to many that were just written: the lookups of ``links``, each made once for all of them.

Keys are compared, not files: two files share a reason when they share its key. What more than twenty files share (an industrial
park, a common surname) is no memory here: a hundred thousand rows would put millions of pairs on the desk.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from enterprises.choices import LinkReason
from enterprises.models import Enterprise, Equipment, FormerName
from enterprises.queries.among import among, among_ids
from enterprises.queries.links import SHOWN
from enterprises.rules import memory

_SHARED_BY_MOST = 20
_WATCHED = Q(status__in=memory.WATCHED) | Q(is_key=True)

Reasons = dict[tuple[int, int], set[LinkReason]]  # by the ids of a pair, the lower first


@dataclass(frozen=True)
class Pair:
    """Two files, the one with the lower id first, and why they may belong together."""

    first: Enterprise
    second: Enterprise
    reasons: tuple[LinkReason, ...]


def likely_pairs(files: Sequence[Enterprise]) -> list[Pair]:
    """The pairs of ``files`` (stored, parts included) with known files and each other that are worth a decision.

    A dozen queries however many files; at most 20 pairs a file, the likeliest first.
    """
    found = _shared(files)
    watched = _watched(number for pair, reasons in found.items() if _is_namesake(reasons) for number in pair)
    worth = {
        pair: tuple(reason for reason in memory.STRENGTH if reason in reasons)
        for pair, reasons in found.items()
        if not _is_namesake(reasons) or watched.intersection(pair)
    }
    kept = _likeliest({file.pk for file in files}, worth)
    standing = Enterprise.objects.unmerged().only("id", "region_code")
    known = {one.pk: one for one in among_ids(standing, {number for pair in kept for number in pair})}
    return [Pair(known[a], known[b], worth[a, b]) for a, b in sorted(kept) if a in known and b in known]


def _is_namesake(reasons: set[LinkReason]) -> bool:
    return reasons == {LinkReason.SAME_REPRESENTATIVE}


def _watched(ids: Iterable[int]) -> set[int]:
    rows = among_ids(Enterprise.objects.filter(_WATCHED), set(ids))
    return set(rows.values_list("pk", flat=True))


def _likeliest(own: set[int], worth: dict[tuple[int, int], tuple[LinkReason, ...]]) -> set[tuple[int, int]]:
    by_file: dict[int, list] = {}
    for pair, reasons in worth.items():
        for number in own.intersection(pair):
            by_file.setdefault(number, []).append((memory.rank(reasons), pair))
    return {pair for found in by_file.values() for _, pair in sorted(found)[:SHOWN]}


def _shared(files: Sequence[Enterprise]) -> Reasons:
    found: Reasons = {}
    for reason, own, lookups in _keys(files):
        for lookup, key, owner in lookups:
            for shared, other in _sharing(lookup, key, owner, own):
                for number in own[shared] - {other}:
                    found.setdefault((min(number, other), max(number, other)), set()).add(reason)
    return found


def _keys(files: Sequence[Enterprise]) -> Iterator[tuple[LinkReason, dict[str, set[int]], list]]:
    """For each reason the keys of the files with who has them, and where known files with such keys are looked for."""
    standing = Enterprise.objects.unmerged()
    ids = [file.pk for file in files]
    former = FormerName.objects.filter(is_withdrawn=False)
    names = [(file.name_key, file.pk) for file in files]
    names += among_ids(former, ids, "enterprise").values_list("name_key", "enterprise_id")
    tables = [(standing, "name_key", "id"), (former, "name_key", "enterprise_id")]
    yield LinkReason.SAME_NAME, _gathered(names), tables
    places = [(key, file.pk) for file in files for key in (file.address_key, file.registered_address_key)]
    tables = [(standing, "address_key", "id"), (standing, "registered_address_key", "id")]
    yield LinkReason.SAME_ADDRESS, _gathered(places), tables
    people = ((file.representative_key, file.pk) for file in files)
    yield LinkReason.SAME_REPRESENTATIVE, _gathered(people), [(standing, "representative_key", "id")]
    parts = Equipment.objects.filter(is_withdrawn=False)
    serials = (
        among_ids(parts, ids, "enterprise").exclude(serial_key="").values_list("serial_key", "enterprise_id")
    )
    yield LinkReason.SAME_SERIAL, _gathered(serials), [(parts, "serial_key", "enterprise_id")]


def _gathered(pairs: Iterable[tuple[str, int]]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for key, number in pairs:
        if key:
            found.setdefault(key, set()).add(number)
    return found


def _sharing(lookup: QuerySet, key: str, owner: str, own: dict[str, set[int]]) -> list[tuple[str, int]]:
    """(key, id) of the known files with one of the keys, without those keys that too many share."""
    if not own:
        return []
    place = Window(RowNumber(), partition_by=F(key), order_by=F("id").desc())
    rows = among(lookup, key, own).annotate(place=place)
    found: dict[str, list[int]] = {}
    for shared, number in rows.filter(place__lte=_SHARED_BY_MOST + 1).values_list(key, owner):
        found.setdefault(shared, []).append(number)
    return [
        (shared, number) for shared, ids in found.items() if len(ids) <= _SHARED_BY_MOST for number in ids
    ]
