"""Schemes from a file for a year; those there are stay as they are."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from reports.models import Scheme
from reports.operations.schemes import create_scheme

_NUMBERS = ("full_mark", "unit_mark")


@transaction.atomic
def load_schemes(
    *, entries: Iterable[Mapping], year: int, region_code: str, by, at: datetime
) -> list[Scheme]:
    """``entries`` as in ``fixtures/report_schemes.json``: ``due`` is ``12-05`` of the year. Returns the new ones."""
    return [
        _made(entry, year, region_code, by=by, at=at)
        for entry in entries
        if not _known(entry, year, region_code).exists()
    ]


def _known(entry: Mapping, year: int, region_code: str):
    return Scheme.objects.filter(year=year, kind=entry["kind"], level=entry["level"], region_code=region_code)


def _made(entry: Mapping, year: int, region_code: str, *, by, at: datetime) -> Scheme:
    values = {name: value for name, value in entry.items() if name not in ("due", "indicators")}
    indicators = [
        {name: Decimal(value) if name in _NUMBERS else value for name, value in one.items()}
        for one in entry["indicators"]
    ]
    due_on = date.fromisoformat(f"{year}-{entry['due']}")
    return create_scheme(
        **values, year=year, region_code=region_code, due_on=due_on, indicators=indicators, by=by, at=at
    )
