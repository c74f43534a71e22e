"""Regular work on the access log: who read much within an hour is told at once, the week every Monday, both in the journal."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.journal import operations as journal
from capacity_portal.journal.models import Entry
from capacity_portal.organization.models import Officer
from tipoffs.models import TipRead
from tipoffs.queries.reads import alert_line, by_officer, in_week
from tipoffs.rules.reads import HOUR, monday_of

SUBJECT = "tip_reading"


@transaction.atomic
def watch_reads(at: datetime) -> int:
    """Note who read more different tips within the last hour than the line allows, once an hour each; returns how many."""
    tips: dict[int, set[int]] = defaultdict(set)
    rows = TipRead.objects.filter(read_at__gt=at - HOUR, read_at__lte=at).values_list("read_by", "tip")
    for officer, tip in rows:
        tips[officer].add(tip)
    line = alert_line()
    busy = {officer: len(some) for officer, some in tips.items() if len(some) > line}
    told = Entry.objects.filter(subject=SUBJECT, step="alert", at__gt=at - HOUR, subject_id__in=list(busy))
    new = Officer.objects.filter(pk__in=set(busy) - set(told.values_list("subject_id", flat=True))).order_by(
        "pk"
    )
    for officer in new:
        _event(
            officer.pk, "alert", f"{officer}一小时内查阅了 {busy[officer.pk]} 件不同的举报（提醒线 {line} 件）",
            officer.region_code, at,
        )  # fmt: skip
    return len(new)


@transaction.atomic
def list_week(at: datetime) -> int:
    """Write the list of last week's readings for each office, once; returns how many offices."""
    monday = monday_of(localdate(at)) - timedelta(days=7)
    reads = in_week(TipRead.objects.all(), monday)
    regions = sorted(set(reads.values_list("tip__region_code", flat=True)))
    number = int(f"{monday:%Y%m%d}")
    done = set(
        Entry.objects.filter(subject=SUBJECT, step="weekly", subject_id=number).values_list(
            "region_code", flat=True
        )
    )
    left = [region for region in regions if region not in done]
    for region in left:
        note = _week_in_words(monday, reads.filter(tip__region_code=region))
        _event(number, "weekly", note, region, at)
    return len(left)


def _week_in_words(monday: date, reads) -> str:
    people = by_officer(reads)
    lines = [
        f"{week.officer}：{week.reads} 次，{week.tips} 件{'，超过提醒线' if week.is_alert else ''}"
        for week in people
    ]
    head = f"{monday:%Y-%m-%d} 至 {monday + timedelta(days=6):%Y-%m-%d}，{len(people)} 人查阅"
    return "；".join([head, *lines])


def _event(number: int, step: str, note: str, region_code: str, at: datetime) -> None:
    journal.record_event(
        subject=SUBJECT, subject_id=number, step=step, by=None, at=at, note=note, region_code=region_code
    )
