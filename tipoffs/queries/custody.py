"""Custody keys: which one seals today, and who holds its two shares."""

from tipoffs.choices import KeyState
from tipoffs.models import CustodyKey


def active_key() -> CustodyKey | None:
    """The key that seals today; None before the first ceremony, or after a loss."""
    return CustodyKey.objects.filter(state=KeyState.ACTIVE).first()
