"""Places where this app and the higher ones put what belongs on the desk and on the dossier page.

The apps above fill them in ``AppConfig.ready``; nothing here knows who they are.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Duty:
    """One thing to do (see templates/_partials/duty.html).

    ``count`` with its measure word ``unit``; ``state_kind`` as in _partials/status.html; ``due_on`` the last day in order,
    ``due_label`` how far off it is (还有3天, 逾期2天).
    """

    title: str
    url: str
    count: int | str | None = None
    unit: str = "项"
    detail: str = ""
    state_label: str = ""
    state_kind: str = "neutral"
    due_on: date | None = None
    due_label: str = ""
    is_overdue: bool = False


@dataclass(frozen=True)
class DossierSection:
    """A section of the dossier page: ``template`` is included with ``context`` as ``section``."""

    anchor: str
    title: str
    template: str
    context: dict = field(default_factory=dict)


DutySource = Callable[[object, date], Iterable[Duty]]
SectionSource = Callable[[object, object], DossierSection | None]

_duty_sources: list[DutySource] = []
_section_sources: list[SectionSource] = []


def register_duty(source: DutySource) -> None:
    """``source(officer, today)`` gives the officer's duties of one kind; registered once however often it is called."""
    if source not in _duty_sources:
        _duty_sources.append(source)


def duties_for(officer, today: date) -> list[Duty]:
    """The officer's duties from all sources: overdue ones first, then by deadline, those without one last."""
    duties = [duty for source in _duty_sources for duty in source(officer, today)]
    return sorted(duties, key=lambda duty: (not duty.is_overdue, duty.due_on or date.max))


def register_dossier_section(source: SectionSource) -> None:
    """``source(enterprise, officer)`` gives a section, or None when there is nothing for this officer."""
    if source not in _section_sources:
        _section_sources.append(source)


def dossier_sections(enterprise, officer) -> list[DossierSection]:
    """Sections of higher apps for one dossier, in the order they were registered."""
    found = (source(enterprise, officer) for source in _section_sources)
    return [section for section in found if section is not None]
