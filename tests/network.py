"""Tests talk to this machine only: any other address raises, so that no test depends on (or leaks to) the internet."""

import ipaddress
import socket
from collections.abc import Iterator
from contextlib import contextmanager

LOCAL_NAMES = {"localhost", "", None}


class NetworkForbidden(RuntimeError):
    """A test tried to reach another machine."""


def is_local(host: str | bytes | None) -> bool:
    """True for the loopback addresses and names; names are not looked up."""
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host in LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _guarded(original, address_at: int):
    """`original` with a look at its positional argument number `address_at` (a host, or a tuple starting with one)."""

    def guard(*args, **kwargs):
        address = args[address_at] if len(args) > address_at else kwargs.get("host")
        host = address[0] if isinstance(address, tuple) else address
        over_unix = isinstance(args[0], socket.socket) and args[0].family == socket.AF_UNIX
        if not over_unix and not is_local(host):
            raise NetworkForbidden(f"tests may not reach {host!r}")
        return original(*args, **kwargs)

    return guard


@contextmanager
def only_this_machine() -> Iterator[None]:
    """Refuse connections and name look-ups that leave this machine while the block runs."""
    guarded = [(socket.socket, "connect", 1), (socket.socket, "connect_ex", 1), (socket, "getaddrinfo", 0)]
    originals = [getattr(owner, name) for owner, name, _ in guarded]
    for (owner, name, address_at), original in zip(guarded, originals, strict=True):
        setattr(owner, name, _guarded(original, address_at))
    try:
        yield
    finally:
        for (owner, name, _), original in zip(guarded, originals, strict=True):
            setattr(owner, name, original)
