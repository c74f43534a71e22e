"""Explaining and excusing many duties at once: one transaction, one result a row, one journal entry a duty."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from capacity_portal.lib.territory import contains
from capacity_portal.lib.workflow import StepRefused
from inspections.models import Duty, Round
from inspections.operations.by_hand import written
from inspections.operations.excusing import LONGEST, excuse, explain_gap
from inspections.operations.reminding import RowResult
from inspections.operations.rounds_open import refuse_closed

Step = Callable[[Duty], object]


@transaction.atomic
def explain_many(*, round_: Round, duties: Iterable[int], reason: str, by, at: datetime) -> list[RowResult]:
    """Give the same reason for all; results in the order given. Raises RoundClosed, PermissionDenied, ValidationError."""
    reason = written(reason, "reason", "未排查原因", LONGEST)

    def step(duty: Duty) -> None:
        explain_gap(duty=duty, reason=reason, by=by, at=at)

    return _each(round_, duties, step, "已说明原因", by)


@transaction.atomic
def excuse_many(*, round_: Round, duties: Iterable[int], note: str, by, at: datetime) -> list[RowResult]:
    """Accept all with the same note; results in the order given. Raises RoundClosed, PermissionDenied, ValidationError."""
    note = written(note, "note", "批准意见", LONGEST)

    def step(duty: Duty) -> None:
        excuse(duty=duty, note=note, by=by, at=at)

    return _each(round_, duties, step, "已批准不计", by)


def _each(round_: Round, numbers: Iterable[int], step: Step, done: str, by) -> list[RowResult]:
    """All duties are locked first, then changed tally by tally, so that two batches never wait for each other crosswise."""
    refuse_closed(round_)
    wanted = list(dict.fromkeys(numbers))
    rows = Duty.objects.select_for_update(of=("self",)).filter(round=round_, pk__in=wanted)
    held = sorted(
        rows.order_by("id"), key=lambda duty: (duty.county_code, duty.kind, duty.supervision_class, duty.pk)
    )
    found = {duty.pk: _tried(duty, step, done, by) for duty in held}
    return [found.get(pk) or RowResult(pk, "", False, "没有这项任务。") for pk in wanted]


def _tried(duty: Duty, step: Step, done: str, by) -> RowResult:
    if by is not None and not contains(by.region_code, duty.region_code):
        return RowResult(duty.pk, "", False, "不在您负责的地区内。")
    try:
        step(duty)
    except (StepRefused, ValidationError) as refused:
        return RowResult(duty.pk, duty.title, False, " ".join(getattr(refused, "messages", [str(refused)])))
    return RowResult(duty.pk, duty.title, True, done)
