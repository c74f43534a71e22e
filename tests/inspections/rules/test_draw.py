from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspections.rules import draw

SEED = "ab" * 32


def test_the_order_can_be_recomputed_with_nothing_but_sha256():
    numbers = [3, 14, 15, 92, 65]
    by_hand = sorted(numbers, key=lambda number: sha256(f"{SEED}:{number}".encode()).hexdigest())
    assert draw.shuffled(SEED, numbers) == by_hand
    assert draw.drawn(SEED, numbers, 40) == by_hand[:2]


@pytest.mark.parametrize(
    ("candidates", "share", "count"),
    [(0, 5, 0), (1, 5, 1), (20, 5, 1), (21, 5, 2), (1000, 5, 50), (10, 0, 1), (10, 100, 10), (10, 900, 10), (10, -5, 1)],
)  # fmt: skip
def test_five_per_cent_rounded_up_and_at_least_one(candidates, share, count):
    assert draw.count_of(candidates, share) == count


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(1, 10**9), unique=True, max_size=60), st.integers(0, 100), st.randoms())
def test_the_draw_depends_on_the_set_alone(numbers, share, random):
    other = list(numbers)
    random.shuffle(other)
    found = draw.drawn(SEED, numbers, share)
    assert found == draw.drawn(SEED, other + numbers[:1], share)
    assert len(found) == draw.count_of(len(numbers), share)
    assert set(found) <= set(numbers)


def test_another_seed_draws_others():
    assert draw.drawn(SEED, range(1, 1001), 5) != draw.drawn("cd" * 32, range(1, 1001), 5)
