"""Bounds of what may be typed, kept by the field (a sentence) and by the table (a constraint)."""

from django.core.validators import MaxValueValidator

from capacity_portal.lib.day_bounds import DAY_SENTENCE, PLAUSIBLE_DAY, plausible_days

__all__ = ["DAY_SENTENCE", "PLAUSIBLE_DAY", "at_most", "plausible_days"]


def at_most(limit: int) -> list[MaxValueValidator]:
    return [MaxValueValidator(limit, f"数值过大，最多 {limit}。")]
