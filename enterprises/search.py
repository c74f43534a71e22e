"""Search by part of a name, code, address or person: one layer for PostgreSQL and SQLite.

``Enterprise.search_text`` holds the normalised fields; a side table, kept by ``operations.search_index``, holds their
characters and pairs of neighbouring characters (text[] with GIN, or FTS5 over hex tokens, because both trigram indexes are
blind for Chinese words of one and two characters). They give candidates, the text itself decides; the result is that of
Python's ``in``.
"""

import json
from collections.abc import Iterable
from functools import lru_cache

from django.db import connection
from django.db.models import QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import StrIndex

from capacity_portal.lib import search_text

TABLE = "enterprises_search"
# Up to here the rows are fetched by id and sorted; beyond, the list is read in its own order until a page is full: with N
# rows of which M match, that reads 50 N / M rows, so both ways cost about the same near M = sqrt(50 N).
MANY = 2_000

_CANDIDATES = {
    "postgresql": f"SELECT enterprise_id FROM {TABLE} WHERE pairs @> %s::text[] LIMIT %s",
    "sqlite": f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s LIMIT %s",
}
# One parameter however many ids: a thousand of them cost more to write out than to look up.
_IDS = {"postgresql": "SELECT unnest(%s::bigint[])", "sqlite": "SELECT value FROM json_each(%s)"}


def matching(queryset: QuerySet, text: str) -> QuerySet:
    """The enterprises of ``queryset`` that contain ``text``; all of them when nothing searchable is typed.

    Asks the index at once (one small query), so that the queryset returned fits what it found.
    """
    wanted = search_text.normalise(text)
    if not wanted:
        return queryset
    ids = candidates(wanted)
    return containing(queryset if ids is None else picked(queryset, ids), wanted)


def candidates(wanted: str) -> list[int] | None:
    """Ids of the enterprises that have every pair of the normalised, non-empty text (or its one character); None when many."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and _expected(cursor, wanted) > 2 * MANY:
            return None
        cursor.execute(_CANDIDATES[connection.vendor], [_asked(wanted), MANY + 1])
        ids = [number for (number,) in cursor.fetchall()]
    return None if len(ids) > MANY else ids


def containing(queryset: QuerySet, wanted: str) -> QuerySet:
    """The rows whose text contains ``wanted`` (normalised), character by character."""
    return queryset.alias(found_at=StrIndex("search_text", Value(wanted))).filter(found_at__gt=0)


def picked(queryset: QuerySet, ids: Iterable[int]) -> QuerySet:
    """The rows of ``queryset`` with these ids."""
    numbers = sorted(ids)
    parameter = json.dumps(numbers) if connection.vendor == "sqlite" else numbers
    return queryset.filter(pk__in=RawSQL(_IDS[connection.vendor], [parameter]))


def as_indexed(pieces: Iterable[str]) -> object:
    """Characters and pairs as the side table takes them, and as it is asked for them."""
    return list(pieces) if connection.vendor == "postgresql" else " ".join(map(_token, pieces))


def _asked(wanted: str) -> object:
    return as_indexed(search_text.pairs(wanted) or [wanted])


_token = lru_cache(maxsize=100_000)(search_text.pair_token)


def _expected(cursor, wanted: str) -> int:
    """PostgreSQL's own estimate from its statistics: GIN reads all rows of a common pair before the first is returned."""
    cursor.execute(f"EXPLAIN (FORMAT JSON) SELECT 1 FROM {TABLE} WHERE pairs @> %s::text[]", [_asked(wanted)])
    (plan,) = cursor.fetchone()
    return (plan if isinstance(plan, list) else json.loads(plan))[0]["Plan"]["Plan Rows"]
