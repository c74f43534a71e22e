"""Working days of each kind of tip, from a list; by hand they are kept in the back office."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from capacity_portal.journal import operations as journal
from tipoffs.models import ClockRule

COLUMNS = ("kind", "handover_days", "result_days", "extension_days", "warning_days", "source")


@transaction.atomic
def load_clock_rules(*, rows: Iterable[Mapping[str, str]], by, at: datetime) -> int:
    """Make the rules that are missing; what the office has set stays. Returns how many.

    ``rows`` have COLUMNS. Raises ValidationError for what is no kind or no number of days.
    """
    known = set(ClockRule.objects.values_list("kind", flat=True))
    missing = [ClockRule(**{name: row[name].strip() for name in COLUMNS}) for row in rows]
    missing = [rule for rule in missing if rule.kind not in known]
    for rule in missing:
        rule.full_clean()
        rule.save(force_insert=True)
        journal.record_created(rule, step="load", by=by, at=at)
    return len(missing)
