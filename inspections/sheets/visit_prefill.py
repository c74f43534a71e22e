"""The month's list as a sheet to be filled in: what has still to be inspected, in the columns that the import of visits reads."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from django.utils import timezone

from capacity_portal.imports import registry
from capacity_portal.imports.registry import Context
from capacity_portal.lib import months
from capacity_portal.lib.spreadsheets.templates import write_template
from inspections.models import Round
from inspections.queries.entry import unvisited
from inspections.sheets.visit_rows import MOST, PREFILLED

_FIELDS = ("title", "enterprise__credit_code", "cell_name", "is_key", "is_lookback")


def prefilled(officer, period: int) -> list[dict[str, str]]:
    """What stands in the rows beforehand, by column: at most as many as one sheet may bring back."""
    rows = unvisited(officer, period).order_by("region_code", "cell_name", "title", "id")
    return [
        dict(zip(PREFILLED, (title, code or "", cell, "是" if is_key or is_lookback else ""), strict=True))
        for title, code, cell, is_key, is_lookback in rows.values_list(*_FIELDS)[:MOST]
    ]


def sheet(officer, round_: Round) -> bytes:
    """The workbook, in the columns of the template with today's checklists."""
    kind, book = registry.find("visits"), BytesIO()
    context = Context(officer, officer.region_code, timezone.localdate())
    about: Mapping[str, Any] = {"title": f"{months.label(round_.period)}排查记录", "notes": kind.notes}
    write_template(book, kind.columns(context), rows=prefilled(officer, round_.period), **about)
    return book.getvalue()
