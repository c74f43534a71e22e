"""How long a session lasts (GB/T 22239-2019 8.1.4.1 b), and how it is named without its key."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Limits:
    """``idle``: longest pause between two requests; ``absolute``: longest time from sign-in to the end."""

    idle: timedelta
    absolute: timedelta

    def are_passed(self, *, began_at: datetime, last_seen_at: datetime, now: datetime) -> bool:
        """Whether a session is over at the moment ``now``."""
        return now - last_seen_at > self.idle or now - began_at > self.absolute


def handle_of(session_key: str) -> str:
    """A name for a session that a page may show: a session's key is a secret."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:16]
