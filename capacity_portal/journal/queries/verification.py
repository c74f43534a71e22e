"""Reading the journal for the verification of ``rules.verification``: streamed, in constant memory."""

from collections.abc import Iterable, Iterator

from capacity_portal.journal.queries import raw
from capacity_portal.journal.queries.chain import tip
from capacity_portal.journal.rules import verification
from capacity_portal.journal.rules.heads import Head
from capacity_portal.journal.rules.sealing import entry_digest
from capacity_portal.journal.rules.verification import Finding, Walk


def verify(heads: Iterable[Head] = (), walk: Walk | None = None) -> Iterator[Finding]:
    """Yield what is wrong with the journal; ``walk`` is filled with counts on the way.

    Blocks made after the start are left out. Entries written meanwhile count as unsealed.
    """
    blocks = map(verification.read_block, raw.blocks(up_to=tip().number))
    entries = ((entry[0], entry_digest(entry)) for entry in raw.entries())
    return verification.findings(walk or Walk(), blocks, entries, heads)
