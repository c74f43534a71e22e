"""Scores of the quality test (走过场): computed, kept beside the month, shown to the prefecture; nothing follows from them by itself."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from capacity_portal.jobs.models import Job
from capacity_portal.jobs.operations import start_job
from capacity_portal.lib import months
from capacity_portal.organization.roles import Permission
from inspections.access import insist
from inspections.models import QualityScore, Round
from inspections.operations.rounds_open import refuse_closed
from inspections.queries.quality import facts_of
from inspections.rules.quality import Reason, reasons
from inspections.rules.quality_facts import CountyFacts

SCORE_KIND = "inspections.quality"
MOST_VISITS = 200
"""Ids of visits kept with one reason; the count is complete."""


@transaction.atomic
def score_round(*, round_: Round, at: datetime) -> int:
    """Compute the scores of all counties of the month anew, in bulk; returns how many. Derived data: not in the journal.

    Raises RoundClosed: what a closed month shows was frozen.
    """
    refuse_closed(round_)
    rows = [_row(round_, code, facts, at) for code, facts in facts_of(round_).items()]
    QualityScore.objects.filter(round=round_).exclude(
        county_code__in=[row.county_code for row in rows]
    ).delete()
    QualityScore.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["round", "county_code"],
        update_fields=["score", "visits", "reasons", "computed_at"],
        batch_size=100,
    )
    return len(rows)


@transaction.atomic
def score_later(*, round_: Round, by, at: datetime) -> Job:
    """重新计算, in the background, for the office. Raises RoundClosed."""
    insist(by, Permission.REVIEW_RETURNS, by.region_code)
    refuse_closed(round_)
    label = f"重新计算排查质量（{months.label(round_.period)}）"
    return start_job(kind=SCORE_KIND, label=label, parameters={"period": round_.period}, by=by, at=at)


def _row(round_: Round, county_code: str, facts: CountyFacts, at: datetime) -> QualityScore:
    found = reasons(facts)
    return QualityScore(
        round=round_,
        county_code=county_code,
        score=max(0, 100 - sum(reason.weight for reason in found)),
        visits=len(facts.visits),
        reasons=[_plain(reason) for reason in found],
        computed_at=at,
    )


def _plain(reason: Reason) -> dict:
    return asdict(reason) | {"visits": list(reason.visits[:MOST_VISITS])}
