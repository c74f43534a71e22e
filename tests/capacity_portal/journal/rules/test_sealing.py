import hashlib
from datetime import timedelta

import pytest

from capacity_portal.journal.rules.sealing import (
    ENTRY_COLUMNS,
    LONGEST_TRANSACTION,
    BlockData,
    Tip,
    block_hash,
    entry_digest,
    next_block,
)
from tests.capacity_portal.journal.rules.chains import START, chain, row, tip_of


def changed(entry: tuple, column: str, value) -> tuple:
    values = list(entry)
    values[ENTRY_COLUMNS.index(column)] = value
    return tuple(values)


# --- entries ----------------------------------------------------------------------------------------------------------
def test_digest_is_sha256_of_version_and_canonical_json():
    canonical = (
        '[7,"2026-03-02 04:00:00.000000","enterprise",1,"enterprise:1","360802","changed","edit","",null,"\\u7cfb\\u7edf",'
        '{"name":["\\u6f14\\u793a\\u94f8\\u9020","\\u6f14\\u793a\\u94f8\\u90207"]}]'
    )
    assert entry_digest(row(7)) == hashlib.sha256(b"\x01" + canonical.encode()).digest()


@pytest.mark.parametrize("column", ENTRY_COLUMNS)
def test_every_column_counts(column):
    assert entry_digest(changed(row(7), column, '{"x":1}')) != entry_digest(row(7))


def test_digest_does_not_depend_on_the_database_that_stored_it():
    on_sqlite = changed(
        changed(row(7), "changes", '{"b": [1, 2], "a": ["\\u5409", null]}'), "at", "2026-03-02 04:00:00"
    )
    on_postgresql = changed(row(7), "changes", '{"a": ["吉", null], "b": [1, 2]}')
    assert entry_digest(on_sqlite) == entry_digest(on_postgresql)


def test_planted_second_value_of_a_field_changes_the_digest():
    honest = changed(row(7), "changes", '{"name": ["a", "b"]}')
    planted = changed(row(7), "changes", '{"name": ["a", "x"], "name": ["a", "b"]}')
    assert entry_digest(planted) != entry_digest(honest)


@pytest.mark.parametrize("changes", ["", "{", "[" * 100_000, "\udcff", None, b"\x00"])
def test_what_is_no_json_still_has_a_digest(changes):
    assert len(entry_digest(changed(row(7), "changes", changes))) == 32


# --- blocks -----------------------------------------------------------------------------------------------------------
def test_first_block_starts_from_nothing():
    block = next_block(Tip(), [row(1), row(2)], START)
    assert (block.number, block.previous_hash, block.entry_count, block.high_water) == (1, "", 2, 2)
    assert block.ranges == ((1, 2),)
    assert block.open_gaps == ()
    assert block.digests == entry_digest(row(1)) + entry_digest(row(2))


def test_every_block_names_the_hash_before():
    first, second, third = chain([1, 2], [3], [4])
    assert (second.previous_hash, third.previous_hash) == (first.hash, second.hash)


def other(block: BlockData, **values) -> BlockData:
    return BlockData(**{**vars(block), **values})


@pytest.mark.parametrize(
    "values",
    [
        {"number": 9},
        {"sealed_at": START + timedelta(microseconds=1)},
        {"entry_count": 9},
        {"high_water": 9},
        {"ranges": ((1, 1), (2, 2))},
        {"open_gaps": ((5, 6, 0),)},
        {"digests": bytes(64)},
        {"previous_hash": "0" * 64},
    ],
    ids=lambda values: next(iter(values)),
)
def test_hash_covers_every_column(values):
    block = next_block(Tip(), [row(1), row(2)], START)
    assert block_hash(other(block, **values)) != block.hash
    assert block_hash(block) == block.hash


def test_nothing_to_seal_makes_no_block():
    (block,) = chain([1, 2])
    assert next_block(tip_of(block), [], START) is None


# --- ids that become visible late -------------------------------------------------------------------------------------
def test_ids_not_seen_are_noted_with_the_moment():
    (block,) = chain([1, 4, 6])
    noted = int(START.timestamp())
    assert block.open_gaps == ((2, 3, noted), (5, 5, noted))


def test_late_entry_is_sealed_by_the_next_block():
    first, second = chain([1, 4], [2, 5])
    noted = int(START.timestamp())
    assert (second.ranges, second.open_gaps) == (((2, 2), (5, 5)), ((3, 3, noted),))


def test_gap_is_closed_after_the_longest_transaction():
    first = chain([1, 4])[0]
    young = START + LONGEST_TRANSACTION - timedelta(seconds=1)
    assert next_block(tip_of(first), [], young) is None
    closing = next_block(tip_of(first), [], START + LONGEST_TRANSACTION)
    assert (closing.entry_count, closing.open_gaps, closing.high_water) == (0, (), 4)


def test_entry_found_in_an_old_gap_is_sealed_before_the_gap_is_closed():
    first = chain([1, 4])[0]
    second = next_block(tip_of(first), [row(2)], START + 2 * LONGEST_TRANSACTION)
    assert (second.ranges, second.open_gaps) == (((2, 2),), ())


def test_full_block_closes_no_gap_it_could_not_look_into():
    first = chain([1, 4])[0]
    second = next_block(tip_of(first), [row(2)], START + 2 * LONGEST_TRANSACTION, closing=False)
    assert second.open_gaps == ((3, 3, int(START.timestamp())),)
