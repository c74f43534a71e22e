"""What a phone claims: read forgivingly, never believed beyond sense."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest

from inspections.rules import claims
from inspections.rules.reports import Place

HOSTILE = [
    "",
    " ",
    "\x00",
    "\ud800",
    "9" * 5000,
    "-",
    "NaN",
    "sNaN",
    "-sNaN7",
    "Infinity",
    "1e999999",
    "٣",
    "0001-01-01",
    "' OR 1=1",
]


def test_a_handle_stays_and_tells_no_name():
    handle = claims.account_handle(7, "grid-officer")
    assert handle == claims.account_handle(7, "grid-officer")
    assert len(handle) == 32
    assert "grid" not in handle
    others = {claims.account_handle(7, "another"), claims.account_handle(71, "grid-officer")}
    assert handle not in others


def test_a_device_number_is_a_uuid():
    text = "0f8fad5b-d9cb-469f-a165-70867728950e"
    assert claims.client_id(text) == UUID(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_else_is_a_device_number(text):
    assert claims.client_id(text) is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-05T02:30:00.000Z", datetime(2026, 3, 5, 2, 30, tzinfo=UTC)),
        (
            "2026-03-05T10:30:00+08:00",
            datetime(2026, 3, 5, 10, 30, tzinfo=timezone(timedelta(hours=8))),
        ),
    ],
)
def test_a_moment_with_its_offset_is_read(text, moment):
    assert claims.moment(text) == moment


@pytest.mark.parametrize(
    "text", [*HOSTILE, "2026-03-05T10:30:00", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00"]
)
def test_no_offset_or_a_clock_that_was_never_set_claims_nothing(text):
    assert claims.moment(text) is None


def test_a_position_has_six_decimals_and_whole_metres():
    found = claims.place("114.98765432", "27.1", "11.7")
    assert found == Place(Decimal("114.987654"), Decimal("27.100000"), 11)


@pytest.mark.parametrize(
    ("longitude", "latitude"),
    [("0", "0"), ("27.1", "114.9"), ("114.9", ""), *((text, "27.1") for text in HOSTILE), ("114.9", "sNaN")],
)
def test_what_is_no_position_in_china_is_none(longitude, latitude):
    assert claims.place(longitude, latitude) is None


@pytest.mark.parametrize(
    ("accuracy", "metres"),
    [("", None), ("wide", None), ("-3", None), ("٣", None), ("0", 0), ("9" * 50, claims.MOST_METRES)],
)
def test_accuracy_is_whole_metres_or_nothing(accuracy, metres):
    assert claims.place("114.9", "27.1", accuracy).accuracy_m == metres
