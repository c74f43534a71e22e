from django.core.management import call_command

from capacity_portal.journal.queries import head
from tests.capacity_portal.journal.entries import write_entries


def test_seals_and_prints_the_head(db, capsys):
    write_entries(3)
    call_command("seal_journal")
    assert capsys.readouterr().out == f"新封存 1 块。当前封存头：{head().short}\n"


def test_empty_journal(db, capsys):
    call_command("seal_journal")
    assert capsys.readouterr().out == "新封存 0 块。日志为空。\n"
