"""Writing marks: own ones, those of the review, and the totals; inside the operations of ``assessments``."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError

from capacity_portal.journal import operations as journal
from capacity_portal.lib.form_fields import plain_number
from capacity_portal.lib.typed_text import storable
from reports.models import Assessment, Indicator, Score
from reports.queries.assessments import computed_of, told_of
from reports.queries.marks import indicators_of
from reports.rules import marking
from reports.rules.secrecy import refusal

Given = tuple[Decimal | None, str]
LONGEST = 500


def set_self_marks(assessment: Assessment, marks: Mapping[int, Given], *, by, at: datetime) -> None:
    """Own marks with their reasons; a computed indicator left without one takes what its figure gives at submission."""
    told = told_of(assessment, indicators_of(assessment))
    scores = _scores(assessment)
    wrong: dict[str, str] = {}
    for pk, (value, reason) in marks.items():
        if (score := scores.get(pk)) is None:
            continue
        computed, reason = computed_of(score.indicator, told), storable(reason).strip()
        if sentence := _refusal(score.indicator, value, reason, computed, "自动计分"):
            wrong[f"mark-{pk}"] = sentence
            continue
        _write(score, "mark", {"computed": computed, "self_mark": value, "self_reason": reason}, by=by, at=at)
    if wrong:
        raise ValidationError(wrong)
    _total(assessment, scores)


def take_over_computed(assessment: Assessment, *, by, at: datetime) -> None:
    """At submission: what each figure gives is kept, and is the own mark where none was typed."""
    told = told_of(assessment, indicators_of(assessment))
    scores = _scores(assessment)
    for score in scores.values():
        computed = computed_of(score.indicator, told)
        own = computed if score.self_mark is None else score.self_mark
        _write(score, "submit", {"computed": computed, "self_mark": own}, by=by, at=at)
    _total(assessment, scores)


def let_computed_follow(assessment: Assessment, *, by, at: datetime) -> None:
    """When a report goes back: own marks that were taken over from their figures follow them again."""
    for score in _scores(assessment).values():
        if score.computed is not None and score.self_mark == score.computed and not score.self_reason:
            _write(score, "send_back", {"self_mark": None}, by=by, at=at)


def set_review_marks(assessment: Assessment, marks: Mapping[int, Given] | None, *, by, at: datetime) -> None:
    """Marks of the review, the own one where none is given; None takes all of them back."""
    scores, wrong = _scores(assessment), {}
    for pk, score in scores.items():
        value, reason = (None, "") if marks is None else marks.get(pk, (None, ""))
        reason = storable(reason).strip()
        value = score.self_mark if value is None and marks is not None else value
        if (
            sentence := _refusal(score.indicator, value, reason, score.self_mark, "自评分")
            if marks is not None
            else ""
        ):
            wrong[f"mark-{pk}"] = sentence
            continue
        _write(score, "review", {"review_mark": value, "review_reason": reason}, by=by, at=at)
    if wrong:
        raise ValidationError(wrong)
    _total(assessment, scores)


def _scores(assessment: Assessment) -> dict[int, Score]:
    rows = assessment.scores.select_for_update(of=("self",)).select_related("indicator", "assessment")
    return {score.indicator_id: score for score in rows.order_by("indicator__position")}


def _refusal(
    indicator: Indicator, value: Decimal | None, reason: str, known: Decimal | None, name: str
) -> str:
    if len(reason) > LONGEST:
        return f"“{indicator.name}”的理由共 {len(reason)} 个字，最多 {LONGEST} 个字，请缩短。"
    if secret := refusal(f"“{indicator.name}”的理由", reason):
        return secret
    if value is None:
        return ""
    if not 0 <= value <= indicator.full_mark:
        return f"“{indicator.name}”填写了 {plain_number(value)} 分，应在 0 至 {plain_number(indicator.full_mark)} 分之间。"
    if known is not None and value != known and not reason:
        return f"“{indicator.name}”的分数与{name} {plain_number(known)} 分不同，请写明理由。"
    return ""


def _write(score: Score, step: str, values: dict, *, by, at: datetime) -> None:
    if all(getattr(score, name) == value for name, value in values.items()):
        return
    with journal.recording(score, step=step, by=by, at=at):
        for name, value in values.items():
            setattr(score, name, value)
        score.save()


def _total(assessment: Assessment, scores: Mapping[int, Score]) -> None:
    """Totals on the report, which the caller saves; the veto is that of the last marks given."""
    rows = list(scores.values())
    own = [marking.Mark(row.self_mark, row.indicator.full_mark, row.indicator.is_veto) for row in rows]
    reviewed = [marking.Mark(row.review_mark, row.indicator.full_mark, row.indicator.is_veto) for row in rows]
    assessment.full_total = marking.full_total(own)
    assessment.self_total = marking.total(own)
    assessment.review_total = (
        marking.total(reviewed) if any(row.review_mark is not None for row in rows) else None
    )
    assessment.is_vetoed = marking.is_vetoed(reviewed if assessment.review_total is not None else own)
