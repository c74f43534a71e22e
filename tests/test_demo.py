"""`make demo`: chooses its port, depends on no .env file, and leaves no process behind."""

import importlib.util
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time

import pytest

from tests.house import ROOT

spec = importlib.util.spec_from_file_location("demo", ROOT / ".ci" / "demo.py")
demo = importlib.util.module_from_spec(spec)
spec.loader.exec_module(demo)


@pytest.fixture(autouse=True)
def signals_of_the_test_run():
    """Stopping ignores further signals; the test run must not."""
    before = {number: signal.getsignal(number) for number in demo.STOP_SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


# A program like gunicorn: a parent and a child in one process group, which ends when asked.
FAMILY = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(60)"


def started(program: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", program],
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def group_is_gone(process: subprocess.Popen) -> bool:
    """True once no process of the group lives (a child may take a moment to be reaped)."""
    for _ in range(50):
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def test_a_taken_port_is_named_together_with_the_way_out(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(SystemExit, match=f"Port {port} is taken.*make demo PORT={port + 1}"):
            demo.chosen_port()
    assert demo.chosen_port() == port


@pytest.mark.parametrize("text", ["http", "0", "65536", "-1", "八"])
def test_a_wrong_port_is_refused(monkeypatch, text):
    monkeypatch.setenv("PORT", text)
    with pytest.raises(SystemExit, match="is no port number"):
        demo.chosen_port()


def test_the_demonstration_never_touches_a_configured_portal():
    """A .env file of a real portal may lie in the checkout: whatever says where data lies is overruled."""
    own = demo.demo_environment(8000)
    assert (own["DEMO"], own["DATABASE_URL"]) == ("1", "sqlite:///var/db.sqlite3")
    assert own["MEDIA_ROOT"] == str(ROOT / "var" / "media")
    assert own["STATIC_ROOT"] == str(ROOT / "var" / "static")


def test_stopping_ends_the_whole_group():
    processes = {"server": started(FAMILY), "worker": started(FAMILY)}
    assert demo.ended(processes) is None
    demo.stop_processes(processes)
    assert [group_is_gone(process) for process in processes.values()] == [True, True]
    for process in processes.values():
        process.stdout.close()


def test_a_process_that_does_not_listen_is_killed(monkeypatch):
    monkeypatch.setattr(demo, "STOP_SECONDS", 0.2)
    process = started(STUBBORN)
    assert process.stdout.readline() == b"ready\n"
    demo.stop_processes({"worker": process})
    assert process.returncode == -signal.SIGKILL
    process.stdout.close()


def test_a_process_that_ended_is_named():
    process = started("")
    process.wait()
    assert demo.ended({"worker": process}) == "worker"
    with pytest.raises(SystemExit, match="The worker ended while starting"):
        demo.wait_until_ready(9, {"worker": process})
    process.stdout.close()


def test_static_files_are_collected_again_when_one_changed(monkeypatch, tmp_path):
    monkeypatch.setattr(demo, "ROOT", tmp_path)
    (tmp_path / "requirements.txt").write_text("a")
    (tmp_path / "static").mkdir()
    style = tmp_path / "static" / "a.css"
    style.write_text("a")
    before = demo.fingerprint_of_static()
    assert demo.fingerprint_of_static() == before
    style.write_text("ab")
    assert demo.fingerprint_of_static() != before


@pytest.fixture
def var(monkeypatch, tmp_path):
    """An empty project folder, in which preparing a database means to create a table in it."""
    monkeypatch.setattr(demo, "ROOT", tmp_path)
    monkeypatch.setattr(demo, "DATABASE", tmp_path / "var" / "db.sqlite3")
    monkeypatch.setattr(demo, "UNFINISHED", tmp_path / "var" / "unfinished.sqlite3")
    (tmp_path / "var").mkdir()
    return tmp_path / "var"


def prepared_with(monkeypatch, statement: str, fail: bool = False) -> None:
    def run_prepare(scale, database):
        connection = sqlite3.connect(database)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(statement)
        connection.close()
        if fail:
            raise SystemExit("broken off")

    monkeypatch.setattr(demo, "run_prepare", run_prepare)


def tables(path) -> list[str]:
    connection = sqlite3.connect(path)
    names = [name for (name,) in connection.execute("select name from sqlite_master order by name")]
    connection.close()
    return names


def test_a_first_start_that_broke_off_leaves_no_half_demonstration(monkeypatch, var):
    prepared_with(monkeypatch, "create table half (id)", fail=True)
    with pytest.raises(SystemExit):
        demo.prepare_apart(10)
    assert not demo.DATABASE.exists()
    prepared_with(monkeypatch, "create table whole (id)")
    demo.prepare_apart(10)
    assert tables(demo.DATABASE) == ["whole"]
    assert [path.name for path in var.iterdir()] == ["db.sqlite3"]


def test_a_second_start_keeps_the_data(monkeypatch, var):
    prepared_with(monkeypatch, "create table first (id)")
    demo.prepare_apart(10)
    prepared_with(monkeypatch, "create table second (id)")
    demo.prepare_apart(10)
    assert tables(demo.DATABASE) == ["first", "second"]
