"""Reading the journal for the verification of ``rules.verification``: streamed, in constant memory."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from capacity_portal.journal.queries import raw
from capacity_portal.journal.queries.chain import tip
from capacity_portal.journal.rules import blocks as stored
from capacity_portal.journal.rules import verification
from capacity_portal.journal.rules.blocks import UnreadableBlock
from capacity_portal.journal.rules.heads import Head
from capacity_portal.journal.rules.sealing import BlockData, entry_digest
from capacity_portal.journal.rules.verification import Finding, Walk


def verify(
    heads: Iterable[Head] = (),
    walk: Walk | None = None,
    passed: Callable[[float], Any] = lambda share: None,
) -> Iterator[Finding]:
    """Yield what is wrong with the journal; ``walk`` is filled with counts on the way.

    Blocks made after the start are left out. Entries written meanwhile count as unsealed. ``passed`` hears which
    share of the blocks (0 to 1) is done.
    """
    newest = tip().number
    blocks = (_read(row, newest, passed) for row in raw.blocks(up_to=newest))
    entries = ((entry[0], entry_digest(entry)) for entry in raw.entries())
    return verification.findings(walk or Walk(), blocks, entries, heads)


def _read(row, newest: int, passed: Callable[[float], Any]) -> BlockData | UnreadableBlock:
    block = stored.read_block(row)
    passed(max(0, block.number) / newest)
    return block
