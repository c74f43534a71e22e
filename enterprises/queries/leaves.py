"""What no index of a list's order can tell: text, equipment kind, licences about to lapse.

Each is asked first how many files it leaves. Few: their ids. Many: a condition, checked row by row until a page is full.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from capacity_portal.lib import search_text
from capacity_portal.lib.territory import next_prefix
from enterprises import search
from enterprises.choices import CLOSED_STATUSES
from enterprises.models import Enterprise, Equipment, Licence
from enterprises.rules.filters import LedgerFilters


@dataclass(frozen=True)
class Leaves:
    """``ids`` of the files that can match at all, None for too many to name; the rest is checked row by row."""

    ids: frozenset[int] | None
    wanted: str
    conditions: tuple[Exists, ...]

    def of(self, rows: QuerySet[Enterprise]) -> QuerySet[Enterprise]:
        if self.ids is not None:
            rows = search.picked(rows, self.ids)
        rows = rows.filter(*self.conditions)
        return search.containing(rows, self.wanted) if self.wanted else rows


def leaves_under(region: str, filters: LedgerFilters) -> Leaves:
    """Ask the indexes of text, equipment and licences (one query each, only for filters that are set)."""
    wanted = search_text.normalise(filters.text)
    ids = _set(search.candidates(wanted)) if wanted else None
    conditions = []
    for parts, of_one_file in _parts(region, filters):
        few = _few(parts)
        if few is None:
            conditions.append(Exists(of_one_file))
        else:
            ids = few if ids is None else ids & few
    return Leaves(ids, wanted, tuple(conditions))


def _parts(region: str, filters: LedgerFilters) -> Iterable[tuple[QuerySet, QuerySet]]:
    """For each filter the parts of all files, and those of one file (for ``Exists``)."""
    if filters.kind:
        parts = Equipment.objects.filter(kind__code=filters.kind, is_withdrawn=False)
        yield (
            parts.filter(region_code__gte=region, region_code__lt=next_prefix(region)),
            parts.filter(region_code=OuterRef("region_code"), enterprise=OuterRef("pk")),
        )
    if filters.licence_before:
        parts = Licence.objects.filter(expires_on__lt=filters.licence_before, is_void=False).exclude(
            enterprise__status__in=CLOSED_STATUSES
        )
        yield parts, parts.filter(enterprise=OuterRef("pk"))


def _few(parts: QuerySet) -> frozenset[int] | None:
    rows = parts.order_by().values_list("enterprise_id", flat=True)[: search.MANY + 1]
    found = list(rows)
    return None if len(found) > search.MANY else frozenset(found)


def _set(ids: list[int] | None) -> frozenset[int] | None:
    return None if ids is None else frozenset(ids)
