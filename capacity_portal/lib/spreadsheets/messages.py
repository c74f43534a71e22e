"""Messages between the portal and the child that reads a workbook: a length, then one ``marshal`` value.

See ``cells_on_the_way`` for why ``marshal``. Version 2 of the format: later ones look up every object for repetitions.
"""

import marshal
from struct import Struct
from typing import BinaryIO

# The first word of an answer; what follows is told in child.py.
SHEET, ROWS, ENDED, DONE, REFUSED = "sheet", "rows", "ended", "done", "refused"

_LENGTH = Struct("<Q")
_VERSION = 2


class Broken(Exception):
    """The other side is gone, or what it sent is no message."""


def send(pipe: BinaryIO, message: object) -> None:
    body = marshal.dumps(message, _VERSION)
    pipe.write(_LENGTH.pack(len(body)))
    pipe.write(body)


def receive(pipe: BinaryIO, most: int) -> tuple[object, int]:
    """Return the next message and how long it was. Raises Broken, also for one longer than ``most`` bytes."""
    header = pipe.read(_LENGTH.size)
    if len(header) < _LENGTH.size:
        raise Broken("no message")
    (length,) = _LENGTH.unpack(header)
    if length > most:
        raise Broken(f"message of {length} bytes")
    body = pipe.read(length)
    if len(body) < length:
        raise Broken("cut message")
    try:
        return marshal.loads(body), length
    except (ValueError, EOFError, TypeError) as error:
        raise Broken("no marshal value") from error
