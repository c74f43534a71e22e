import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from capacity_portal.lib import search_text
from enterprises import operations, search
from enterprises.models import Enterprise
from enterprises.operations import search_index
from tests.makers import make_enterprise

pytestmark = pytest.mark.django_db


def indexed() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {search.TABLE}")
        return cursor.fetchone()[0]


def test_rebuilding_finds_everything_again_and_drops_strays():
    files = [make_enterprise(name=f"演示青原{number}") for number in range(5)]
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {search.TABLE}")
    assert list(search.matching(Enterprise.objects.all(), "青原")) == []
    search_index.index([Enterprise(pk=10**9, search_text="演示青原")])
    assert operations.rebuild_search() == 5
    assert set(search.matching(Enterprise.objects.all(), "青原")) == set(files)
    assert indexed() == 5


def test_rebuilding_goes_in_batches():
    for _ in range(5):
        make_enterprise()
    assert search_index.rebuild(batch_size=2) == 5


@given(st.lists(st.text(max_size=12), max_size=4))
def test_pieces_are_the_characters_and_the_pairs_of_the_library(fields):
    text = search_text.stored(fields)
    pieces = {*search_text.pairs(text), *text} - {search_text.SEPARATOR}
    indexed = search_index._pieces(text)
    assert (set(indexed) if connection.vendor == "postgresql" else set(indexed.split())) == (
        pieces if connection.vendor == "postgresql" else set(map(search_text.pair_token, pieces))
    )


def test_indexing_nothing_is_nothing():
    assert search_index.index([]) == 0
