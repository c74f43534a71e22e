"""200 random tamperings with what was sealed up to an exported head: all found; an untouched journal: nothing found."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from django.db import connection, transaction

from capacity_portal.journal import triggers
from capacity_portal.journal.models import Entry
from capacity_portal.journal.operations import seal
from capacity_portal.journal.queries import head, verify
from capacity_portal.journal.rules.heads import as_text, parse
from tests.capacity_portal.journal import tamperings
from tests.capacity_portal.journal.entries import new_entry
from tests.makers import NOON, make_officer

HEAD, BLOCKS, A_BLOCK = 12, 15, 20


@pytest.fixture
def exported(db):
    """A journal of 15 blocks with gaps and late entries, the triggers lifted; the head after block 12 as exported text."""
    officers = [make_officer(), make_officer()]
    first, text = Entry.objects.bulk_create([new_entry(0, by=officers[0])])[0].pk + 1, ""
    for block in range(BLOCKS):
        ids = [first + block * A_BLOCK + number for number in range(A_BLOCK)]
        late = ids.pop(7)  # comes with the next block, or, in every third, never
        before = first + (block - 1) * A_BLOCK + 7
        ids += [before] if block and block % 3 else []
        Entry.objects.bulk_create([new_entry(number, id=number, by=officers[number % 2]) for number in ids])
        assert late not in ids
        seal(at=NOON + timedelta(minutes=45 * block))
        if block + 1 == HEAD:
            text = as_text(head(), "吉安市化解过剩产能工作领导小组办公室")
    assert head().number == BLOCKS
    connection.check_constraints()
    with triggers.lifted(connection):
        yield parse(text)


def found_after(tamper, random: Random, heads) -> int:
    """How many findings the tampering gives; it is undone afterwards."""
    point = transaction.savepoint()
    tamper(random, HEAD)
    found = len(list(verify(heads)))
    transaction.savepoint_rollback(point)
    return found


@pytest.mark.no_cover
def test_two_hundred_random_tamperings_are_all_found(exported):
    random, found = Random("2026-03-02"), Counter()
    for turn in range(200):
        tamper = tamperings.ALL[turn % len(tamperings.ALL)]
        found[tamper.__name__] += bool(found_after(tamper, random, exported))
        if turn < len(
            tamperings.ALL
        ):  # what was not undone would be found at the end as well, without the name
            assert list(verify(exported)) == [], f"not untouched any more after {tamper.__name__}"
    assert list(verify(exported)) == []
    missed = {
        tamper.__name__
        for turn, tamper in enumerate(tamperings.ALL)
        if found[tamper.__name__] < len(range(turn, 200, len(tamperings.ALL)))
    }
    assert (missed, found.total()) == (set(), 200)


def test_without_a_head_a_chain_made_anew_is_not_found(exported):
    """Why the head must be kept outside: negative control of the above."""
    random = Random("2026-03-02")
    for tamper in (tamperings.edit_and_chain_anew, tamperings.cut_off_the_tail):
        assert found_after(tamper, random, []) == 0
        assert found_after(tamper, random, exported) > 0


def test_bytes_that_are_no_text_are_a_finding_and_no_crash(exported):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL stores text only")
    number = tamperings.sealed_ids(HEAD)[5]
    tamperings.run("UPDATE journal_entry SET note = CAST(x'ff' AS TEXT), at = 'never' WHERE id = %s", number)
    assert [(found.kind, found.entry) for found in verify(exported)] == [("entry_edited", number)]
