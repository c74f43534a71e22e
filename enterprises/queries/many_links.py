"""Files that may belong to many that were just written: the lookups of ``links``, each made once for all of them.

What more than twenty files share (an industrial park, a common surname) is no memory here: a hundred thousand rows would put
millions of pairs on the desk.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from enterprises.choices import LinkReason
from enterprises.models import Enterprise, Equipment, FormerName
from enterprises.queries.links import SHOWN, identity_of
from enterprises.rules import memory

_SHARED_BY_MOST = 20


@dataclass(frozen=True)
class Pair:
    """Two files, the one with the lower id first, and why they may belong together."""

    first: Enterprise
    second: Enterprise
    reasons: tuple[LinkReason, ...]


def likely_pairs(files: Sequence[Enterprise]) -> list[Pair]:
    """The pairs of ``files`` (stored, parts included) with known files and each other that are worth a decision.

    Ten queries however many files; at most 20 pairs a file, the likeliest first.
    """
    near = _near(files)
    wanted = set(near).union(*near.values())
    rows = Enterprise.objects.filter(pk__in=wanted).unmerged().prefetch_related("former_names", "equipment")
    known = {row.pk: row for row in rows}
    identities = {number: identity_of(row) for number, row in known.items()}
    pairs: dict[tuple[int, int], Pair] = {}
    for number, others in near.items():
        if number in known:
            for pair in _of_one(number, others & known.keys(), known, identities):
                pairs[pair.first.pk, pair.second.pk] = pair
    return [pairs[key] for key in sorted(pairs)]


def _of_one(number: int, others: Iterable[int], known, identities) -> list[Pair]:
    found = []
    for other in others:
        reasons = memory.reasons(identities[number], identities[other])
        if memory.is_worth_recording(reasons, identities[number], identities[other]):
            found.append((memory.rank(reasons), other, reasons))
    return [
        Pair(known[min(number, other)], known[max(number, other)], reasons)
        for _, other, reasons in sorted(found)[:SHOWN]
    ]


def _near(files: Sequence[Enterprise]) -> dict[int, set[int]]:
    """For each of ``files`` that has one: the ids of other files with one of its keys."""
    near: dict[int, set[int]] = {}
    for own, lookups in _keys(files):
        for lookup, key, owner in lookups:
            for shared, number in _sharing(lookup, key, owner, own):
                for file in own[shared]:
                    if file != number:
                        near.setdefault(file, set()).add(number)
    return near


def _keys(files: Sequence[Enterprise]):
    """Keys of the files with who has them, and where known files with such keys are looked for."""
    standing = Enterprise.objects.unmerged()
    ids = [file.pk for file in files]
    names = [(file.name_key, file.pk) for file in files]
    former = FormerName.objects.filter(is_withdrawn=False)
    names += former.filter(enterprise__in=ids).values_list("name_key", "enterprise_id")
    yield _gathered(names), [(standing, "name_key", "id"), (former, "name_key", "enterprise_id")]
    places = [(file.address_key, file.pk) for file in files]
    places += [(file.registered_address_key, file.pk) for file in files]
    yield _gathered(places), [(standing, "address_key", "id"), (standing, "registered_address_key", "id")]
    yield (
        _gathered((file.representative_key, file.pk) for file in files),
        [(standing, "representative_key", "id")],
    )
    parts = Equipment.objects.filter(is_withdrawn=False)
    serials = (
        parts.filter(enterprise__in=ids).exclude(serial_key="").values_list("serial_key", "enterprise_id")
    )
    yield _gathered(serials), [(parts, "serial_key", "enterprise_id")]


def _gathered(pairs: Iterable[tuple[str, int]]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for key, number in pairs:
        if key:
            found.setdefault(key, set()).add(number)
    return found


def _sharing(lookup: QuerySet, key: str, owner: str, own: dict[str, set[int]]) -> list[tuple[str, int]]:
    """(key, id) of the known files with one of the keys, without those keys that too many share."""
    place = Window(RowNumber(), partition_by=F(key), order_by=F("id").desc())
    rows = lookup.filter(**{f"{key}__in": sorted(own)}).annotate(place=place)
    found: dict[str, list[int]] = {}
    for shared, number in rows.filter(place__lte=_SHARED_BY_MOST + 1).values_list(key, owner):
        found.setdefault(shared, []).append(number)
    return [
        (shared, number) for shared, ids in found.items() if len(ids) <= _SHARED_BY_MOST for number in ids
    ]
