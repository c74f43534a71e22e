"""Lets a region's records have numbers of their own range, so that a foreign number on a page is a canary too."""

from django.db import connection
from django.db.models import Model


def begin_at(number: int, *models: type[Model]) -> None:
    """The next record of each model gets the number ``number`` (larger than any before)."""
    with connection.cursor() as cursor:
        for model in models:
            if connection.vendor == "postgresql":
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s, false)",
                    [model._meta.db_table, number],
                )
            else:
                _put(cursor, model._meta.db_table, number - 1)


def _put(cursor, table: str, last: int) -> None:
    cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [last, table])
    if not cursor.rowcount:
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])
