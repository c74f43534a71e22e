"""What an inspector reports, before anything is stored: plain values, the same from the form, the phone, the grid and the sheet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from inspections.choices import VisitSource


@dataclass(frozen=True)
class Place:
    """Degrees WGS-84, ``accuracy_m`` in metres when the device told it."""

    longitude: Decimal
    latitude: Decimal
    accuracy_m: int | None = None


@dataclass(frozen=True)
class Inspector:
    """``officer_id`` for somebody with an account, who will confirm with it; else a typed name and unit."""

    name: str
    unit: str = ""
    officer_id: int | None = None


@dataclass(frozen=True)
class FindingDraft:
    """A violation as the inspector puts it down; ``deadline_days`` working days, None for the office's usual ones."""

    kind: str
    severity: str
    description: str
    sub_kind: str = ""
    item_code: str = ""
    requirement: str = ""
    deadline_days: int | None = None
    responsible_unit_id: int | None = None
    responsible_name: str = ""
    is_confirmed: bool = False


@dataclass(frozen=True)
class VisitReport:
    """One visit. ``answers`` as in ``models.Visit``; ``photos``: client ids of photos that were sent before and wait.

    ``doubts_accepted``: the sentences of ``rules.doubts`` were shown and the officer stands by what he reports.
    """

    client_id: UUID
    visited_on: date
    outcome: str
    answers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    outcome_reason: str = ""
    remarks: str = ""
    arrived: time | None = None
    left: time | None = None
    is_announced: bool = False
    is_formal: bool = False
    recusal_note: str = ""
    inspectors: tuple[Inspector, ...] = ()
    place: Place | None = None
    photos: tuple[UUID, ...] = ()
    findings: tuple[FindingDraft, ...] = ()
    backfill_reason: str = ""
    device_time: datetime | None = None
    source: VisitSource = VisitSource.ONLINE
    doubts_accepted: bool = False
