"""Ways to tamper with a sealed journal, for somebody who may write to the database and has lifted the triggers.

Each takes a source of randomness and does its harm to entries or blocks sealed up to the block ``head``.
"""

import json
from random import Random

from django.db import connection
from django.utils import timezone

from capacity_portal.journal.models import Block, Entry
from capacity_portal.journal.queries import raw
from capacity_portal.journal.rules.ranges import expand
from capacity_portal.journal.rules.sealing import ENTRY_COLUMNS, BlockData, Tip, next_block
from capacity_portal.organization.models import Officer
from tests.capacity_portal.journal.entries import new_entry

CONTENT = [column for column in ENTRY_COLUMNS if column != "id"]
NOWHERE = 10**12


def run(sql: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def sealed_ids(head: int, first: int = 1) -> list[int]:
    blocks = Block.objects.filter(number__lte=head, number__gte=first).order_by("number")
    return [number for block in blocks for number in expand(block.ranges)]


def some(random: Random, head: int, count: int = 1) -> list[int]:
    return random.sample(sealed_ids(head), count)


# --- entries ----------------------------------------------------------------------------------------------------------
def edit_a_column(random: Random, head: int) -> None:
    (number,) = some(random, head)
    column = random.choice(CONTENT)
    value = {
        "at": "2020-01-01 00:00:00+00:00" if connection.vendor == "postgresql" else "2020-01-01 00:00:00",
        "subject_id": 999_999,
        "by_id": random.choice(officers_besides(number)),
        "changes": json.dumps({"name": ["a", "b"]}),
    }.get(column, "x")
    run(f"UPDATE journal_entry SET {column} = %s WHERE id = %s", value, number)


def officers_besides(number: int) -> list[int]:
    author = Entry.objects.get(pk=number).by_id
    return list(Officer.objects.exclude(pk=author).values_list("pk", flat=True))


def edit_one_character_of_a_value(random: Random, head: int) -> None:
    entry = Entry.objects.get(pk=some(random, head)[0])
    entry.changes["name"][1] += "。"
    run("UPDATE journal_entry SET changes = %s WHERE id = %s", json.dumps(entry.changes), entry.pk)


def delete_entries(random: Random, head: int) -> None:
    for number in some(random, head, random.randint(1, 5)):
        run("DELETE FROM journal_entry WHERE id = %s", number)


def delete_an_entry_and_close_the_ranks(random: Random, head: int) -> None:
    """The entries behind it move up by one, so that no number is missing."""
    (gone,) = some(random, head)
    run("DELETE FROM journal_entry WHERE id = %s", gone)
    for number in sealed_ids(NOWHERE):
        if number > gone:
            run("UPDATE journal_entry SET id = %s WHERE id = %s", number - NOWHERE, number)
    run("UPDATE journal_entry SET id = id + %s WHERE id < 0", NOWHERE - 1)


def swap_two_entries(random: Random, head: int) -> None:
    one, two = some(random, head, 2)
    for number, other in [(one, -1), (two, one), (-1, two)]:
        run("UPDATE journal_entry SET id = %s WHERE id = %s", other, number)


def swap_one_column_of_two_entries(random: Random, head: int) -> None:
    one, two = Entry.objects.filter(pk__in=some(random, head, 2))
    for entry, other in [(one, two), (two, one)]:
        run("UPDATE journal_entry SET changes = %s WHERE id = %s", json.dumps(other.changes), entry.pk)


def insert_an_entry_between(random: Random, head: int) -> None:
    """Where no running transaction could still put one."""
    newest = Block.objects.order_by("number").last()
    taken = set(sealed_ids(NOWHERE)) | set(expand(gap[:2] for gap in newest.open_gaps))
    sealed = Block.objects.get(number=head).high_water
    gaps = [number for number in range(-2, sealed) if number not in taken]
    new_entry(77, id=random.choice(gaps)).save(force_insert=True)


# --- blocks -----------------------------------------------------------------------------------------------------------
def edit_a_block(random: Random, head: int) -> None:
    block = Block.objects.get(number=random.randint(1, head))
    column, value = random.choice(
        [
            ("sealed_at", timezone.now()),
            ("entry_count", 1),
            ("high_water", block.high_water + 1),
            ("ranges", "[]"),
            ("open_gaps", "[[1, 2, 3]]"),
            ("digests", bytes(len(block.digests))),
            ("previous_hash", "0" * 64),
            ("hash", "0" * 64),
        ]
    )
    run(f"UPDATE journal_block SET {column} = %s WHERE number = %s", value, block.number)


def delete_a_block(random: Random, head: int) -> None:
    run("DELETE FROM journal_block WHERE number = %s", random.randint(1, head))


def swap_two_blocks(random: Random, head: int) -> None:
    one, two = random.sample(range(1, head + 1), 2)
    for number, other in [(one, -1), (two, one), (-1, two)]:
        run("UPDATE journal_block SET number = %s WHERE number = %s", other, number)


def insert_a_block(random: Random, head: int) -> None:
    block = Block.objects.get(number=random.randint(1, head))
    block.number = random.choice([0, -1, -7])
    block.save(force_insert=True)


# --- the end, and whole chains ------------------------------------------------------------------------------------------
def cut_off_the_tail(random: Random, head: int) -> None:
    """As an old backup would: blocks and entries of the last hours are gone together."""
    first = random.randint(1, head)
    run("DELETE FROM journal_entry WHERE id IN (SELECT %s)", min(sealed_ids(NOWHERE, first)))
    for number in sealed_ids(NOWHERE, first):
        run("DELETE FROM journal_entry WHERE id = %s", number)
    run("DELETE FROM journal_block WHERE number >= %s", first)


def cut_off_only_blocks(random: Random, head: int) -> None:
    run("DELETE FROM journal_block WHERE number >= %s", random.randint(1, head))


def edit_and_chain_anew(random: Random, head: int) -> None:
    edit_one_character_of_a_value(random, head)
    chain_anew(1)


def delete_and_chain_anew(random: Random, head: int) -> None:
    delete_entries(random, head)
    chain_anew(1)


def insert_and_chain_anew(random: Random, head: int) -> None:
    insert_an_entry_between(random, head)
    chain_anew(1)


def replace_the_end_of_the_chain(random: Random, head: int) -> None:
    first = random.randint(1, head)
    (number,) = random.sample(sealed_ids(head, first), 1)
    run("UPDATE journal_entry SET note = 'x' WHERE id = %s", number)
    chain_anew(first)


def remake_one_block(random: Random, head: int) -> None:
    """One block with other contents and a right hash of its own, the following ones left as they are."""
    number = random.randint(1, head)
    (entry,) = random.sample(sealed_ids(number, number), 1)
    run("UPDATE journal_entry SET note = 'x' WHERE id = %s", entry)
    chain_anew(number, last=number)


def chain_anew(first: int, last: int = NOWHERE) -> None:
    """Seal the entries that are there now as if they had always been, block by block."""
    old = list(Block.objects.order_by("number"))
    entries = {entry[0]: entry for entry in raw.entries()}
    known = {number for block in old for number in expand(block.ranges)}
    tip = Tip()
    for block in old:
        if first <= block.number <= last:
            ids = [number for number in expand(block.ranges) if number in entries]
            if block.number == 1:
                ids = sorted(set(ids) | {number for number in entries.keys() - known if number < max(ids)})
            made = next_block(tip, [entries[number] for number in ids], block.sealed_at)
            run("DELETE FROM journal_block WHERE number = %s", block.number)
            Block(**vars(made)).save(force_insert=True)
        else:
            made = BlockData(
                **{
                    name: getattr(block, name)
                    for name in ("number", "sealed_at", "entry_count", "high_water")
                },
                ranges=(),
                open_gaps=tuple(tuple(gap) for gap in block.open_gaps),
                digests=b"",
                previous_hash=block.previous_hash,
                hash=block.hash,
            )
        tip = Tip(made.number, made.hash, made.high_water, made.open_gaps)


ALL = [
    edit_a_column,
    edit_one_character_of_a_value,
    delete_entries,
    delete_an_entry_and_close_the_ranks,
    swap_two_entries,
    swap_one_column_of_two_entries,
    insert_an_entry_between,
    edit_a_block,
    delete_a_block,
    swap_two_blocks,
    insert_a_block,
    cut_off_the_tail,
    cut_off_only_blocks,
    edit_and_chain_anew,
    delete_and_chain_anew,
    insert_and_chain_anew,
    replace_the_end_of_the_chain,
    remake_one_block,
]
