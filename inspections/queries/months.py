"""The list of months with their accounts, from the tallies."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet, Sum

from capacity_portal.lib.pages import Order
from capacity_portal.lib.territory import Level, level_of, next_prefix
from inspections.models import Round, Tally
from inspections.rules import stock

NEWEST_FIRST = Order("period", "最近的在前", ("-period", "-id"))


def open_rounds() -> QuerySet[Round]:
    """The months that still take writes, the newest first."""
    return Round.objects.filter(closed_at=None).order_by("-period")


def accounts(officer, rounds: Iterable[Round]) -> dict[int, dict]:
    """The account (``rules.stock``) of every round within the officer's region, by id; one query."""
    sums = {name: Sum(name) for name in stock.COUNTED}
    rounds = list(rounds)
    rows = _within(Tally.objects.filter(round__in=rounds), officer.region_code).values("round_id")
    found = {row.pop("round_id"): stock.stock(row) for row in rows.annotate(**sums).order_by()}
    return {one.pk: found.get(one.pk) or stock.stock({}) for one in rounds}


def _within(rows: QuerySet[Tally], code: str) -> QuerySet[Tally]:
    """What lies in no county belongs to the prefecture."""
    inside = Q(county_code__gte=code, county_code__lt=next_prefix(code))
    if level_of(code) <= Level.PREFECTURE:
        inside |= Q(county_code="")
    return rows.filter(inside)
