"""A reason why nobody has been there ends with the gap it explained: a visit that succeeds, a visit that was sent back."""

from collections.abc import Iterable
from datetime import datetime

from capacity_portal.journal import operations as journal
from inspections.choices import DutyKind
from inspections.models import Duty


def about(duty: Duty) -> str:
    """The journal's file of whatever the duty is about."""
    if duty.kind == DutyKind.SWEEP:
        return f"grid_cell:{duty.cell_id}"
    return f"enterprise:{duty.enterprise_id}"


def forget(duties: Iterable[Duty], *, by, at: datetime, why: str) -> None:
    """Clear the reasons of locked duties; the journal keeps each with ``why`` (已查清, 记录退回). In the caller's transaction."""
    explained = [duty for duty in duties if duty.gap_reason]
    events = [
        journal.Event(duty.pk, about(duty), duty.region_code, f"{why}，原说明作废：{duty.gap_reason}")
        for duty in explained
    ]
    if not explained:
        return
    Duty.objects.filter(pk__in=[duty.pk for duty in explained]).update(gap_reason="")
    for duty in explained:
        duty.gap_reason = ""
    journal.record_events(events, subject="duty", step="unexplain", by=by, at=at)
