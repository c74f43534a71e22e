"""The database's own refusal: no UPDATE, DELETE, TRUNCATE or REPLACE of journal entries and blocks.

Migration 0002 installs the triggers. Whoever owns the database can drop them; ``health.faults_of_triggers`` tells, and
``verify_journal`` finds what was done meanwhile. A later migration that makes SQLite rebuild one of the
two tables must call ``install`` again: rebuilding drops triggers.
"""

from collections.abc import Iterator
from contextlib import contextmanager

REFUSAL = "留痕日志只能追加，不能修改、删除或清空"
# table -> its key columns
TABLES = {"journal_entry": ("id",), "journal_block": ("number",)}

_PG_FUNCTION = "journal_refuse"
_PG_BODY = f" BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END "
# pg_trigger.tgtype of BEFORE UPDATE OR DELETE OR TRUNCATE ... FOR EACH STATEMENT
_PG_TYPE = 2 + 8 + 16 + 32
_PG_QUESTION = """
    SELECT tgname, relname, tgenabled::text, tgtype, prosrc
    FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid
    WHERE tgname = ANY(%s)
"""


def _sqlite_statements() -> dict[str, str]:
    """Name -> CREATE TRIGGER. A REPLACE deletes without firing delete triggers, so inserts are looked at as well."""
    found = {}
    for table, (key,) in TABLES.items():
        occasions = {
            "no_update": f"UPDATE ON {table}",
            "no_delete": f"DELETE ON {table}",
            "no_replace": f"INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})",
        }
        for suffix, occasion in occasions.items():
            name = f"{table}_{suffix}"
            found[name] = (
                f"CREATE TRIGGER {name} BEFORE {occasion} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
    return found


def _pg_names() -> dict[str, str]:
    return {f"{table}_append_only": table for table in TABLES}


def install(connection) -> None:
    """Create the triggers; ALWAYS on PostgreSQL, so that replication roles do not slip past them."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for statement in _sqlite_statements().values():
                cursor.execute(statement)
            return
        cursor.execute(
            f"CREATE OR REPLACE FUNCTION {_PG_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $${_PG_BODY}$$"
        )
        for name, table in _pg_names().items():
            cursor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
                f" FOR EACH STATEMENT EXECUTE FUNCTION {_PG_FUNCTION}()"
            )
            cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def remove(connection) -> None:
    """Drop the triggers: for the reverse migration and the test runner's flush, for nothing else."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in _sqlite_statements():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            return
        for name, table in _pg_names().items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        cursor.execute(f"DROP FUNCTION IF EXISTS {_PG_FUNCTION}()")


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
    """Names of triggers that are absent, switched off or not what ``install`` makes."""
    if connection.vendor == "sqlite":
        wanted = _sqlite_statements()
        question, values = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'", []
    else:
        wanted = {name: (table, "A", _PG_TYPE, _PG_BODY) for name, table in _pg_names().items()}
        question, values = _PG_QUESTION, [list(wanted)]
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        present = {name: facts[0] if len(facts) == 1 else tuple(facts) for name, *facts in cursor.fetchall()}
    return sorted(name for name, facts in wanted.items() if present.get(name) != facts)
