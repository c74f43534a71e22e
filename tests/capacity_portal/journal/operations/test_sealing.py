"""Sealing against both databases: blocks, late ids, several sealers, and writers that are not held up."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction

from capacity_portal.journal import queries
from capacity_portal.journal.models import Block, Entry
from capacity_portal.journal.operations import seal, sealing
from capacity_portal.journal.rules.heads import Head
from tests.capacity_portal.journal.entries import new_entry, write_entries
from tests.makers import NOON

POSTGRESQL = connection.vendor == "postgresql"


def in_threads(count: int, act) -> list:
    """Run ``act(number)`` in ``count`` threads with connections of their own; the results, exceptions included."""
    results: list = [None] * count

    def run(number):
        try:
            results[number] = act(number)
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def sizes() -> list[int]:
    return list(Block.objects.order_by("number").values_list("entry_count", flat=True))


# --- blocks -----------------------------------------------------------------------------------------------------------
def test_entries_are_sealed_in_blocks_of_the_limit(db):
    write_entries(25)
    assert seal(at=NOON, limit=10) == 3
    assert sizes() == [10, 10, 5]
    assert list(queries.verify()) == []


def test_nothing_new_makes_no_block(db):
    write_entries(2)
    assert [seal(at=NOON), seal(at=NOON)] == [1, 0]
    assert seal(at=NOON, limit=2) == 0


def test_empty_journal_has_no_head(db):
    assert seal(at=NOON) == 0
    assert queries.head() is None


def test_head_is_the_newest_block(db):
    write_entries(3)
    seal(at=NOON, limit=2)
    block = Block.objects.get(number=2)
    assert queries.head() == Head(2, block.hash, NOON)


def test_sealing_costs_the_same_queries_however_long_the_chain(db, django_assert_num_queries):
    write_entries(1)
    seal(at=NOON - timedelta(hours=2))
    seal(at=NOON - timedelta(hours=1))  # closes the gap of earlier tests' ids on PostgreSQL
    for number in range(1, 6):
        write_entries(3, first=number * 10)
        # head, entries, savepoint, (lock,) head again, block, release
        with django_assert_num_queries(7 if POSTGRESQL else 6):
            seal(at=NOON)


# --- ids that become visible late -------------------------------------------------------------------------------------
def test_entry_committed_late_is_sealed_later(db):
    first = write_entries(1)[0].pk
    Entry.objects.bulk_create([new_entry(3, id=first + 2)])
    seal(at=NOON)
    Entry.objects.bulk_create([new_entry(2, id=first + 1)])
    assert seal(at=NOON + timedelta(minutes=1)) == 1
    block = Block.objects.get(number=2)
    assert block.ranges == [[first + 1, first + 1]]
    assert list(queries.verify()) == []


def test_entry_in_a_closed_gap_is_found_and_never_sealed(db):
    first = write_entries(1)[0].pk
    Entry.objects.bulk_create([new_entry(3, id=first + 2)])
    seal(at=NOON)
    assert seal(at=NOON + timedelta(hours=1)) == 1
    Entry.objects.bulk_create([new_entry(2, id=first + 1)])
    assert seal(at=NOON + timedelta(hours=2)) == 0
    assert [(found.kind, found.entry) for found in queries.verify()] == [("entry_inserted", first + 1)]


def test_more_late_entries_than_a_block_holds(db):
    first = write_entries(1)[0].pk
    Entry.objects.bulk_create([new_entry(9, id=first + 8)])
    seal(at=NOON)
    Entry.objects.bulk_create([new_entry(number, id=first + number) for number in range(1, 8)])
    assert seal(at=NOON + timedelta(hours=2), limit=3) == 3
    assert sizes() == [2, 3, 3, 1]
    assert list(queries.verify()) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(not POSTGRESQL, reason="SQLite has one writer, ids become visible in order")
def test_running_transaction_leaves_a_gap_that_the_next_block_fills():
    wrote, may_commit = threading.Event(), threading.Event()

    def slow_writer(_):
        with transaction.atomic():
            entry = write_entries(1)[0]
            wrote.set()
            may_commit.wait(10)
        return entry.pk

    thread = threading.Thread(target=lambda: results.extend(in_threads(1, slow_writer)))
    results: list = []
    thread.start()
    wrote.wait(10)
    quick = write_entries(1, first=2)[0].pk
    assert seal(at=NOON) == 1
    may_commit.set()
    thread.join()
    assert seal(at=NOON + timedelta(minutes=1)) == 1
    assert [block.ranges for block in Block.objects.order_by("number")] == [
        [[quick, quick]],
        [[results[0], results[0]]],
    ]
    assert list(queries.verify()) == []


# --- beside others ----------------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_fifty_writers_finish_while_a_sealer_is_in_the_middle_of_hashing(monkeypatch):
    """Not one waits: the sealer is held still until all have committed."""
    write_entries(20)
    hashing, all_written = threading.Event(), threading.Event()
    make_block = sealing.sealing.next_block

    def held(*args, **kwargs):
        hashing.set()
        all_written.wait(30)
        return make_block(*args, **kwargs)

    monkeypatch.setattr(sealing.sealing, "next_block", held)
    sealer = threading.Thread(target=lambda: in_threads(1, lambda _: seal(at=NOON)))
    sealer.start()
    hashing.wait(10)

    def write(number):
        with transaction.atomic():
            write_entries(1, first=100 + number)
        return "written"

    try:
        assert in_threads(50, write) == ["written"] * 50
        assert sealer.is_alive()
    finally:
        all_written.set()
        sealer.join()
    seal(at=NOON)
    assert sum(sizes()) == 70
    assert list(queries.verify()) == []


@pytest.mark.django_db(transaction=True)
def test_several_sealers_make_one_chain():
    write_entries(300)

    def work(number):
        made, deadline = 0, time.monotonic() + 30
        while len(sizes()) < 30 and time.monotonic() < deadline:
            made += seal(at=NOON, limit=10)
            time.sleep(0.001)
        return made

    assert sum(in_threads(4, work)) == 30
    seal(at=NOON)
    assert sizes() == [10] * 30
    assert list(queries.verify()) == []


@pytest.mark.django_db(transaction=True)
def test_writers_and_sealers_together_lose_nothing():
    def work(number):
        if number < 2:
            return [seal(at=NOON, limit=50) for _ in range(10)] and None
        for turn in range(10):
            with transaction.atomic():
                write_entries(2, first=1000 * number + 10 * turn)
        return None

    assert in_threads(8, work) == [None] * 8
    seal(at=NOON)
    assert (Entry.objects.count(), sum(sizes())) == (120, 120)
    assert list(queries.verify()) == []
