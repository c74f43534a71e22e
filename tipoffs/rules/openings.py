"""An opening of an identity as rules: who is next, how long it lasts, where its boxes belong."""

from datetime import timedelta

from tipoffs.choices import OpeningState

LASTS = timedelta(hours=24)
"""From the request to the opening, and again from the opening to its end."""
WAITING = frozenset({OpeningState.REQUESTED, OpeningState.APPROVED, OpeningState.READY})
LIVE = WAITING | {OpeningState.OPEN}


def cookie_name(pk: int) -> str:
    """The cookie that holds the session's private key, in the requester's browser alone."""
    return f"tip-opening-{pk}"


def share_place(pk: int) -> str:
    """What the other custodian's share is bound to."""
    return f"opening:{pk}:share"


def copy_place(pk: int) -> str:
    """What the copy for 24 hours is bound to."""
    return f"opening:{pk}:copy"
