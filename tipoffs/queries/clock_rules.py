"""The clock of a kind of tip, as the administrator has set it."""

from capacity_portal.lib.short_memory import remembered
from tipoffs.models import ClockRule
from tipoffs.rules.clocks import Clock

_DAYS = ("handover_days", "result_days", "extension_days", "warning_days")


@remembered
def clock_of(kind: str) -> Clock:
    """Working days of ``kind``; the usual ones where nothing is set. One query."""
    row = ClockRule.objects.filter(kind=kind).values(*_DAYS).first()
    return Clock(**row) if row else Clock()


def clocks() -> dict[str, Clock]:
    """Those that are set, by kind: for lists. One query; ask with ``.get(kind, Clock())``."""
    rows = ClockRule.objects.values("kind", *_DAYS)
    return {row.pop("kind"): Clock(**row) for row in map(dict, rows)}
