import threading

import pytest
from django.core.management import call_command
from django.db import OperationalError

from capacity_portal.jobs import schedule
from capacity_portal.jobs.management.commands import run_due

pytestmark = pytest.mark.django_db


def test_once_runs_what_is_due_and_names_it(capsys):
    call_command("run_due", "--once")
    assert "封存留痕日志" in capsys.readouterr().out
    call_command("run_due", "--once")
    assert capsys.readouterr().out == "没有到期的工作。\n"


def test_loop_runs_until_it_is_stopped_and_survives_an_absent_database(monkeypatch, caplog):
    stop, calls = threading.Event(), []

    def work(at):
        calls.append(at)
        if len(calls) == 1:
            raise OperationalError("server closed the connection")
        if len(calls) == 3:
            stop.set()

    monkeypatch.setattr(schedule, "run_due", work)
    monkeypatch.setattr(run_due, "close_old_connections", lambda: None)
    monkeypatch.setattr(run_due.connection, "close", lambda: None)
    run_due.run_loop(stop, every=0)
    assert len(calls) == 3
    assert "regular work waits for the database" in caplog.text
