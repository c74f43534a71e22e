from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprises.choices import Industry, Status, SupervisionClass
from enterprises.rules.filters import PARAMETERS, LedgerFilters, as_parameters, parse

FULL = LedgerFilters(
    region="360802",
    supervision_class="foundry",
    status="banned",
    industry="steel",
    key=True,
    unsupervised=True,
    kind="blast_furnace",
    confirmed_before=date(2026, 1, 31),
    updated_before=date(2025, 12, 1),
    licence_before=date(2026, 5, 1),
    text="演示 铸造",
    order="updated",
)


def test_filters_are_written_and_read_back():
    assert parse(as_parameters(FULL)) == FULL
    assert as_parameters(FULL)["class"] == "foundry"
    assert as_parameters(LedgerFilters()) == {}


def test_padded_codes_are_understood():
    assert parse({"region": "360800"}).region == "3608"


@pytest.mark.parametrize(
    "parameters",
    [
        {"status": "nosuch", "class": "foundry'--", "industry": "\x00"},
        {"region": "x", "kind": "a b;", "order": "../.."},
        {"confirmed_before": "0001-01-01", "updated_before": "9999-12-31", "licence_before": "2026-02-30"},
        {"key": "maybe", "q": "\x00 \ud800 "},
        {"region": "9" * 5000, "q": ""},
    ],
)
def test_what_cannot_be_understood_does_not_filter(parameters):
    assert parse(parameters).is_empty


def test_text_is_cut_and_cleaned():
    assert parse({"q": f" {'甲' * 300}\x00 "}).text == "甲" * 100


def test_without_leaves_the_rest():
    assert FULL.without("text", "order") == LedgerFilters(
        **{name: getattr(FULL, name) for name in PARAMETERS if name not in ("text", "order")}
    )


@given(st.dictionaries(st.sampled_from(list(PARAMETERS.values())), st.text(max_size=50)))
def test_anything_may_stand_in_an_address(parameters):
    filters = parse(parameters)
    assert filters.status in {"", *Status.values}
    assert filters.industry in {"", *Industry.values}
    assert filters.supervision_class in {"", *SupervisionClass.values}
    assert parse(as_parameters(filters)) == filters
