"""Rows with one of a thousand keys: one parameter, because a thousand of them cost more to write out than to look up."""

import json
from collections.abc import Iterable

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from enterprises.models import Enterprise

_TEXTS = {"postgresql": "SELECT unnest(%s::text[])", "sqlite": "SELECT value FROM json_each(%s)"}
_IDS = {"postgresql": "SELECT unnest(%s::bigint[])", "sqlite": "SELECT value FROM json_each(%s)"}


def among(rows: QuerySet, field: str, keys: Iterable[str]) -> QuerySet:
    """The rows whose text column ``field`` is one of ``keys``, by its index."""
    return _among(rows, field, sorted(keys), _TEXTS)


def among_ids(rows: QuerySet, ids: Iterable[int], field: str = "pk") -> QuerySet:
    """The rows with one of these ids; ``field`` may be a foreign key."""
    return _among(rows, field, sorted(ids), _IDS)


def standing_with_codes(codes: Iterable[str]) -> QuerySet[Enterprise]:
    """The files that stand for themselves and have one of the codes; the condition is spelt as that of the unique index."""
    return among(Enterprise.objects.unmerged().exclude(credit_code=""), "credit_code", codes)


def merged_with_codes(codes: Iterable[str]) -> QuerySet[Enterprise]:
    """The files with one of the codes that were merged into another (there are few, and an index of just them)."""
    return among(Enterprise.objects.filter(merged_into__isnull=False), "credit_code", codes)


def _among(rows: QuerySet, field: str, values: list, sql: dict[str, str]) -> QuerySet:
    parameter = json.dumps(values) if connection.vendor == "sqlite" else values
    return rows.filter(**{f"{field}__in": RawSQL(sql[connection.vendor], [parameter])})
