"""Entries and blocks as the database holds them, without what the ORM makes of them: for sealing and verification.

Times and JSON come as text, so that a value no field would accept can be read and hashed instead of raising.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, JSONField, Model

from capacity_portal.journal.models import Block, Entry
from capacity_portal.journal.rules.sealing import BLOCK_COLUMNS, ENTRY_COLUMNS

_AT_ONCE = 5_000
_BLOCKS_AT_ONCE = 20


def entries(after: int | None = None, up_to: int | None = None) -> Iterator[tuple[Any, ...]]:
    """Rows of ENTRY_COLUMNS by ascending id, ``after`` < id <= ``up_to`` where given; read in chunks."""
    while chunk := entry_chunk(after, up_to, _AT_ONCE):
        yield from chunk
        after = chunk[-1][0]


def entry_chunk(after: int | None, up_to: int | None, limit: int) -> list[tuple[Any, ...]]:
    """At most ``limit`` rows of ``entries``, from one statement and so from one moment."""
    return _chunk(Entry, "id", ENTRY_COLUMNS, after, up_to, limit)


def blocks(up_to: int) -> Iterator[tuple[Any, ...]]:
    """Rows of BLOCK_COLUMNS by ascending number up to the one given."""
    after = None
    while chunk := _chunk(Block, "number", BLOCK_COLUMNS, after, up_to, _BLOCKS_AT_ONCE):
        yield from chunk
        after = chunk[-1][0]


def _chunk(model: type[Model], key: str, columns, after, up_to, limit: int) -> list[tuple[Any, ...]]:
    limits = [(f"{key} > %s", after), (f"{key} <= %s", up_to)]
    asked = [(sql, value) for sql, value in limits if value is not None]
    where = "WHERE " + " AND ".join(sql for sql, _ in asked) if asked else ""
    selected = ", ".join(_expression(model, column) for column in columns)
    sql = f"SELECT {selected} FROM {model._meta.db_table} {where} ORDER BY {key} LIMIT %s"
    with connection.cursor() as cursor, _any_text():
        cursor.execute(sql, [*(value for _, value in asked), limit])
        return cursor.fetchall()


def _expression(model: type[Model], column: str) -> str:
    kind = type(model._meta.get_field(column.removesuffix("_id")))
    if connection.vendor == "sqlite":
        return f"CAST({column} AS TEXT)" if kind is DateTimeField else column
    if kind is DateTimeField:
        return f"to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
    return f"{column}::text" if kind is JSONField else column


@contextmanager
def _any_text() -> Iterator[None]:
    """SQLite stores any bytes as text; read what is no UTF-8 as lone surrogates instead of raising."""
    if connection.vendor != "sqlite":
        yield
        return
    raw = connection.connection
    before, raw.text_factory = raw.text_factory, lambda data: data.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        raw.text_factory = before
