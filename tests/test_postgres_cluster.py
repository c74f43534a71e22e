"""The private PostgreSQL cluster starts, is the kind production needs, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import environ
import psycopg
import pytest

from tests import postgres_cluster

needs_postgresql = pytest.mark.skipif(
    postgres_cluster.find_programs() is None, reason=f"no initdb; {postgres_cluster.HOW_TO_INSTALL}"
)


@needs_postgresql
def test_a_cluster_is_utf8_knows_chinese_and_leaves_nothing_behind(monkeypatch):
    with postgres_cluster.running_cluster() as url:
        where = environ.Env.db_url_config(url)
        folder = Path(where["HOST"])
        assert folder.stat().st_mode & 0o777 == 0o700
        with psycopg.connect(host=where["HOST"], user=where["USER"], dbname=where["NAME"]) as connection:
            encoding, ctype = connection.execute(
                "select pg_encoding_to_char(encoding), datctype from pg_database where datname = %s",
                [where["NAME"]],
            ).fetchone()
            assert (encoding, ctype) == ("UTF8", "C.UTF-8")
            assert connection.execute("show listen_addresses").fetchone() == ("",)
    assert not folder.exists()


@needs_postgresql
def test_the_command_line_passes_the_address_and_the_exit_code():
    command = [sys.executable, "-c", "import os; print(os.environ['DATABASE_URL']); raise SystemExit(7)"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.postgres_cluster", "--", *command],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout[:20], done.stderr) == (7, "postgres://portal@//", "")


def test_a_machine_without_postgresql_is_told_what_to_install(monkeypatch, capsys):
    monkeypatch.setattr(postgres_cluster, "find_programs", lambda: None)
    monkeypatch.setattr(postgres_cluster, "stop_cleanly_when_terminated", lambda: None)
    assert postgres_cluster.main(["--", "true"]) == postgres_cluster.NO_CLUSTER
    assert "apt-get install postgresql" in capsys.readouterr().err


def test_a_server_that_does_not_start_is_reported_with_its_log(tmp_path):
    with pytest.raises(postgres_cluster.ClusterUnavailable, match="pg_ctl"):
        postgres_cluster._run(None, tmp_path, _failing_program(tmp_path / "pg_ctl"))


def _failing_program(path: Path) -> Path:
    path.write_text("#!/bin/sh\necho port in use >&2\nexit 1\n")
    os.chmod(path, 0o755)
    return path


@needs_postgresql
def test_a_terminated_run_stops_its_server():
    command = [
        sys.executable,
        "-c",
        "import os, time; print(os.environ['DATABASE_URL'], flush=True); time.sleep(60)",
    ]
    run = subprocess.Popen(
        [sys.executable, "-m", "tests.postgres_cluster", "--", *command],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    folder = Path(environ.Env.db_url_config(run.stdout.readline().strip())["HOST"])
    assert folder.exists()
    os.killpg(run.pid, signal.SIGTERM)
    assert run.wait(60) == 128 + signal.SIGTERM
    run.stdout.close()
    assert not folder.exists()
