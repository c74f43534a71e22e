"""The database refuses to delete a tip or to change its number; without the triggers it would not."""

from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from tests.tip_makers import make_tip
from tipoffs import triggers
from tipoffs.models import Tip, TipEvent, TipFile, TipMessage

pytestmark = pytest.mark.django_db


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def refused(act) -> bool:
    try:
        with transaction.atomic():
            act()
    except DatabaseError as error:
        return "举报" in str(error)
    return False


def test_all_triggers_are_there():
    assert triggers.missing(connection) == []


def test_no_tip_is_deleted_renumbered_or_replaced():
    tip = make_tip()
    assert refused(lambda: Tip.objects.all().delete())
    assert refused(lambda: run("DELETE FROM tipoffs_tip"))
    assert refused(lambda: Tip.objects.update(number=99))
    assert refused(lambda: Tip.objects.update(year=2020))
    if connection.vendor == "sqlite":
        columns = ", ".join(field.column for field in Tip._meta.local_concrete_fields if not field.generated)
        assert refused(
            lambda: run(
                f"INSERT OR REPLACE INTO {triggers.TABLE} ({columns}) SELECT {columns} FROM {triggers.TABLE}"
            )
        )
    else:
        connection.check_constraints()  # what is still to be checked would be refused for another reason
        assert refused(lambda: run("TRUNCATE tipoffs_tip CASCADE"))
    assert Tip.objects.get() == tip


def test_no_file_message_or_line_of_the_timeline_is_deleted():
    tip = make_tip()
    TipFile.objects.create(
        uuid=uuid4(), tip=tip, kind="photo", content_type="image/jpeg", size=1, sha256="0" * 64
    )
    TipMessage.objects.create(tip=tip, is_from_office=False, text="演示", posted_on=tip.received_on)
    TipEvent.objects.create(tip=tip, step="receive", label="收到举报", on=tip.received_on)
    for model in (TipFile, TipMessage, TipEvent):
        assert refused(model.objects.all().delete)
        assert refused(lambda table=model._meta.db_table: run(f"DELETE FROM {table}"))
        assert model.objects.count() == 1
    assert {model._meta.db_table for model in (TipFile, TipMessage, TipEvent)} == set(triggers.PARTS)
    with triggers.lifted(connection):  # the control
        for model in (TipFile, TipMessage, TipEvent):
            model.objects.all().delete()
    assert TipFile.objects.count() == 0


def test_other_changes_are_welcome():
    tip = make_tip()
    tip.summary = "摘要"
    tip.save()
    assert Tip.objects.get().summary == "摘要"


def test_without_the_triggers_the_same_statements_work():
    """Negative control: it is the triggers that refuse."""
    make_tip()
    with triggers.lifted(connection):
        assert len(triggers.missing(connection)) == (9 if connection.vendor == "sqlite" else 5)
        Tip.objects.update(number=99)
        run("DELETE FROM tipoffs_tip")
    assert triggers.missing(connection) == []
    assert Tip.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_flush_is_refused_outside_the_test_runner():
    make_tip()
    with pytest.raises(CommandError):
        call_command("flush", interactive=False, verbosity=0)
    assert Tip.objects.count() == 1
