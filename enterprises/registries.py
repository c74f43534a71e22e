"""Places where this app and the higher ones put what belongs on the desk, on the dossier page and in the monthly return.

The apps above fill them in ``AppConfig.ready``; nothing here knows who they are.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from capacity_portal.lib.typesetting.official.outline import OfficialDocument


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


@dataclass(frozen=True)
class ReturnFigure:
    """One line of a county's monthly return (监管月报): ``举报``, ``收到``, 3, ``件``; groups are shown in order of registration."""

    group: str
    label: str
    value: int
    unit: str = "件"


DutySource = Callable[[object, date], Iterable[Duty]]
SectionSource = Callable[[object, object], DossierSection | None]
FigureSource = Callable[[int, str], Iterable[ReturnFigure]]
FlagSource = Callable[[int, str], Iterable[str]]
PaperSource = Callable[..., str | OfficialDocument]

_duty_sources: list[DutySource] = []
_section_sources: list[SectionSource] = []
_figure_sources: list[FigureSource] = []
_flag_sources: list[FlagSource] = []
_papers: dict[str, PaperSource] = {}


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


def register_return_figures(source: FigureSource) -> None:
    """``source(period, county_code)`` gives figures of a county's month (yyyymm) for its return; registered once.

    Nothing registered, nothing shown: the return then says that the portal keeps no such records.
    """
    if source not in _figure_sources:
        _figure_sources.append(source)


def return_figures(period: int, county_code: str) -> list[ReturnFigure]:
    """The figures of all sources, in the order they were registered."""
    return [figure for source in _figure_sources for figure in source(period, county_code)]


def register_return_flags(source: FlagSource) -> None:
    """``source(period, county_code)`` gives a sentence for each thing still open (tip-offs, power alarms) that a statement
    of "nothing" (零报告) must not hide. Flags do not refuse the statement, they stand beside it."""
    if source not in _flag_sources:
        _flag_sources.append(source)


def return_flags(period: int, county_code: str) -> list[str]:
    """The sentences of all sources, in the order they were registered."""
    return [sentence for source in _flag_sources for sentence in source(period, county_code)]


def register_paper(kind: str, source: PaperSource) -> None:
    """``source(record, officer, at, undrawn)`` makes the printed document of a record of this ``kind``, for whoever binds many of them
    together (evidence packs): HTML of the print style, or the outline of an official page; ``undrawn``: characters that no font
    draws, to be owned up to at its end."""
    _papers[kind] = source


def paper(kind: str) -> PaperSource:
    """The maker of the documents of this kind. Raises KeyError for one that nobody registered."""
    return _papers[kind]
