"""A lean client for one server on this machine: whole requests as bytes, one connection each, as many at once as asked.

python -m tests.bench.load PORT PER_SECOND SECONDS    a flood: the request on standard input, so many times a second
"""

import json
import socket
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from time import monotonic, perf_counter, sleep

TIMEOUT = 30


@dataclass
class Outcome:
    """What came of a load: ``seconds`` of each answer in order of arrival, statuses (0: none), bodies where they were kept."""

    elapsed: float = 0.0
    seconds: list[float] = field(default_factory=list)
    statuses: Counter = field(default_factory=Counter)
    bodies: list[bytes] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return len(self.seconds) / self.elapsed

    def quantile(self, share: float) -> float:
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def request(method: str, path: str, cookies: dict[str, str] | None = None, body: bytes = b"") -> bytes:
    """A request as bytes; a body is a form."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Connection: close"]
    if cookies:
        lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items()))
    if body:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def asked(port: int, content: bytes) -> bytes:
    """The whole answer; b"" when there was none."""
    try:
        with socket.create_connection(("127.0.0.1", port), TIMEOUT) as connection:
            connection.sendall(content)
            parts = []
            while part := connection.recv(65536):
                parts.append(part)
            return b"".join(parts)
    except OSError:
        return b""


def status_of(answer: bytes) -> int:
    return int(answer[9:12]) if answer[:5] == b"HTTP/" else 0


def run(port: int, requests: Sequence[bytes], at_once: int) -> Outcome:
    """Send all ``requests``, ``at_once`` at a time, each as soon as there is room."""
    outcome, lock, left = Outcome(), threading.Lock(), iter(requests)

    def work() -> None:
        for content in _shared(left, lock):
            began = perf_counter()
            answer = asked(port, content)
            took = perf_counter() - began
            with lock:
                outcome.seconds.append(took)
                outcome.statuses[status_of(answer)] += 1
                outcome.bodies.append(answer)

    began = perf_counter()
    threads = [threading.Thread(target=work) for _ in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    outcome.elapsed = perf_counter() - began
    return outcome


def _shared(items: Iterator[bytes], lock: threading.Lock) -> Iterator[bytes]:
    while True:
        with lock:
            item = next(items, None)
        if item is None:
            return
        yield item


def flood(port: int, content: bytes, per_second: int, seconds: float, at_once: int = 16) -> Counter:
    """The same request ``per_second`` times a second, whether or not the earlier ones were answered, ``at_once`` open at most."""
    statuses, lock = Counter(), threading.Lock()
    end = monotonic() + seconds

    def work(number: int) -> None:
        due = monotonic() + number / per_second
        while due < end:
            sleep(max(0.0, due - monotonic()))
            status = status_of(asked(port, content))
            with lock:
                statuses[status] += 1
            due = max(due + at_once / per_second, monotonic() - 1)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


if __name__ == "__main__":
    answered = flood(int(sys.argv[1]), sys.stdin.buffer.read(), int(sys.argv[2]), float(sys.argv[3]))
    print(json.dumps({"sent": sum(answered.values())}))
