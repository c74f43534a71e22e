"""The month's totals from the tallies, and whether the tallies agree with the duties."""

from django.db.models import Count, Q, QuerySet

from capacity_portal.lib.territory import next_prefix
from enterprises.choices import SupervisionClass
from inspections.choices import Coverage, DutyEntry, DutyKind
from inspections.models import Duty, Round, Tally
from inspections.rules.stock import COUNTED, together

_KEY = ("county_code", "kind", "supervision_class")


def _in_force(coverage: Coverage) -> Count:
    return Count("id", filter=Q(removed_on=None, coverage=coverage))


COUNTS = {
    "opening": Count("id", filter=Q(entry=DutyEntry.OPENING)),
    "added": Count("id", filter=Q(entry=DutyEntry.ADDED)),
    "removed": Count("id", filter=Q(removed_on__isnull=False)),
    "covered": _in_force(Coverage.COVERED),
    "attempted": _in_force(Coverage.ATTEMPTED),
    "excused": _in_force(Coverage.EXCUSED),
    "late": Count("id", filter=Q(removed_on=None, is_late=True)),
}
"""The columns of a tally, counted from duties."""


def duties_of(round_: Round) -> QuerySet[Duty]:
    """All duties of the month, removed ones included, by the index of the month."""
    return Duty.objects.filter(period=round_.period)


def totals(round_: Round, region_code: str = "") -> dict:
    """Accounts (``rules.stock``) of a county or more, from the tallies in one query; "" is everything.

    ``{"total": STOCK, "kinds": {kind: STOCK}, "classes": {supervision class: STOCK}}``; classes are those of enterprises.
    """
    rows = list(_within(Tally.objects.filter(round=round_), region_code).values(*_KEY, *COUNTED))
    return {
        "total": together(rows),
        "kinds": {kind: together(row for row in rows if row["kind"] == kind) for kind in DutyKind.values},
        "classes": {
            name: together(
                row for row in rows if (row["kind"], row["supervision_class"]) == (DutyKind.ENTERPRISE, name)
            )
            for name in SupervisionClass.values
        },
    }


def live(round_: Round) -> dict[tuple[str, str, str], dict[str, int]]:
    """What the tallies ought to say: counts by county code, kind and class, from the duties themselves."""
    rows = duties_of(round_).values(*_KEY).annotate(**COUNTS).order_by()
    return {tuple(row[name] for name in _KEY): {name: row[name] for name in COUNTED} for row in rows}


def differences(round_: Round) -> dict[tuple[str, str, str], dict[str, tuple[int, int]]]:
    """Where tallies and duties disagree: ``{key: {column: (tally, duties)}}``; empty when all is well."""
    kept = {
        tuple(row[name] for name in _KEY): row
        for row in Tally.objects.filter(round=round_).values(*_KEY, *COUNTED)
    }
    counted = live(round_)
    found = {
        key: {
            name: (kept.get(key, {}).get(name, 0), counted.get(key, {}).get(name, 0))
            for name in COUNTED
            if kept.get(key, {}).get(name, 0) != counted.get(key, {}).get(name, 0)
        }
        for key in {*kept, *counted}
    }
    return {key: columns for key, columns in sorted(found.items()) if columns}


def _within(rows: QuerySet[Tally], region_code: str) -> QuerySet[Tally]:
    if not region_code:
        return rows
    return rows.filter(county_code__gte=region_code, county_code__lt=next_prefix(region_code))
