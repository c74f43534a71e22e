"""How long an identity is kept once its tip has ended (举报人信息保存期限); what still needs it keeps it longer."""

from calendar import monthrange
from datetime import date

CLOSED = ("tipoff-identity-years-closed", 3)
"""Threshold of the office and its usual value: years after closing."""
REFUSED = ("tipoff-identity-years-refused", 1)
"""The same for a tip that was not accepted."""
_LATEST = 2100


def kept_until(ended_on: date, years: int) -> date:
    """The last day on which the identity is kept; 29 February ends on the 28th."""
    year = min(ended_on.year + max(0, years), _LATEST)
    last = monthrange(year, ended_on.month)[1]
    return date(year, ended_on.month, min(ended_on.day, last))


def is_over(kept: date | None, today: date) -> bool:
    """Whether the term has ended."""
    return kept is not None and kept < today
