"""The scores of the quality test as pages show them: those kept while the month is open, those frozen once it is closed."""

from collections.abc import Mapping
from datetime import datetime

from inspections.models import QualityScore, Round
from inspections.queries.figures import shown


def scores_of(round_: Round) -> list[QualityScore]:
    """The scores of a month, the lowest first; of a closed month they are not rows but what its figures say."""
    kept = {score.county_code: score for score in QualityScore.objects.filter(round=round_)}
    if round_.is_closed and (found := shown(round_))["format"] > 1:
        frozen = {area["code"]: area["quality"] for area in found["counties"] if area["quality"]}
        kept = {code: _frozen(round_, code, one, kept.get(code)) for code, one in frozen.items()}
    return sorted(kept.values(), key=lambda score: (score.score, score.county_code))


def score_of(round_: Round, county_code: str) -> QualityScore | None:
    return next((score for score in scores_of(round_) if score.county_code == county_code), None)


def _frozen(round_: Round, code: str, quality: Mapping, row: QualityScore | None) -> QualityScore:
    """``row`` adds only which visits stand behind a reason."""
    visits = {reason["code"]: reason["visits"] for reason in row.reasons} if row else {}
    return QualityScore(
        round=round_,
        county_code=code,
        score=quality["score"],
        visits=quality["visits"],
        reasons=[reason | {"visits": visits.get(reason["code"], [])} for reason in quality["reasons"]],
        computed_at=datetime.fromisoformat(quality["computed_at"]),
    )
