"""Reports, their schemes, and their figures: live while a report is written, as frozen from its submission on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from capacity_portal.lib.territory import Level, level_of
from capacity_portal.organization.access import within_region
from capacity_portal.organization.models import Region
from capacity_portal.organization.queries import counties_of
from capacity_portal.organization.roles import Permission
from reports.models import Assessment, FrozenFigure, Indicator, Scheme
from reports.queries.figures import FigureRows, figures_for
from reports.rules import marking, narrative
from reports.rules.assessment_workflow import EDITABLE

PREFECTURE, COUNTY = "prefecture", "county"


@dataclass(frozen=True)
class Words:
    """One heading of the report with what is written beneath; ``parts``: the text with its figures."""

    key: str
    heading: str
    level: int
    text: str
    parts: tuple[narrative.Part, ...]

    @property
    def plain(self) -> str:
        return narrative.plain(list(self.parts))


def level_for(officer) -> str:
    return PREFECTURE if level_of(officer.region_code) < Level.COUNTY else COUNTY


def schemes_visible_to(officer) -> QuerySet[Scheme]:
    """The office sees all schemes of its prefecture; a county those in force that ask it for a report."""
    if officer.may(Permission.MANAGE_SCHEMES):
        return within_region(Scheme.objects.all(), officer)
    if not officer.may(Permission.COMPILE_REPORTS):
        return Scheme.objects.none()
    above = [officer.region_code[:end] for end in range(2, len(officer.region_code) + 1)]
    return Scheme.objects.filter(region_code__in=above, is_active=True, level=level_for(officer))


def regions_asked(scheme: Scheme, on: date) -> list[Region]:
    """Whose reports the scheme asks for, in order of code."""
    if scheme.level == PREFECTURE:
        return list(Region.objects.filter(code=scheme.region_code))
    return list(counties_of(scheme.region_code, on))


def is_live(assessment: Assessment) -> bool:
    """Whether its figures are counted anew each time."""
    return assessment.state in EDITABLE


def text_of(assessment: Assessment, entry: Mapping) -> str:
    """The words beneath one heading: as edited, else as the scheme proposes."""
    return assessment.texts.get(entry["key"], entry.get("text", ""))


def keys_used(assessment: Assessment, indicators: Iterable[Indicator]) -> list[str]:
    """Figures, families and phrases the report tells or is marked by, in order of the words."""
    entries = assessment.scheme.outline
    told = [key for entry in entries for key in narrative.keys_in(text_of(assessment, entry))]
    marked = [key for one in indicators for key in (one.figure, one.target) if key]
    return list(dict.fromkeys([*told, *marked]))


def live_figures(assessment: Assessment, indicators: Iterable[Indicator]) -> dict[str, FigureRows]:
    """The figures as the records stand now, by key."""
    return figures_for(keys_used(assessment, indicators), assessment.region_code, assessment.scheme.year)


def frozen_figures(assessment: Assessment) -> list[FrozenFigure]:
    """As frozen, without their long lists of rows; before submission only those changed by hand."""
    return list(assessment.figures.defer("rows").select_related("override_by").order_by("pk"))


def told_live(
    found: Mapping[str, FigureRows | FrozenFigure], overrides: Iterable[FrozenFigure]
) -> dict[str, narrative.Told]:
    """What is told of counted figures, and of those typed by hand instead."""
    by_hand = {row.key: row.override for row in overrides if row.override is not None}
    told = {
        key: narrative.Told(key, figure.label, figure.value, figure.unit) for key, figure in found.items()
    }
    return {
        key: narrative.overridden(figure, by_hand[key]) if key in by_hand else figure
        for key, figure in told.items()
    }


def told_frozen(rows: Iterable[FrozenFigure]) -> dict[str, narrative.Told]:
    """What is told of figures as they were frozen."""
    rows = list(rows)
    return told_live({row.key: row for row in rows}, rows)


def told_of(assessment: Assessment, indicators: Iterable[Indicator] = ()) -> dict[str, narrative.Told]:
    """What the report tells now, by key: counted anew while it is written, else as frozen."""
    rows = frozen_figures(assessment)
    return told_live(live_figures(assessment, indicators), rows) if is_live(assessment) else told_frozen(rows)


def words_of(
    assessment: Assessment, told: Mapping[str, narrative.Told], marks: Sequence[marking.Mark] = ()
) -> list[Words]:
    """The report's words with their figures; a placeholder that cannot be told stands there as typed.

    ``marks``: own marks as they stand while it is written; the sums on the report are told without them.
    """
    year, name = assessment.scheme.year, assessment.region.name
    score, full = assessment.self_total, assessment.full_total
    if marks:
        score, full = marking.total(marks), marking.full_total(marks)
    subject = narrative.Subject(year, name, told, score, full)
    return [
        Words(
            entry["key"],
            entry["heading"],
            entry["level"],
            text := text_of(assessment, entry),
            _parts(text, subject),
        )
        for entry in assessment.scheme.outline
    ]


def _parts(text: str, subject: narrative.Subject) -> tuple[narrative.Part, ...]:
    if narrative.problems(text):
        return (narrative.Part(text),)
    return tuple(narrative.told(text, subject))


def computed_of(indicator: Indicator, told: Mapping[str, narrative.Told]):
    """The mark an indicator's figure gives, None when it is marked by hand."""
    rule = marking.Method(indicator.method, indicator.full_mark, indicator.unit_mark)
    figure, target = told.get(indicator.figure), told.get(indicator.target)
    return marking.computed_mark(rule, figure and figure.value, target and target.value)


def of_last_year(assessment: Assessment) -> Assessment | None:
    """The same region's report of the same kind of the year before, once submitted."""
    scheme = assessment.scheme
    rows = Assessment.objects.filter(
        region_code=assessment.region_code, scheme__kind=scheme.kind, scheme__year=scheme.year - 1
    )
    return rows.exclude(state__in=EDITABLE).select_related("scheme", "region").first()
