"""Rows in and out of the staging table."""

import pytest

from capacity_portal.imports import staging
from capacity_portal.imports.choices import RowAction
from capacity_portal.imports.models import ImportFinding
from capacity_portal.imports.registry import Compared, Staged
from capacity_portal.lib.spreadsheets.findings import Finding, Level
from tests.capacity_portal.imports.trips import uploaded

pytestmark = pytest.mark.django_db


def test_rows_to_be_stored_come_back_in_order_and_whole(kind, officer, monkeypatch):
    monkeypatch.setattr(staging, "_AT_ONCE", 2)
    record = uploaded(kind, officer)
    values = {"name": "甲\t乙\n\\N “", "n": None, "deep": [1, {"a": "ä"}]}
    rows = [Compared(number, RowAction.NEW, "厂", values=values) for number in (9, 3, 5)]
    rows.append(Compared(7, RowAction.CHANGED, "长" * 300, 12, 4, {}, [("产能", "1", "2")]))
    rows += [Compared(1, RowAction.UNCHANGED), Compared(2, RowAction.BLOCKED)]
    staging.put_rows(record, rows)
    assert list(staging.staged(record)) == [
        Staged(3, RowAction.NEW, "厂", None, None, values),
        Staged(5, RowAction.NEW, "厂", None, None, values),
        Staged(7, RowAction.CHANGED, "长" * 200, 12, 4, {}),
        Staged(9, RowAction.NEW, "厂", None, None, values),
    ]
    assert record.rows.get(number=7).changes == [["产能", "1", "2"]]
    staging.clear(record)
    assert record.rows.count() == 0


def test_findings_are_cut_to_their_columns_and_counted_out(kind, officer, monkeypatch):
    monkeypatch.setattr(staging, "MOST_FINDINGS", 2)
    record = uploaded(kind, officer)
    long = "长" * 600
    finding = Finding(
        Level.CONFIRM, "c" * 50, long, row=3, place=2, column=long, value="a\x00" + long, suggestion=long
    )
    staging.put_findings(record, [finding] * 3, {2: "amount"})
    kept = ImportFinding.objects.first()
    assert ImportFinding.objects.count() == 2
    assert (kept.key, len(kept.code), len(kept.message), len(kept.column), len(kept.suggestion)) == (
        "amount", 40, 500, 200, 200,
    )  # fmt: skip
    assert kept.value == "a" + "长" * 199


def test_nothing_passes_because_something_else_is_frequent(monkeypatch):
    monkeypatch.setattr(staging, "MOST_FINDINGS", 6)
    monkeypatch.setattr(staging, "_FIRST_OF_EACH", 1)
    hidden = [Finding(Level.EXPLAIN, "hidden_row", "", row=number) for number in range(1, 11)]
    others = [
        Finding(Level.EXPLAIN, "no_document", "", row=11),
        Finding(Level.ERROR, "fault", "", row=12),
        Finding(Level.ERROR, "fault", "", row=13),
        Finding(Level.CONFIRM, "unclear", "", row=14),
        Finding(Level.CONFIRM, "unclear", "", row=15),
    ]
    assert [one.row for one in staging.kept([*hidden, *others])] == [1, 11, 12, 13, 14, 15]
    assert staging.kept(others) == others
