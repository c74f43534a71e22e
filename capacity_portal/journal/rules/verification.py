"""Is the journal as it was sealed? One pass over blocks and entries side by side, in constant memory. Pure.

What can be promised: every entry and block sealed up to a known head (number and hash kept outside) that was edited,
removed, swapped, inserted or cut off gives a finding. Without a head the chain proves only that it agrees with
itself: who can write to the database could compute it anew.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from capacity_portal.journal.rules import ranges as spans
from capacity_portal.journal.rules.blocks import UnreadableBlock
from capacity_portal.journal.rules.heads import Head
from capacity_portal.journal.rules.sealing import (
    DIGEST_SIZE,
    BlockData,
    Tip,
    block_hash,
    gaps_after,
    high_water_after,
)


@dataclass(frozen=True)
class Finding:
    """``kind`` is a code for programs, ``sentence`` for people; ``block`` and ``entry`` are numbers where known."""

    kind: str
    sentence: str
    block: int | None = None
    entry: int | None = None


@dataclass
class Walk:
    """Where the pass stands: the state after the last block, and entries seen in gaps that no block has sealed yet.

    ``broken`` after a block is missing or unreadable: until the next one nothing is known about what lies between.
    ``blocks``, ``entries`` and ``unsealed`` count what was passed.
    """

    tip: Tip = field(default_factory=Tip)
    pending: dict[int, bytes] = field(default_factory=dict)
    broken: bool = False
    blocks: int = 0
    entries: int = 0
    unsealed: int = 0


def findings(
    walk: Walk,
    blocks: Iterable[BlockData | UnreadableBlock],
    entries: Iterable[tuple[int, bytes]],
    heads: Iterable[Head] = (),
) -> Iterator[Finding]:
    """Walk through ``blocks`` by number and ``entries`` (id, digest) by id, both ascending; yield what is wrong."""
    expected = {}
    for head in heads:
        expected.setdefault(head.number, set()).add(head.hash)
    stream = _Entries(entries)
    for block in blocks:
        yield from _next(walk, block, stream)
        if isinstance(block, BlockData):
            yield from _against_heads(block, expected.pop(block.number, ()))
    yield from _after_the_last(walk, stream)
    for number in sorted(expected):
        yield Finding(
            "head_missing", f"封存头所记的第 {number} 块不存在：日志尾部被截去，或恢复了旧备份。", number
        )


class _Entries:
    """The stream of entries with one place of looking ahead."""

    def __init__(self, entries: Iterable[tuple[int, bytes]]) -> None:
        self._rest = iter(entries)
        self._next = next(self._rest, None)

    def up_to(self, last: int | None) -> Iterator[tuple[int, bytes]]:
        while self._next is not None and (last is None or self._next[0] <= last):
            yield self._next
            self._next = next(self._rest, None)


def _next(walk: Walk, block: BlockData | UnreadableBlock, stream: _Entries) -> Iterator[Finding]:
    walk.blocks += 1
    if block.number <= walk.tip.number:
        yield Finding("block_inserted", f"第 {block.number} 块是插入的：块号从 1 起连续。", block.number)
        return
    yield from _missing_blocks(walk, block.number)
    if isinstance(block, UnreadableBlock):
        yield Finding("block_unreadable", f"第 {block.number} 块的内容不成形，已被改动。", block.number)
        walk.tip, walk.broken = Tip(block.number, "", walk.tip.high_water), True
        return
    if block_hash(block) != block.hash:
        yield Finding("block_edited", f"第 {block.number} 块被改动：内容与本块哈希不符。", block.number)
    if not walk.broken:
        yield from _link(walk, block)
    yield from _contents(walk, block, stream)
    walk.tip = Tip(block.number, block.hash, max(block.high_water, walk.tip.high_water), block.open_gaps)
    walk.broken = False


def _missing_blocks(walk: Walk, number: int) -> Iterator[Finding]:
    first = walk.tip.number + 1
    if number > first:
        which = f"第 {first} 块" if number == first + 1 else f"第 {first} 至 {number - 1} 块"
        yield Finding("block_removed", f"{which}被删除，其中的条目无法核对。", first)
        walk.broken = True


def _link(walk: Walk, block: BlockData) -> Iterator[Finding]:
    if block.previous_hash != walk.tip.hash:
        yield Finding(
            "block_unlinked",
            f"第 {block.number} 块与前一块接不上：前块哈希不符，有块被改动、调换或替换。",
            block.number,
        )
    ranges = list(block.ranges)
    agrees = (
        block.high_water == high_water_after(walk.tip, ranges)
        and any(
            block.open_gaps == gaps_after(walk.tip, ranges, block.sealed_at, closing=closing)
            for closing in (True, False)
        )
        and not spans.subtract(ranges, _sealable(walk.tip, block.high_water))
    )
    if not agrees:
        yield Finding("block_shape", f"第 {block.number} 块的条目范围与前一块不衔接。", block.number)


def _sealable(tip: Tip, high_water: int) -> list[tuple[int, ...]]:
    """Ids that the block after ``tip`` may seal: what was open, and everything new."""
    return [*tip.open_gaps, (tip.high_water + 1, high_water)]


def _contents(walk: Walk, block: BlockData, stream: _Entries) -> Iterator[Finding]:
    digests = memoryview(block.digests)
    places = range(0, len(digests), DIGEST_SIZE)
    expected = {
        number: bytes(digests[place : place + DIGEST_SIZE])
        for number, place in zip(spans.expand(block.ranges), places, strict=True)
    }
    walk.entries += len(expected)
    yield from _late(walk, block, expected)
    yield from _strangers(walk, block, stream, expected)
    for number in expected:
        yield Finding("entry_removed", f"第 {block.number} 块：条目 {number} 被删除。", block.number, number)


def _late(walk: Walk, block: BlockData, expected: dict[int, bytes]) -> Iterator[Finding]:
    """Entries that lay in a gap of an earlier block: sealed by this one, or in a gap that this one closes."""
    for number in [number for number in expected if number in walk.pending]:
        yield from _compare(block, number, walk.pending.pop(number), expected.pop(number))
    accounted = sorted((first, last) for first, last, *_ in (*block.ranges, *block.open_gaps))
    if spans.subtract(walk.tip.open_gaps, accounted):
        for number in [number for number in walk.pending if not _within(number, block.open_gaps)]:
            del walk.pending[number]
            if not walk.broken:
                yield _inserted(block, number)


def _strangers(
    walk: Walk, block: BlockData, stream: _Entries, expected: dict[int, bytes]
) -> Iterator[Finding]:
    """New entries up to the block's high-water mark: sealed here, in one of its gaps, or nobody's."""
    for number, digest in stream.up_to(block.high_water):
        if number in expected:
            yield from _compare(block, number, digest, expected.pop(number))
        elif _within(number, block.open_gaps):
            walk.pending[number] = digest
        elif not walk.broken:
            yield _inserted(block, number)


def _compare(block: BlockData, number: int, digest: bytes, expected: bytes) -> Iterator[Finding]:
    if digest != expected:
        yield Finding(
            "entry_edited",
            f"第 {block.number} 块：条目 {number} 的内容被改动或调换。",
            block.number,
            number,
        )


def _inserted(block: BlockData, number: int) -> Finding:
    return Finding(
        "entry_inserted",
        f"第 {block.number} 块：条目 {number} 是封存以后插入的。",
        block.number,
        number,
    )


def _within(number: int, gaps: Iterable[tuple[int, ...]]) -> bool:
    return any(first <= number <= last for first, last, *_ in gaps)


def _against_heads(block: BlockData, hashes: Iterable[str]) -> Iterator[Finding]:
    for kept in hashes:
        if kept != block.hash:
            yield Finding(
                "head_differs",
                f"第 {block.number} 块的哈希与封存头所记不同：截至此块的日志被重新制作过。",
                block.number,
            )


def _after_the_last(walk: Walk, stream: _Entries) -> Iterator[Finding]:
    walk.unsealed = len(walk.pending)
    for number, _ in stream.up_to(None):
        if number <= walk.tip.high_water and not walk.broken:
            yield Finding("entry_inserted", f"条目 {number} 是封存以后插入的。", None, number)
        else:
            walk.unsealed += 1
