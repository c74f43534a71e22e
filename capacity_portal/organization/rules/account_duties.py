"""What an account owes before it may go on (GB/T 22239-2019 8.1.4.1; settled question 37)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, auto


class Duty(StrEnum):
    CHECK_SECOND_FACTOR = auto()
    CHANGE_PASSWORD = auto()
    SET_UP_SECOND_FACTOR = auto()


@dataclass(frozen=True)
class SecondFactor:
    """State of the second factor in one session."""

    is_set_up: bool
    is_checked: bool
    is_compulsory: bool


def second_factor_duty(state: SecondFactor) -> Duty | None:
    """A factor that is set up is asked for before anything else; a compulsory one has to be set up."""
    if state.is_set_up:
        return None if state.is_checked else Duty.CHECK_SECOND_FACTOR
    return Duty.SET_UP_SECOND_FACTOR if state.is_compulsory else None


def must_change_password(
    *, is_told_to: bool, changed_at: datetime | None, max_age_days: int | None, now: datetime
) -> bool:
    """Whether a new password is due: after a one-time password, or after ``max_age_days`` where that is set."""
    if is_told_to:
        return True
    if max_age_days is None:
        return False
    return changed_at is None or now - changed_at >= timedelta(days=max_age_days)
