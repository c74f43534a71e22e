import sys

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import OperationalError, connection

from capacity_portal.journal import checks, health, triggers


def names_of(errors) -> list[str]:
    return [error.id for error in errors if error.id.startswith("journal.")]


def drop_one() -> str:
    name = next(
        iter(triggers._sqlite_statements() if connection.vendor == "sqlite" else triggers._pg_names())
    )
    table = "" if connection.vendor == "sqlite" else " ON journal_entry"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{table}")
    return name


def test_all_is_well(db):
    assert health.missing_triggers() == []
    assert names_of(run_checks(databases=["default"])) == []


def test_missing_trigger_is_an_error_with_the_remedy(db):
    name = drop_one()
    assert health.missing_triggers() == [name]
    (error,) = checks.triggers_exist(None, ["default"])
    assert (error.id, name in error.msg, "protect_journal" in error.msg) == ("journal.E001", True, True)


def test_trigger_of_the_same_name_that_does_nothing_is_found(db):
    name = drop_one()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"CREATE TRIGGER {name} BEFORE UPDATE ON journal_entry BEGIN SELECT 1; END")
        else:
            cursor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE ON journal_entry FOR EACH STATEMENT"
                " EXECUTE FUNCTION journal_refuse()"
            )
    assert health.missing_triggers() == [name]


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="triggers can be switched off on PostgreSQL only"
)
def test_trigger_that_is_switched_off_is_found(db):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER ALL")
    assert health.missing_triggers() == ["journal_entry_append_only"]


def test_no_database_is_asked_without_the_database_tag(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert checks.triggers_exist(None, None) == []


def test_before_the_migration_nothing_is_missing(db, monkeypatch):
    drop_one()
    monkeypatch.setattr(health, "is_prepared", lambda: False)
    assert checks.triggers_exist(None, ["default"]) == []


def test_protect_journal_puts_the_triggers_back(db, capsys):
    name = drop_one()
    call_command("protect_journal")
    assert capsys.readouterr().out == f"已恢复：{name}。\n"
    assert health.missing_triggers() == []
    call_command("protect_journal")
    assert capsys.readouterr().out == "触发器本来完好，已重新安装。\n"


def test_absent_database_is_no_reason_to_refuse(db, monkeypatch):
    def away():
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(health, "is_prepared", away)
    assert health.refusal_at_start() == ""


def test_server_refuses_to_start_without_triggers(monkeypatch):
    import importlib

    monkeypatch.setattr(health, "refusal_at_start", lambda: "触发器缺失")
    monkeypatch.setattr(health.connection, "close", lambda: None)
    sys.modules.pop("capacity_portal.wsgi", None)
    with pytest.raises(ImproperlyConfigured, match="触发器缺失"):
        importlib.import_module("capacity_portal.wsgi")
