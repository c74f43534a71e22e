"""Marks of a report: its indicators, and every line of the table of marks."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q

from reports.models import Assessment, Indicator, Score
from reports.queries.assessments import computed_of
from reports.rules.marking import Mark
from reports.rules.narrative import Told


@dataclass(frozen=True)
class Line:
    """An indicator with its score; ``computed``: what the figure gives now, or gave at submission."""

    indicator: Indicator
    score: Score
    computed: Decimal | None
    figure: Told | None
    target: Told | None
    evidence: int

    @property
    def own(self) -> Decimal | None:
        """The own mark, or the one reckoned while none is typed."""
        return self.computed if self.score.self_mark is None else self.score.self_mark


def indicators_of(assessment: Assessment) -> list[Indicator]:
    """In order; one query."""
    return list(assessment.scheme.indicators.order_by("position"))


def lines_of(assessment: Assessment, told: Mapping[str, Told], *, is_live: bool) -> list[Line]:
    """Every indicator with its marks, in order."""
    counted = Count("evidence", filter=Q(evidence__removed_at=None))
    scores = (
        assessment.scores.select_related("indicator").annotate(files=counted).order_by("indicator__position")
    )
    return [
        Line(
            score.indicator,
            score,
            computed_of(score.indicator, told) if is_live else score.computed,
            told.get(score.indicator.figure),
            told.get(score.indicator.target),
            score.files,
        )
        for score in scores
    ]


def own_marks(lines: list[Line]) -> list[Mark]:
    return [Mark(line.own, line.indicator.full_mark, line.indicator.is_veto) for line in lines]
