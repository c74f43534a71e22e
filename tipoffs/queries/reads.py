"""Who read what: a week by officer for the auditor, and who read much within an hour."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from capacity_portal.lib.moments import beginning_of
from capacity_portal.organization.access import within_region
from capacity_portal.organization.models import Officer, Threshold
from capacity_portal.organization.roles import Permission
from tipoffs.models import TipRead
from tipoffs.rules.reads import ALERT, busiest_hour

KINDS = {
    "page": "页面",
    "text": "原文",
    "file": "材料",
    "sheet": "交办单",
    "identity": "身份信息",
    "original": "封存原件",
    "export": "导出",
}


@dataclass(frozen=True)
class OfficerWeek:
    """One officer's readings of a week; ``busiest`` different tips in the hour from ``busiest_at``."""

    officer: Officer
    reads: int
    tips: int
    kinds: list[tuple[str, int]]
    busiest: int
    busiest_at: datetime | None
    is_alert: bool


def reads_visible_to(officer) -> QuerySet[TipRead]:
    """The readings of the tips of the auditor's region; nobody else sees them."""
    if not officer.may(Permission.AUDIT_OPENINGS):
        return TipRead.objects.none()
    return within_region(TipRead.objects.all(), officer, "tip__region_code")


def alert_line() -> int:
    """More different tips than this within an hour are told to the auditor."""
    return max(1, Threshold.objects.value_of(*ALERT))


def in_week(reads: QuerySet[TipRead], monday: date) -> QuerySet[TipRead]:
    start = beginning_of(monday)
    return reads.filter(read_at__gte=start, read_at__lt=start + timedelta(days=7))


def by_officer(reads: QuerySet[TipRead]) -> list[OfficerWeek]:
    """Summaries, those above the line first, then by number of different tips."""
    rows: dict[int, list[tuple[datetime, int, str]]] = defaultdict(list)
    for officer, moment, tip, what in reads.values_list("read_by", "read_at", "tip", "what").iterator():
        rows[officer].append((moment, tip, what))
    officers = Officer.objects.select_related("region", "department").in_bulk(rows)
    line = alert_line()
    found = [_summary(officers[number], some, line) for number, some in rows.items()]
    return sorted(found, key=lambda week: (not week.is_alert, -week.tips, week.officer.username))


def _summary(officer: Officer, rows: Iterable[tuple[datetime, int, str]], line: int) -> OfficerWeek:
    kinds: dict[str, int] = defaultdict(int)
    for _, _, what in rows:
        kinds[KINDS.get(what, what)] += 1
    most, began = busiest_hour((moment, tip) for moment, tip, _ in rows)
    tips = len({tip for _, tip, _ in rows})
    return OfficerWeek(officer, sum(kinds.values()), tips, sorted(kinds.items()), most, began, most > line)
