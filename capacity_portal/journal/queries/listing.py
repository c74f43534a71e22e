"""The auditor's list: entries that match a question, and what surrounds them in words."""

from datetime import datetime, time

from django.db.models import Q, QuerySet
from django.utils import timezone

from capacity_portal.journal.models import Block, Entry
from capacity_portal.journal.queries.history import end_of
from capacity_portal.journal.rules.filters import Filters
from capacity_portal.lib.pages import Order
from capacity_portal.lib.territory import next_prefix
from capacity_portal.organization.models import Officer

NEWEST = Order("newest", "最新在前", ("-at", "-id"))
SYSTEM = "系统"
_MOST_OFFICERS = 200


def matching(entries: QuerySet[Entry], asked: Filters) -> QuerySet[Entry]:
    """The entries that ``asked`` wants; order and paging are the caller's."""
    if asked.officer:
        entries = entries.filter(_by(asked.officer))
    if asked.subject:
        entries = entries.filter(subject=asked.subject)
    if asked.step:
        entries = entries.filter(step=asked.step)
    if asked.since:
        entries = entries.filter(at__gte=timezone.make_aware(datetime.combine(asked.since, time.min)))
    if asked.until:
        entries = entries.filter(at__lt=end_of(asked.until))
    if asked.region:
        entries = entries.filter(region_code__gte=asked.region, region_code__lt=next_prefix(asked.region))
    return entries


def _by(text: str) -> Q:
    """Entries of the officers whose name or user name contains ``text``, or of the portal itself."""
    if text == SYSTEM:
        return Q(by=None)
    named = Officer.objects.filter(Q(name__icontains=text) | Q(username__icontains=text)).order_by("id")
    return Q(by__in=list(named.values_list("pk", flat=True)[:_MOST_OFFICERS]))


def block_of(entry: Entry) -> Block | None:
    """The block that sealed ``entry``; None while it is unsealed. Late entries stand in a later block than their id says."""
    candidates = (
        Block.objects.defer("digests").filter(high_water__gte=entry.pk).order_by("high_water", "number")
    )
    for block in candidates.iterator(chunk_size=20):
        if any(first <= entry.pk <= last for first, last in block.ranges):
            return block
        if not any(first <= entry.pk <= last for first, last, _ in block.open_gaps):
            return None
    return None
