"""A private PostgreSQL cluster for one run of the tests, gone afterwards.

Nothing of an installed server is touched: the cluster lives in a temporary folder, listens on a unix socket in that
folder only and knows no password (the folder belongs to its owner). `fsync` is off: it is fast, and worth nothing
after a crash. PostgreSQL refuses to run as root, so root runs it as the user `postgres`.

    python -m tests.postgres_cluster -- COMMAND...     runs COMMAND with DATABASE_URL set, returns its exit code
    with running_cluster() as url: ...                 the same for Python callers
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DATABASE = "portal"
ROLE = "portal"
HOW_TO_INSTALL = "apt-get install postgresql"
NO_CLUSTER = 3  # exit code of the command line when no cluster can be made

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "shared_buffers": "256MB",
    "checkpoint_timeout": "1h",
    "max_wal_size": "8GB",
    "jit": "off",
    "max_connections": "200",
    "timezone": "UTC",
}


class ClusterUnavailable(Exception):
    """No cluster can be made on this machine; the message says why."""


def find_programs() -> Path | None:
    """The folder of `initdb` and `pg_ctl`: the newest of Debian's versions, else the one on PATH, else None."""
    versions = sorted(
        (path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")),
        key=lambda folder: float(folder.parent.name),
    )
    if versions:
        return versions[-1]
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def _owner() -> str | None:
    """The account that runs the server: None for our own, `postgres` when we are root."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        raise ClusterUnavailable("PostgreSQL does not run as root, and there is no user postgres") from None
    return "postgres"


def _run(owner: str | None, folder: Path, *command: str | Path) -> None:
    """Run one PostgreSQL program in `folder` as `owner`; its output is the message of the error when it fails."""
    prefix = ["runuser", "-u", owner, "--"] if owner else []
    log = folder / "programs.log"
    with log.open("ab") as output:  # a file and not a pipe: the server keeps its standard output open
        done = subprocess.run(
            [*prefix, *map(str, command)], cwd=folder, stdout=output, stderr=output, check=False
        )
    if done.returncode:
        raise ClusterUnavailable(
            f"{Path(command[0]).name} failed:\n{log.read_text(errors='replace')[-2000:]}"
        )


def _create(programs: Path, owner: str | None, folder: Path) -> Path:
    data = folder / "data"
    _run(
        owner, folder, programs / "initdb", "--pgdata", data, "--username", ROLE, "--auth", "trust", "--no-sync",
        "--encoding", "UTF8", "--locale", "C.UTF-8",
    )  # fmt: skip
    options = {**SETTINGS, "unix_socket_directories": str(folder)}
    with (data / "postgresql.auto.conf").open("a") as settings:
        settings.writelines(f"{name} = '{value}'\n" for name, value in options.items())
    return data


@contextmanager
def running_cluster() -> Iterator[str]:
    """A started cluster with one empty database; yields its DATABASE_URL, stops and removes everything afterwards.

    Raises ClusterUnavailable when PostgreSQL is not installed or does not start.
    """
    programs = find_programs()
    if programs is None:
        raise ClusterUnavailable(f"no initdb found; install it with: {HOW_TO_INSTALL}")
    owner = _owner()
    # Not below TMPDIR: the path of a unix socket may have 107 characters only.
    folder = Path(tempfile.mkdtemp(prefix="capacity-pg-", dir="/tmp"))
    try:
        if owner:
            shutil.chown(folder, owner)
        data = _create(programs, owner, folder)
        _run(
            owner,
            folder,
            programs / "pg_ctl",
            "start",
            "--pgdata",
            data,
            "--wait",
            "--log",
            folder / "server.log",
        )
        try:
            _run(owner, folder, programs / "createdb", "--host", folder, "--username", ROLE, DATABASE)
            yield f"postgres://{ROLE}@/{folder}/{DATABASE}"
        finally:
            _run(
                owner, folder, programs / "pg_ctl", "stop", "--pgdata", data, "--wait", "--mode", "immediate"
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def stop_cleanly_when_terminated() -> None:
    """A terminated run stops its server: the default action of these signals would skip the clean-up."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, frame: sys.exit(128 + number))


def main(arguments: list[str]) -> int:
    command = arguments[1:] if arguments[:1] == ["--"] else arguments
    if not command:
        print("usage: python -m tests.postgres_cluster -- COMMAND...", file=sys.stderr)
        return 2
    stop_cleanly_when_terminated()
    try:
        with running_cluster() as url:
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode
    except ClusterUnavailable as reason:
        print(f"no PostgreSQL cluster: {reason}", file=sys.stderr)
        return NO_CLUSTER


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
