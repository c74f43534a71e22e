"""The memory of the ledger: when two files may be one enterprise, moved or revived.

冀/邯郸 intake rule of 2017: "已取缔企业异地转移或复产"; 吉化解产能办字 三: "关键设备转移快". Two files are compared by
code, name (former names, brackets and legal forms aside), address, legal representative and equipment number.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from capacity_portal.lib import search_text
from enterprises.choices import LinkReason, Status

# Strongest first; also the order in which reasons are named.
STRENGTH = (
    LinkReason.SAME_CODE,
    LinkReason.SAME_SERIAL,
    LinkReason.SAME_NAME,
    LinkReason.SAME_ADDRESS,
    LinkReason.SAME_REPRESENTATIVE,
)
# Files whose namesakes are looked at, as are those of key enterprises.
WATCHED = (Status.EXITED, Status.BANNED, Status.REVIVED, Status.SUSPENDED)
# "工业园区" or "1号" says nothing about a place; a furnace numbered "1#" is not another's "1#".
_SHORTEST_ADDRESS = 6
_SHORTEST_SERIAL = 4


@dataclass(frozen=True)
class Identity:
    """What a file is recognised by, as keys. ``needs_watching``: closed, suspended or on the key list."""

    code: str = ""
    names: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    representative: str = ""
    serials: frozenset[str] = frozenset()
    needs_watching: bool = False


def name_key(name: str) -> str:
    """At most 120 characters, as the column holds."""
    return search_text.name_key(name)[:120]


def address_key(address: str) -> str:
    """At most 200 characters; empty when the address is too short to tell one place from another."""
    key = search_text.address_key(address)[:200]
    return key if len(key) >= _SHORTEST_ADDRESS else ""


def representative_key(name: str) -> str:
    return search_text.normalise(name)[:60]


def serial_key(serial: str) -> str:
    """Factory number without punctuation; empty for "1#" or "2号炉", which every works has."""
    key = "".join(filter(str.isalnum, search_text.normalise(serial)))[:80]
    has_digit = any(map(str.isdigit, key))
    return key if len(key) >= _SHORTEST_SERIAL and has_digit else ""


def identity(
    *,
    code: str = "",
    names: Iterable[str] = (),
    addresses: Iterable[str] = (),
    representative: str = "",
    serials: Iterable[str] = (),
    status: str = "",
    is_key: bool = False,
) -> Identity:
    """Build the keys from values as typed."""
    return Identity(
        code=code,
        names=frozenset(filter(None, map(name_key, names))),
        addresses=frozenset(filter(None, map(address_key, addresses))),
        representative=representative_key(representative),
        serials=frozenset(filter(None, map(serial_key, serials))),
        needs_watching=is_key or status in WATCHED,
    )


def reasons(one: Identity, other: Identity) -> tuple[LinkReason, ...]:
    """Why the two may belong together, strongest first; empty when nothing speaks for it."""
    speaks = {
        LinkReason.SAME_CODE: one.code and one.code == other.code,
        LinkReason.SAME_SERIAL: one.serials & other.serials,
        LinkReason.SAME_NAME: one.names & other.names,
        LinkReason.SAME_ADDRESS: one.addresses & other.addresses,
        LinkReason.SAME_REPRESENTATIVE: one.representative and one.representative == other.representative,
    }
    return tuple(reason for reason in STRENGTH if speaks[reason])


def rank(found: tuple[LinkReason, ...]) -> tuple[int, int]:
    """Sort key: the strongest reason first, then the number of reasons."""
    return STRENGTH.index(found[0]), -len(found)


def is_worth_recording(found: tuple[LinkReason, ...], one: Identity, other: Identity) -> bool:
    """A namesake alone is shown but not put on anybody's desk, unless one of the two files is to be watched closely."""
    only_namesake = found == (LinkReason.SAME_REPRESENTATIVE,)
    return bool(found) and (not only_namesake or one.needs_watching or other.needs_watching)
