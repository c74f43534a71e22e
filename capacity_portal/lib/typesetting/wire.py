"""Messages between the portal and its typesetting children: a length, a JSON header, then raw parts.

Frame: 4 bytes header length and 8 bytes body length (big endian), the header (UTF-8 JSON object, its ``sizes`` give
the length of each part), the parts one after the other.
"""

import json
import os
import select
import struct
import time
from collections.abc import Iterable
from itertools import accumulate

_LENGTHS = struct.Struct(">IQ")
_CHUNK = 1 << 16
MAX_HEADER = 1 << 20
MAX_BODY = 256 << 20

Message = tuple[dict, list[bytes]]


class Closed(Exception):
    """The other side went away: end of file or a broken pipe."""


class DeadlinePassed(Exception):
    """Nothing more came, or could be sent, before the deadline."""


def pack(header: dict, parts: Iterable[bytes] = ()) -> bytes:
    """Return one frame. ``header`` must not hold ``sizes`` itself."""
    parts = list(parts)
    head = json.dumps({**header, "sizes": [len(part) for part in parts]}).encode()
    return b"".join([_LENGTHS.pack(len(head), sum(map(len, parts))), head, *parts])


def send(fd: int, frame: bytes, deadline: float | None = None) -> None:
    """Write all of ``frame``. With a deadline (``time.monotonic``) the descriptor must be non-blocking.

    Raises Closed, DeadlinePassed.
    """
    rest = memoryview(frame)
    while rest:
        _wait(fd, select.POLLOUT, deadline)
        try:
            rest = rest[os.write(fd, rest[:_CHUNK]) :]
        except BlockingIOError:  # pragma: no cover - poll promised room for a page at least
            continue
        except BrokenPipeError as error:
            raise Closed from error


def receive(fd: int, deadline: float | None = None) -> Message:
    """Read one message. Raises Closed (also for a frame that is cut short or senseless), DeadlinePassed."""
    head_size, body_size = _LENGTHS.unpack(_read(fd, _LENGTHS.size, deadline))
    if head_size > MAX_HEADER or body_size > MAX_BODY:
        raise Closed
    try:
        header = json.loads(_read(fd, head_size, deadline))
        sizes = header.pop("sizes")
    except (ValueError, AttributeError, KeyError, TypeError) as error:
        raise Closed from error
    body, starts = _read(fd, body_size, deadline), accumulate(sizes, initial=0)
    return header, [body[start : start + size] for start, size in zip(starts, sizes, strict=False)]


def _read(fd: int, size: int, deadline: float | None) -> bytes:
    chunks, missing = [], size
    while missing:
        _wait(fd, select.POLLIN, deadline)
        try:
            chunk = os.read(fd, min(missing, _CHUNK))
        except BlockingIOError:  # pragma: no cover - poll promised data
            continue
        if not chunk:
            raise Closed
        chunks.append(chunk)
        missing -= len(chunk)
    return b"".join(chunks)


def _wait(fd: int, event: int, deadline: float | None) -> None:
    if deadline is None:
        return
    poll = select.poll()
    poll.register(fd, event)
    left = deadline - time.monotonic()
    if left <= 0 or not poll.poll(left * 1000):
        raise DeadlinePassed
