"""The month's stock equation: opening + added - removed = in force = covered + attempted + excused + pending."""

from collections.abc import Iterable, Mapping

COUNTED = ("opening", "added", "removed", "covered", "attempted", "excused", "late")
"""What is counted from the duties (columns of ``Tally``); the rest follows."""


def stock(counts: Mapping[str, int]) -> dict[str, int | None]:
    """The whole account of ``counts`` (missing names are 0), whole numbers only.

    ``denominator`` is what is in force less what the prefecture excused; ``per_mille`` of it is covered, rounded down, so
    that 1000 means all; None where there is nothing to inspect.
    """
    found = {name: counts.get(name, 0) for name in COUNTED}
    in_force = found["opening"] + found["added"] - found["removed"]
    denominator = in_force - found["excused"]
    pending = denominator - found["covered"] - found["attempted"]
    per_mille = found["covered"] * 1000 // denominator if denominator else None
    return found | {
        "in_force": in_force,
        "pending": pending,
        "denominator": denominator,
        "per_mille": per_mille,
    }


def together(counts: Iterable[Mapping[str, int]]) -> dict[str, int | None]:
    """The account of several counts taken together."""
    sums = dict.fromkeys(COUNTED, 0)
    for part in counts:
        for name in COUNTED:
            sums[name] += part.get(name, 0)
    return stock(sums)
