"""The database refuses every change of entries and blocks, whoever asks."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from capacity_portal.journal import triggers
from capacity_portal.journal.models import Block, Entry
from capacity_portal.journal.operations import seal
from tests.capacity_portal.journal.entries import write_entries
from tests.makers import NOON

TABLES = ["journal_entry", "journal_block"]


@pytest.fixture
def journal(db):
    write_entries(3)
    seal(at=NOON)
    connection.check_constraints()  # PostgreSQL truncates no table that has deferred checks to make


def contents():
    return list(Entry.objects.order_by("pk").values()), list(Block.objects.values_list("number", "hash"))


def refused(act) -> bool:
    before = contents()
    try:
        with transaction.atomic():
            act()
    except IntegrityError as error:
        return triggers.REFUSAL in str(error) and contents() == before
    return False


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("model", [Entry, Block])
def test_orm_update_and_delete_are_refused(journal, model):
    record = model.objects.order_by("pk").last()
    assert refused(lambda: model.objects.update(**({"note": "x"} if model is Entry else {"hash": "x"})))
    assert refused(lambda: model.objects.all().delete())
    assert refused(lambda: model.objects.filter(pk=record.pk)._raw_delete("default"))
    assert refused(record.delete)
    assert refused(record.save)
    assert refused(lambda: model.objects.bulk_update([record], ["note" if model is Entry else "hash"]))


@pytest.mark.parametrize("table", TABLES)
def test_raw_update_and_delete_are_refused(journal, table):
    assert refused(lambda: run(f"DELETE FROM {table}"))
    column = "note" if table == "journal_entry" else "hash"
    assert refused(lambda: run(f"UPDATE {table} SET {column} = 'x'"))


def test_upsert_is_refused(journal):
    entry = Entry.objects.first()
    assert refused(
        lambda: Entry.objects.bulk_create(
            [entry], update_conflicts=True, unique_fields=["id"], update_fields=["note"]
        )
    )


@pytest.mark.skipif(connection.vendor != "sqlite", reason="REPLACE exists on SQLite only")
@pytest.mark.parametrize("table", TABLES)
def test_replace_is_refused(journal, table):
    assert refused(lambda: run(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"))
    assert refused(lambda: run(f"REPLACE INTO {table} SELECT * FROM {table} LIMIT 1"))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="TRUNCATE exists on PostgreSQL only")
@pytest.mark.parametrize("table", TABLES)
def test_truncate_is_refused_also_for_replication_roles(journal, table):
    assert refused(lambda: run(f"TRUNCATE {table} CASCADE"))
    assert refused(lambda: run(f"SET LOCAL session_replication_role = replica; DELETE FROM {table}"))


def test_without_triggers_the_same_statements_work(journal):
    """Negative control: it is the triggers that refuse."""
    with triggers.lifted(connection):
        Entry.objects.update(note="x")
        run("DELETE FROM journal_block")
    assert contents()[1] == []
    assert set(Entry.objects.values_list("note", flat=True)) == {"x"}
    assert refused(lambda: Entry.objects.update(note="y"))


@pytest.mark.django_db(transaction=True)
def test_flush_is_refused_outside_the_test_runner():
    write_entries(2)
    with pytest.raises(CommandError):
        call_command("flush", interactive=False, verbosity=0)
    assert Entry.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_triggers_are_back_after_a_flush_of_the_test_runner():
    """Runs after the test above, whose entries the runner flushed."""
    assert Entry.objects.count() == 0
    assert triggers.missing(connection) == []


def test_new_entries_are_welcome(journal):
    write_entries(2, first=10)
    assert seal(at=NOON + timedelta(minutes=1)) == 1
    assert (Entry.objects.count(), Block.objects.count()) == (5, 2)
