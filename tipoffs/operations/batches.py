"""Handing over or pressing for many tips at once: one result a row; one that is refused leaves the others as they are."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.lib.workflow import StepRefused
from tipoffs.models import Tip
from tipoffs.operations.handing import hand_over
from tipoffs.operations.pressing import remind
from tipoffs.operations.summaries import insist_on_checked
from tipoffs.queries.targets import Target


@dataclass(frozen=True)
class RowResult:
    """What came of one tip."""

    pk: int
    name: str
    done: bool
    message: str


def hand_over_many(
    *, tips: Iterable[Tip], lead: Target, instruction: str = "", is_checked: bool = False, by, at: datetime
) -> list[RowResult]:
    """Hand each over to ``lead`` with the summary it already has; ``is_checked`` is about the instruction. Never raises for a row."""

    def step(tip: Tip) -> str:
        if not tip.summary:
            raise StepRefused("还没有交办摘要，请先在举报页面写摘要。")
        insist_on_checked(tip, instruction, "instruction", is_checked=is_checked)
        hand_over(
            tip=tip, version=tip.version, lead=lead, summary=tip.summary, instruction=instruction, is_checked=True,
            by=by, at=at,
        )  # fmt: skip
        return f"已交{lead.label}"

    return [_tried(tip, step) for tip in tips]


@transaction.atomic
def remind_many(*, tips: Iterable[Tip], by, at: datetime) -> list[RowResult]:
    """Press for each; the journal names how many at once."""

    def step(tip: Tip) -> str:
        if refused := remind(tip=tip, by=by, at=at):
            raise StepRefused(refused)
        return "已催办"

    results = [_tried(tip, step) for tip in tips]
    if done := sum(result.done for result in results):
        journal.record_event(
            subject="tip_list", subject_id=by.pk, step="remind", by=by, at=at, note=f"催办{done}件举报",
            region_code=by.region_code,
        )  # fmt: skip
    return results


def _tried(tip: Tip, step: Callable[[Tip], str]) -> RowResult:
    try:
        with transaction.atomic():
            message = step(tip)
    except (StepRefused, ValidationError) as refused:
        return RowResult(tip.pk, tip.label, False, " ".join(getattr(refused, "messages", [str(refused)])))
    except PermissionDenied as denied:
        return RowResult(tip.pk, "", False, str(denied))
    return RowResult(tip.pk, tip.label, True, message)
