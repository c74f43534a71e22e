"""Blocks as the database holds them: read back as they were made, or told to be unreadable; nothing raises."""

import pytest

from capacity_portal.journal.rules.blocks import UnreadableBlock, read_block
from capacity_portal.journal.rules.sealing import BlockData
from tests.capacity_portal.journal.rules.chains import chain


def as_row(block: BlockData, **values) -> tuple:
    columns = {
        **vars(block),
        "sealed_at": "2026-03-02 04:00:00.000000",
        "ranges": "[[1, 2]]",
        "open_gaps": "[]",
        **values,
    }
    return tuple(columns.values())


def test_block_is_read_back_as_it_was_made():
    (block,) = chain([1, 2])
    assert read_block(as_row(block)) == block


@pytest.mark.parametrize(
    "values",
    [
        {"sealed_at": "yesterday"},
        {"sealed_at": None},
        {"ranges": "[[1, 3]]"},
        {"ranges": "[[2, 1]]"},
        {"ranges": "[[1, 1e400]]"},
        {"ranges": "[[1, 2, 3]]"},
        {"ranges": "[" * 5_000},
        {"ranges": None},
        {"open_gaps": '{"a": 1}'},
        {"open_gaps": "[[true, 2, 3]]"},
        {"digests": b"short"},
        {"digests": None},
    ],
    ids=str,
)
def test_block_with_a_column_no_block_has_is_unreadable(values):
    (block,) = chain([1, 2])
    assert read_block(as_row(block, **values)) == UnreadableBlock(1)


def test_block_without_a_number_is_none_that_could_be():
    (block,) = chain([1, 2])
    assert read_block(as_row(block, number="x", ranges="")) == UnreadableBlock(-1)
