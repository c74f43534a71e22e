import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from capacity_portal.journal import triggers
from capacity_portal.journal.models import Block, Entry
from capacity_portal.journal.operations import seal
from capacity_portal.journal.queries import head
from capacity_portal.organization.models import Threshold
from tests.capacity_portal.journal.entries import write_entries
from tests.makers import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def journal():
    for block in range(3):
        write_entries(4, first=10 * block)
        seal(at=NOON + timedelta(hours=2 * block))
    write_entries(1, first=99)
    connection.check_constraints()


def run(capsys, *arguments) -> tuple[int, str]:
    status = 0
    try:
        call_command("verify_journal", *arguments)
    except SystemExit as left:
        status = left.code
    return status, capsys.readouterr().out


def tamper() -> int:
    number = Entry.objects.order_by("id")[5].pk
    with triggers.lifted(connection):
        Entry.objects.filter(pk=number).update(note="改")
    return number


def test_untouched_journal(journal, capsys):
    status, text = run(capsys)
    assert (status, text.splitlines()) == (
        0,
        [
            "核验 3 块、12 条，另有 1 条尚未封存；未发现问题。",
            "未给出封存头（--head）：只能证明日志前后自洽，不能排除整体重做或尾部截断。",
            f"当前封存头：3:{head().hash}",
        ],
    )


def test_edited_entry_is_named_and_the_status_is_1(journal, capsys):
    number = tamper()
    status, text = run(capsys, "--head", head().short)
    assert (status, text.splitlines()[:2]) == (
        1,
        [
            f"发现：第 2 块：条目 {number} 的内容被改动或调换。",
            "核验 3 块、12 条，另有 1 条尚未封存；发现 1 处问题。",
        ],
    )


def test_head_from_a_file_finds_the_cut_off_tail(journal, capsys, tmp_path):
    file = tmp_path / "head.txt"
    file.write_text(f"留痕日志封存头\n{head().short}\n", encoding="utf-8")
    with triggers.lifted(connection):
        Block.objects.filter(number=3).delete()
    assert run(capsys)[0] == 0
    status, text = run(capsys, "--head", str(file))
    assert (status, text.splitlines()[0]) == (
        1,
        "发现：封存头所记的第 3 块不存在：日志尾部被截去，或恢复了旧备份。",
    )


def test_missing_trigger_is_a_finding(journal, capsys):
    triggers.remove(connection)
    status, text = run(capsys)
    assert status == 1
    assert "缺失或被改动" in text


def test_drift_is_looked_for_when_asked(journal, capsys):
    record = Threshold.objects.create(code="x", name="x", value="1")
    assert run(capsys)[0] == 0
    status, text = run(capsys, "--drift")
    assert (status, text.splitlines()[0]) == (
        1,
        f"发现：工作参数 {record.pk}：数据库中有记录，日志中没有建立它的条目。",
    )


def test_json_for_programs(journal, capsys):
    number = tamper()
    status, text = run(capsys, "--json", "--drift", "--head", head().short)
    assert status == 1
    assert json.loads(text) == {
        "ok": False,
        "found": 1,
        "blocks": 3,
        "entries": 12,
        "unsealed": 1,
        "heads_given": 1,
        "with_drift": True,
        "head": {"number": 3, "hash": head().hash},
        "findings": [
            {
                "kind": "entry_edited",
                "sentence": f"第 2 块：条目 {number} 的内容被改动或调换。",
                "block": 2,
                "entry": number,
            }
        ],
        "drift": [],
    }


@pytest.mark.parametrize("argument", ["/no/such/file", "12:abc", "\0", "x" * 5000])
def test_unusable_head_is_status_2(argument):
    with pytest.raises(CommandError) as error:
        call_command("verify_journal", "--head", argument)
    assert error.value.returncode == 2


def test_empty_journal(capsys):
    assert run(capsys, "--json")[0] == 0
    assert run(capsys)[1].splitlines()[0] == "核验 0 块、0 条，另有 0 条尚未封存；未发现问题。"


def test_memory_and_queries_do_not_grow_with_findings_or_entries(django_assert_max_num_queries, capsys):
    write_entries(2_000)
    seal(at=NOON, limit=100)
    with django_assert_max_num_queries(8):
        assert run(capsys)[0] == 0
