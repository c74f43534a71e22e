"""The portal's handle on one typesetting child process."""

import math
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from capacity_portal.lib.typesetting import office_fonts, wire

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[2]
START_SECONDS = 60
# Nothing else of the portal's environment: a child that falls to a hostile document finds no secrets in it.
_PASSED_ON = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "XDG_CACHE_HOME")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child may use. Sizes in bytes, times in seconds."""

    styles: Path = PROJECT / "static" / "css"
    memory: int = 1 << 30
    retire: int = 300 << 20
    idle: float = 600


class Gone(Exception):
    """The child ended before it answered; ``idled`` tells that it had ended by itself, without reading the request."""

    def __init__(self, idled: bool, detail: str):
        super().__init__(detail)
        self.idled = idled


class Child:
    """A started child. Not thread-safe: the pool lends it to one thread at a time."""

    def __init__(self, limits: Limits):
        self.retired = False
        self._process = subprocess.Popen(
            _command(limits),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            cwd=PROJECT,
            env=_environment(),
        )
        self._requests, self._answers = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._requests, False)
        os.set_blocking(self._answers, False)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        return not self.retired and self._process.poll() is None

    def wait_until_ready(self) -> None:
        """Wait for the child's first word. Raises Gone, with the child's reason, when it cannot work."""
        try:
            header, _ = wire.receive(self._answers, time.monotonic() + START_SECONDS)
        except (wire.Closed, wire.DeadlinePassed) as error:
            self.kill()
            raise Gone(False, f"no word from the child, exit status {self._process.returncode}") from error
        if "ready" not in header:
            self.kill()
            raise Gone(False, header.get("detail", ""))

    def ask(self, header: dict, parts: list[bytes], timeout: float) -> wire.Message:
        """Send one request and wait for its answer, at most ``timeout`` seconds.

        Raises Gone, wire.DeadlinePassed; the child is dead after either.
        """
        deadline = time.monotonic() + timeout
        try:
            wire.send(self._requests, wire.pack({**header, "timeout": math.ceil(timeout)}, parts), deadline)
            answer, blobs = wire.receive(self._answers, deadline)
        except wire.DeadlinePassed:
            self.kill()
            raise
        except wire.Closed as error:
            self.kill()
            status = self._process.returncode
            raise Gone(status == 0, f"the child ended with status {status}") from error
        self.retired = answer.pop("last", False)
        return answer, blobs

    def kill(self) -> None:
        """End the child now and reap it."""
        if not self._wait(0.5 if self.retired else 0):
            self._process.kill()
        self.close()

    def close(self) -> None:
        """Close the pipes, so that the child ends by itself, and reap it; a child that does not end is killed."""
        self._process.stdin.close()
        self._process.stdout.close()
        if not self._wait(2):
            self._process.kill()
            self._process.wait()

    def abandon(self) -> None:
        """In a forked process: let go of a child that belongs to the parent, without ending it."""
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.returncode = 0  # not ours to wait for

    def _wait(self, seconds: float) -> bool:
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True


def _command(limits: Limits) -> list[str]:
    options = {
        "--styles": limits.styles,
        "--memory": limits.memory,
        "--retire": limits.retire,
        "--idle": limits.idle,
    }
    worker = [sys.executable, "-m", "capacity_portal.lib.typesetting.worker"]
    return worker + [str(word) for pair in options.items() for word in pair]


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {
        **kept,
        "LANG": "C.UTF-8",
        **office_fonts.environment(),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
