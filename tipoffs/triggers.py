"""The database's own refusal: no tip, file, message or line of a timeline is deleted, no tip changes its number (T6: nothing
received may disappear).

Migration 0002 installs the triggers, in the manner of the journal's. A later migration that makes SQLite rebuild one of these tables
must call ``install`` again: rebuilding drops triggers; ``missing`` tells, and a test asks it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

TABLE = "tipoffs_tip"
PARTS = ("tipoffs_tipfile", "tipoffs_tipmessage", "tipoffs_tipevent")
NO_DELETE, NO_RENUMBER = "举报及其材料、留言、办理记录不能删除", "举报编号不能修改"
_CHANGED = "NEW.year <> OLD.year OR NEW.number <> OLD.number"
_PG_FUNCTIONS = {"tip_refuse_delete": NO_DELETE, "tip_refuse_renumber": NO_RENUMBER}


def _sqlite_statements() -> dict[str, str]:
    """Name -> CREATE TRIGGER. A REPLACE deletes without firing delete triggers, so inserts are looked at as well."""
    occasions = {f"{TABLE}_no_renumber": (f"UPDATE OF year, number ON {TABLE} WHEN {_CHANGED}", NO_RENUMBER)}
    for table in (TABLE, *PARTS):
        there = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"
        occasions[f"{table}_no_delete"] = (f"DELETE ON {table}", NO_DELETE)
        occasions[f"{table}_no_replace"] = (f"INSERT ON {table} WHEN {there}", NO_DELETE)
    return {
        name: f"CREATE TRIGGER {name} BEFORE {occasion} BEGIN SELECT RAISE(ABORT, '{why}'); END"
        for name, (occasion, why) in occasions.items()
    }


def _pg_statements() -> dict[str, tuple[str, str]]:
    """Name -> (table, rest of CREATE TRIGGER)."""
    occasion = f"BEFORE UPDATE OF year, number ON {TABLE} FOR EACH ROW WHEN ({_CHANGED})"
    deletes = "FOR EACH STATEMENT EXECUTE FUNCTION tip_refuse_delete()"
    return {
        f"{table}_no_delete": (table, f"BEFORE DELETE OR TRUNCATE ON {table} {deletes}")
        for table in (TABLE, *PARTS)
    } | {f"{TABLE}_no_renumber": (TABLE, f"{occasion} EXECUTE FUNCTION tip_refuse_renumber()")}


def install(connection) -> None:
    """Create the triggers; ALWAYS on PostgreSQL, so that replication roles do not slip past them."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for statement in _sqlite_statements().values():
                cursor.execute(statement)
            return
        for function, why in _PG_FUNCTIONS.items():
            body = f" BEGIN RAISE EXCEPTION '{why}' USING ERRCODE = 'restrict_violation'; END "
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$"
            )
        for name, (table, statement) in _pg_statements().items():
            cursor.execute(f"CREATE TRIGGER {name} {statement}")
            cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def remove(connection) -> None:
    """Drop the triggers: for the reverse migration and the test runner's flush, for nothing else."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in _sqlite_statements():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            return
        for name, (table, _) in _pg_statements().items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        for function in _PG_FUNCTIONS:
            cursor.execute(f"DROP FUNCTION IF EXISTS {function}()")


@contextmanager
def lifted(connection) -> Iterator[None]:
    """Without triggers inside the block: for tests."""
    _settle(connection)
    remove(connection)
    try:
        yield
    finally:
        _settle(connection)
        install(connection)


def _settle(connection) -> None:
    """PostgreSQL alters no table that has deferred checks to make."""
    if connection.vendor == "postgresql":
        connection.check_constraints()


def missing(connection) -> list[str]:
    """Names of triggers that are absent or switched off."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            wanted = _sqlite_statements()
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            present = dict(cursor.fetchall())
            return sorted(name for name, sql in wanted.items() if present.get(name) != sql)
        wanted = list(_pg_statements())
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname = ANY(%s) AND tgenabled = 'A'", [wanted])
        return sorted(set(wanted) - {name for (name,) in cursor.fetchall()})
