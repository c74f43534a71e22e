"""Whether two reports say the same: a digest of everything the officers report, in one spelling.

Left out is what a second sending of the same report may bring otherwise: the device's time, the door it came through (a phone that
got no answer calls itself offline the next time), and that doubts were accepted meanwhile.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, time
from typing import Any

from capacity_portal.lib.typed_text import storable
from inspections.rules.digests import digest_of
from inspections.rules.findings import tidy
from inspections.rules.reports import Inspector, Place, VisitReport

_TEXTS = ("outcome", "outcome_reason", "remarks", "recusal_note", "backfill_reason")


def report_digest(report: VisitReport) -> str:
    """64 hex digits (SHA-256); inspectors and photos in any order, places to six decimals, empty answers as none."""
    return digest_of({
        **{name: _text(getattr(report, name)) for name in _TEXTS},
        "days": [_moment(report.visited_on), _moment(report.arrived), _moment(report.left)],
        "marks": [bool(report.is_announced), bool(report.is_formal)],
        "answers": _answers(report.answers),
        "inspectors": sorted(_person(person) for person in report.inspectors),
        "place": _place(report.place),
        "photos": sorted({str(number) for number in report.photos}),
        "findings": [asdict(tidy(draft)) for draft in report.findings],
    })  # fmt: skip


def _text(value: object) -> str:
    return storable(str(value or "")).strip()


def _moment(value: date | time | None) -> str:
    return value.isoformat() if value is not None else ""


def _answers(answers: Mapping[str, Mapping[str, Any]]) -> dict[str, list]:
    said = {
        _text(code): [_text(one.get("value")), bool(one.get("same")), _text(one.get("note"))]
        for code, one in answers.items()
    }
    return {code: parts for code, parts in said.items() if any(parts)}


def _person(person: Inspector) -> list[str]:
    """An account stands under its own name and unit, whatever was typed beside it."""
    if person.officer_id is not None:
        return [str(person.officer_id)]
    return ["", _text(person.name), _text(person.unit)]


def _place(place: Place | None) -> list | None:
    if place is None:
        return None
    return [f"{place.longitude:.6f}", f"{place.latitude:.6f}", place.accuracy_m]
