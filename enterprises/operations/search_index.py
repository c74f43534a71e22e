"""Keeps the side table of characters and pairs in step with ``Enterprise.search_text`` (see ``enterprises.search``)."""

from collections.abc import Iterable

from django.db import connection, transaction

from capacity_portal.lib import search_text
from enterprises.models import Enterprise
from enterprises.search import TABLE, as_indexed

_PUT = {
    "postgresql": f"INSERT INTO {TABLE} (enterprise_id, pairs) VALUES (%s, %s)"
    " ON CONFLICT (enterprise_id) DO UPDATE SET pairs = excluded.pairs",
    "sqlite": f"INSERT OR REPLACE INTO {TABLE} (rowid, pairs) VALUES (%s, %s)",
}


def index(enterprises: Iterable[Enterprise]) -> int:
    """Write the pieces of these enterprises (id and search text are read); returns how many. Inside their transaction."""
    rows = [(enterprise.pk, _pieces(enterprise.search_text)) for enterprise in enterprises]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_PUT[connection.vendor], rows)
    return len(rows)


def rebuild(batch_size: int = 1_000) -> int:
    """Write the table anew from the stored search texts, a transaction a batch; returns the number of enterprises."""
    done, last = 0, 0
    while batch := _after(last, batch_size):
        with transaction.atomic():
            done += index(batch)
        last = batch[-1].pk
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {TABLE} WHERE {_KEY[connection.vendor]} NOT IN (SELECT id FROM {_ENTERPRISES})"
        )
    return done


_KEY = {"postgresql": "enterprise_id", "sqlite": "rowid"}
_ENTERPRISES = Enterprise._meta.db_table


def _after(last: int, size: int) -> list[Enterprise]:
    rows = Enterprise.objects.filter(pk__gt=last).order_by("id").only("id", "search_text")
    return list(rows[:size])


def _pieces(text: str) -> object:
    """Characters and pairs of a stored text; as ``lib.search_text.pairs`` gives them, but it is normalised already."""
    found: dict[str, None] = {}
    for field in text.split(search_text.SEPARATOR):
        found.update(dict.fromkeys(field))
        found.update(dict.fromkeys(map(str.__add__, field, field[1:])))
    return as_indexed(found)
