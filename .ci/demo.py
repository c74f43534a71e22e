"""`make demo`: from an installed checkout to a running portal with demonstration data; Ctrl-C ends it.

Everything lives in var/ (database, uploads, collected static files). What is there is kept: a second start only migrates what is
new and goes on. The server answers on this machine only. PORT (8000) and SCALE (1000 enterprises) come from the environment.
"""

import contextlib
import hashlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATABASE = ROOT / "var" / "db.sqlite3"
UNFINISHED = ROOT / "var" / "unfinished.sqlite3"
STATIC_STAMP = ROOT / "var" / "static.made-from"
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
START_SECONDS = 60  # a first start on a busy machine
STOP_SECONDS = 15  # what a worker gets to finish its job


def say(text: str = "") -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def demo_environment(port: int) -> dict[str, str]:
    """Every setting the demonstration depends on, so that a .env file of a real portal next to it changes nothing."""
    return {
        "DJANGO_SETTINGS_MODULE": "capacity_portal.settings",
        "DEMO": "1",
        "TESTING": "0",
        "DATABASE_URL": "sqlite:///var/db.sqlite3",
        "MEDIA_ROOT": str(ROOT / "var" / "media"),
        "STATIC_ROOT": str(ROOT / "var" / "static"),
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "CSRF_TRUSTED_ORIGINS": "",
        "PORTAL_URL": f"http://localhost:{port}",
        "PROXY_COUNT": "0",
        "SECURE_SSL_REDIRECT": "0",
    }


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def chosen_port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not (text.isdecimal() and 0 < int(text) < 65536):
        raise SystemExit(f"PORT={text} is no port number; for example: make demo PORT=8001")
    if not port_is_free(int(text)):
        raise SystemExit(
            f"Port {text} is taken by another program. Choose another one: make demo PORT={int(text) + 1}"
        )
    return int(text)


# --- data -------------------------------------------------------------------------------------------------------------
def prepare(scale: int) -> None:
    """Database, divisions, demonstration data and static files; each step does nothing where nothing is to do."""
    (ROOT / "var" / "media").mkdir(parents=True, exist_ok=True)
    import django  # noqa: PLC0415 - after the environment is set
    from django.core.management import call_command  # noqa: PLC0415 - after the environment is set

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("seed_demo", scale=scale)
    if (made_from := fingerprint_of_static()) != read_if_there(STATIC_STAMP):
        say("Collecting static files ...")
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["*.otf", "make_*.py"])
        STATIC_STAMP.write_text(made_from)


def fingerprint_of_static() -> str:
    """Changes when a static file or an installed package may have changed; collecting takes 9 seconds, this 5 ms."""
    files = sorted(path for path in (ROOT / "static").rglob("*") if path.is_file())
    seen = [f"{path.relative_to(ROOT)} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files]
    return hashlib.sha256("\n".join([(ROOT / "requirements.txt").read_text(), *seen]).encode()).hexdigest()


def read_if_there(path: Path) -> str | None:
    return path.read_text() if path.exists() else None


def prepare_apart(scale: int) -> None:
    """Run `prepare` in a child. A first database is filled under another name: half a demonstration is never shown."""
    if DATABASE.exists():
        say("Keeping the data of last time.")
        run_prepare(scale, DATABASE)
        return
    say(f"Preparing the database, {scale} enterprises and two years of inspections: a minute or two ...")
    for left_over in UNFINISHED.parent.glob(f"{UNFINISHED.name}*"):
        left_over.unlink()
    run_prepare(scale, UNFINISHED)
    connection = sqlite3.connect(UNFINISHED)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # all of it is in the one file that gets the name
    connection.close()
    UNFINISHED.rename(DATABASE)


def run_prepare(scale: int, database: Path) -> None:
    address = {"DATABASE_URL": f"sqlite:///{database.relative_to(ROOT)}"}
    command = [sys.executable, __file__, "prepare", str(scale)]
    if subprocess.run(command, cwd=ROOT, env={**os.environ, **address}, check=False).returncode:
        raise SystemExit(
            "The demonstration could not be prepared; see above. `make forget-demo` starts afresh."
        )


# --- processes --------------------------------------------------------------------------------------------------------
def start_processes(port: int) -> dict[str, subprocess.Popen]:
    """The server and the background worker, each the head of its own process group."""
    commands = {
        "server": [
            *(sys.executable, "-m", "gunicorn", "capacity_portal.wsgi", "--bind", f"127.0.0.1:{port}"),
            *("--worker-class", "gthread", "--workers", "2", "--threads", "4", "--log-level", "warning"),
            "--no-control-socket",
        ],
        "worker": [sys.executable, "manage.py", "run_worker"],
    }
    return {
        name: subprocess.Popen(command, cwd=ROOT, start_new_session=True)
        for name, command in commands.items()
    }


def stop_processes(processes: dict[str, subprocess.Popen]) -> None:
    """Ask every group to end, and end those that do not. A second Ctrl-C does not break that off."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    for process in processes.values():
        _signal_group(process, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    for process in processes.values():
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.1, deadline - time.monotonic()))
        _signal_group(process, signal.SIGKILL)
        process.wait()


def _signal_group(process: subprocess.Popen, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def ended(processes: dict[str, subprocess.Popen]) -> str | None:
    """The name of a process that has ended, if one has."""
    return next((name for name, process in processes.items() if process.poll() is not None), None)


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def wait_until_ready(port: int, processes: dict[str, subprocess.Popen]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not answers(port):
        if name := ended(processes):
            raise SystemExit(f"The {name} ended while starting; see above.")
        if time.monotonic() > deadline:
            raise SystemExit(f"The server does not answer on port {port} after {START_SECONDS} seconds.")
        time.sleep(0.2)


def show_welcome(port: int) -> None:
    say()
    subprocess.run([sys.executable, "manage.py", "demo_accounts"], cwd=ROOT, check=False)
    say(f"\n  The portal is at  http://localhost:{port}/   (Ctrl-C stops it; the data stays in var/)\n")


def main() -> int:
    port = chosen_port()
    os.environ.update(demo_environment(port))
    os.chdir(ROOT)
    for number in STOP_SIGNALS:  # a kill or a closed terminal ends it as cleanly as Ctrl-C
        signal.signal(number, signal.default_int_handler)
    processes: dict[str, subprocess.Popen] = {}
    try:
        prepare_apart(int(os.environ.get("SCALE") or 1000))
        processes = start_processes(port)
        wait_until_ready(port, processes)
        show_welcome(port)
        while (name := ended(processes)) is None:
            time.sleep(0.5)
        say(f"The {name} has ended unexpectedly; see above. Stopping.")
        return 1
    except KeyboardInterrupt:
        say("\nStopping ...")
        return 0
    finally:
        stop_processes(processes)


if __name__ == "__main__":
    if sys.argv[1:2] == ["prepare"]:
        sys.path.insert(0, str(ROOT))
        try:
            prepare(int(sys.argv[2]))
        except KeyboardInterrupt:
            sys.exit(130)  # without a traceback; the parent got the same signal
    else:
        sys.exit(main())
