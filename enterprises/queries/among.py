"""Rows with one of a thousand keys: one parameter, because a thousand of them cost more to write out than to look up.

On PostgreSQL an array and no subquery: a table that is being filled has no statistics, and joins with it are planned badly.
"""

import json
from collections.abc import Iterable

from django.db.models import F, Lookup, QuerySet

from enterprises.models import Enterprise


class OneOf(Lookup):
    """``field`` is one of a list of texts or whole numbers."""

    lookup_name = "one_of"
    prepare_rhs = False

    def as_postgresql(self, compiler, connection):
        sql, parameters = self.process_lhs(compiler, connection)
        if not self.rhs:
            return "FALSE", []
        kind = "bigint" if isinstance(self.rhs[0], int) else "text"
        return f"{sql} = ANY(%s::{kind}[])", [*parameters, self.rhs]

    def as_sqlite(self, compiler, connection):
        sql, parameters = self.process_lhs(compiler, connection)
        return f"{sql} IN (SELECT value FROM json_each(%s))", [*parameters, json.dumps(self.rhs)]


def among(rows: QuerySet, field: str, keys: Iterable[str]) -> QuerySet:
    """The rows whose text column ``field`` is one of ``keys``, by its index."""
    return rows.filter(OneOf(F(field), sorted(keys)))


def among_ids(rows: QuerySet, ids: Iterable[int], field: str = "pk") -> QuerySet:
    """The rows with one of these ids; ``field`` may be a foreign key."""
    return rows.filter(OneOf(F(field), sorted(ids)))


def standing_with_codes(codes: Iterable[str]) -> QuerySet[Enterprise]:
    """The files that stand for themselves and have one of the codes; the condition is spelt as that of the unique index."""
    return among(Enterprise.objects.unmerged().exclude(credit_code=""), "credit_code", codes)


def merged_with_codes(codes: Iterable[str]) -> QuerySet[Enterprise]:
    """The files with one of the codes that were merged into another (there are few, and an index of just them)."""
    return among(Enterprise.objects.filter(merged_into__isnull=False), "credit_code", codes)
