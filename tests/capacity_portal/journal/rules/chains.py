"""Small chains without a database, for the tests of the rules."""

from datetime import UTC, datetime, timedelta

from capacity_portal.journal.rules.sealing import BlockData, Tip, entry_digest, next_block

START = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def row(number: int, name: str = "演示铸造") -> tuple:
    """A raw entry with this id."""
    return (
        number,
        "2026-03-02 04:00:00.000000",
        "enterprise",
        1,
        "enterprise:1",
        "360802",
        "changed",
        "edit",
        "",
        None,
        "系统",
        f'{{"name": ["{name}", "{name}{number}"]}}',
    )


def tip_of(block: BlockData) -> Tip:
    return Tip(block.number, block.hash, block.high_water, block.open_gaps)


def chain(*batches: list[int], minutes: int = 1) -> list[BlockData]:
    """One block for each batch of entry ids, ``minutes`` apart."""
    blocks: list[BlockData] = []
    for position, batch in enumerate(batches):
        tip = tip_of(blocks[-1]) if blocks else Tip()
        at = START + timedelta(minutes=minutes * position)
        blocks.append(next_block(tip, [row(number) for number in batch], at))
    return blocks


def pairs(*numbers: int) -> list[tuple[int, bytes]]:
    """(id, digest) of the entries with these ids, as a verification reads them."""
    return [(number, entry_digest(row(number))) for number in numbers]
