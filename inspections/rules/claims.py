"""What a phone claims about itself, read forgivingly: a wrong clock or a missing position never costs the officer his record.

The text comes from outside: whatever cannot be true is None.
"""

import hashlib
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from uuid import UUID

from capacity_portal.lib.coordinates import PositionError, checked
from inspections.rules.reports import Place

EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
MOST_METRES = 2_000_000
_DEGREES = Decimal("0.000001")


def account_handle(officer_id: int, username: str) -> str:
    """32 hex digits that name an account on a device, without its name; the same for ever, so that its drafts stay its own."""
    return hashlib.sha256(f"field account {officer_id} {username}".encode()).hexdigest()[:32]


def client_id(text: str) -> UUID | None:
    try:
        return UUID(text[:40])
    except ValueError:
        return None


def moment(text: str) -> datetime | None:
    """An ISO 8601 moment with its offset, between 2000 and 2100."""
    try:
        found = datetime.fromisoformat(text[:40])
        return found if EARLIEST <= found <= LATEST else None
    except (ValueError, TypeError, OverflowError):  # TypeError: without an offset
        return None


def place(longitude: str, latitude: str, accuracy_m: str = "") -> Place | None:
    """Degrees WGS-84 inside China, to six decimals; the accuracy in whole metres where it makes sense."""
    try:
        east, north = Decimal(longitude[:20]), Decimal(latitude[:20])
    except InvalidOperation:
        return None
    if not (east.is_finite() and north.is_finite()):  # a signalling NaN breaks whatever reads it
        return None
    try:
        checked(float(north), float(east))
    except PositionError:
        return None
    return Place(east.quantize(_DEGREES), north.quantize(_DEGREES), metres(accuracy_m))


def metres(text: str) -> int | None:
    """Whole metres of an accuracy as devices tell it (``11.7``), None for anything else."""
    digits = text.strip()[:10].partition(".")[0]
    if not (digits.isascii() and digits.isdigit()):
        return None
    return min(int(digits), MOST_METRES)
