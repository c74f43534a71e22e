from dataclasses import replace
from datetime import timedelta

import pytest

from capacity_portal.journal.rules.blocks import UnreadableBlock
from capacity_portal.journal.rules.heads import Head
from capacity_portal.journal.rules.sealing import (
    LONGEST_TRANSACTION,
    BlockData,
    Tip,
    block_hash,
    next_block,
)
from capacity_portal.journal.rules.verification import Finding, Walk, findings
from tests.capacity_portal.journal.rules.chains import START, chain, pairs, row, tip_of


def kinds(blocks, entries, heads=()) -> list[tuple]:
    return [(found.kind, found.block, found.entry) for found in findings(Walk(), blocks, entries, heads)]


def head_of(block: BlockData) -> Head:
    return Head(block.number, block.hash)


def test_untouched_journal_has_no_findings():
    blocks, walk = chain([1, 2, 3], [4, 5], [7]), Walk()
    entries = pairs(1, 2, 3, 4, 5, 7, 8)
    assert list(findings(walk, blocks, entries, map(head_of, blocks))) == []
    assert (walk.blocks, walk.entries, walk.unsealed) == (3, 6, 1)


def test_empty_journal_has_no_findings():
    assert kinds([], []) == []


# --- entries ----------------------------------------------------------------------------------------------------------
def test_edited_entry():
    entries = [*pairs(1), (2, bytes(32)), *pairs(3)]
    assert list(findings(Walk(), chain([1, 2, 3]), entries)) == [
        Finding("entry_edited", "第 1 块：条目 2 的内容被改动或调换。", 1, 2)
    ]


def test_swapped_entries():
    (_, one), (_, two) = pairs(1, 2)
    assert kinds(chain([1, 2, 3]), [(1, two), (2, one), *pairs(3)]) == [
        ("entry_edited", 1, 1),
        ("entry_edited", 1, 2),
    ]


def test_removed_entries_in_the_middle_and_at_the_end():
    assert kinds(chain([1, 2, 3], [4, 5]), pairs(1, 3, 4)) == [
        ("entry_removed", 1, 2),
        ("entry_removed", 2, 5),
    ]


@pytest.mark.parametrize("number", [-5, 0])
def test_entry_inserted_before_the_first(number):
    assert kinds(chain([1, 2]), pairs(number, 1, 2)) == [("entry_inserted", 1, number)]


def test_entry_inserted_into_a_closed_gap():
    blocks = chain([1, 3], [], minutes=60)
    assert kinds(blocks, pairs(1, 2, 3)) == [("entry_inserted", 2, 2)]


def test_entry_inserted_into_a_gap_closed_long_before():
    blocks = [*chain([1, 3], [], minutes=60)]
    blocks.append(next_block(tip_of(blocks[-1]), [row(4)], START + timedelta(hours=2)))
    assert kinds(blocks, pairs(1, 2, 3, 4)) == [("entry_inserted", 2, 2)]


def test_entry_in_an_open_gap_is_not_sealed_yet():
    walk = Walk()
    assert list(findings(walk, chain([1, 3]), pairs(1, 2, 3))) == []
    assert walk.unsealed == 1


def test_entry_that_was_visible_late_is_compared():
    blocks = chain([1, 3], [2, 4])
    assert kinds(blocks, pairs(1, 2, 3, 4)) == []
    assert kinds(blocks, [*pairs(1), (2, bytes(32)), *pairs(3, 4)]) == [("entry_edited", 2, 2)]
    assert kinds(blocks, pairs(1, 3, 4)) == [("entry_removed", 2, 2)]


# --- blocks -----------------------------------------------------------------------------------------------------------
def test_edited_block():
    first, second = chain([1, 2], [3])
    edited = replace(first, sealed_at=START + timedelta(days=1))
    assert kinds([edited, second], pairs(1, 2, 3)) == [("block_edited", 1, None)]


def test_removed_block_is_one_finding_not_one_for_each_entry():
    first, _, third = chain([1, 2], [3, 4, 5], [6])
    assert kinds([first, third], pairs(1, 2, 3, 4, 5, 6)) == [("block_removed", 2, None)]


def test_missing_first_blocks():
    *_, third = chain([1, 2], [3], [4])
    assert [found.sentence for found in findings(Walk(), [third], pairs(1, 2, 3, 4))] == [
        "第 1 至 2 块被删除，其中的条目无法核对。"
    ]


def test_swapped_blocks():
    first, second, third = chain([1], [2], [3])
    swapped = [first, replace(third, number=2), replace(second, number=3)]
    found = kinds(swapped, pairs(1, 2, 3))
    assert {("block_edited", 2, None), ("block_edited", 3, None)} <= set(found)


def test_inserted_block():
    first, second = chain([1], [2])
    assert kinds([replace(first, number=0), first, second], pairs(1, 2)) == [("block_inserted", 0, None)]


def test_rechained_journal_agrees_with_itself_but_not_with_the_head():
    honest = chain([1, 2], [3], [4])
    forged_entry = row(2, "被改的名称")
    forged = [next_block(Tip(), [row(1), forged_entry], START)]
    for number in (3, 4):
        at = START + timedelta(minutes=number - 2)
        forged.append(next_block(tip_of(forged[-1]), [row(number)], at))
    from capacity_portal.journal.rules.sealing import entry_digest

    entries = [*pairs(1), (2, entry_digest(forged_entry)), *pairs(3, 4)]
    assert kinds(forged, entries) == []
    assert kinds(forged, entries, [head_of(honest[2])]) == [("head_differs", 3, None)]


def test_replaced_block_is_not_linked():
    first, second, third = chain([1, 2], [3], [4])
    replaced = next_block(tip_of(first), [row(3)], START + timedelta(seconds=61))
    assert kinds([first, replaced, third], pairs(1, 2, 3, 4)) == [("block_unlinked", 3, None)]


def test_tail_cut_off_behind_an_exported_head():
    blocks = chain([1, 2], [3], [4])
    cut = kinds(blocks[:2], pairs(1, 2, 3), map(head_of, blocks))
    assert cut == [("head_missing", 3, None)]


def test_everything_cut_off():
    (block,) = chain([1, 2])
    assert kinds([], [], [head_of(block)]) == [("head_missing", 1, None)]


def test_forged_block_that_leaves_out_an_entry_does_not_fit():
    first = chain([1, 2])[0]
    forged = next_block(tip_of(first), [row(4)], START)
    forged = replace(forged, open_gaps=())
    forged = replace(forged, hash=block_hash(forged))
    assert kinds([first, forged], pairs(1, 2, 4)) == [("block_shape", 2, None)]


def test_block_may_leave_old_gaps_open_but_not_invent_any():
    first = chain([1, 4])[0]
    later = START + 2 * LONGEST_TRANSACTION
    full = next_block(tip_of(first), [row(2)], later, closing=False)
    assert kinds([first, full], pairs(1, 2, 4)) == []


def test_block_that_cannot_be_read_is_one_finding():
    _, second = chain([1, 2], [3])
    assert kinds([UnreadableBlock(1), second], pairs(1, 2, 3)) == [("block_unreadable", 1, None)]


def test_block_without_a_number_is_a_finding():
    assert kinds([UnreadableBlock(-1)], []) == [("block_inserted", -1, None)]
