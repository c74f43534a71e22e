"""The one door for a tip's state: locked, checked against ``rules.workflow``, noted on its timeline and in the journal."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from capacity_portal.journal import operations as journal
from capacity_portal.lib.typed_text import storable
from capacity_portal.lib.workflow import Step, StepRefused, find_step
from capacity_portal.organization.roles import Permission
from tipoffs import access
from tipoffs.choices import TipState
from tipoffs.models import Tip, TipEvent
from tipoffs.queries.objections import keeps_off
from tipoffs.rules.workflow import STEPS

LONGEST_TEXT = 1000


class TipChanged(StepRefused):
    """Somebody was first; ``current`` is the tip as it stands now."""

    def __init__(self, current: Tip):
        super().__init__("您填写期间，这件举报已有他人办理，请核对最新情况后再提交；您填写的内容保留在下方。")
        self.current = current


def locked(tip: Tip, version: int) -> Tip:
    """The stored tip, locked. Raises TipChanged unless it stands at ``version``."""
    current = Tip.objects.select_for_update(of=("self",)).get(pk=tip.pk)
    if current.version != version:
        raise TipChanged(current)
    return current


def step_of(tip: Tip, name: str, by) -> Step:
    """The step ``name`` if the state and this person allow it. Raises StepRefused, PermissionDenied."""
    step = find_step(STEPS, name, TipState(tip.state))
    access.insist(by, step.permission, tip)
    if step.permission == Permission.HANDLE_TIPOFFS:
        insist_not_kept_off(tip, by)
    return step


def insist_not_kept_off(tip: Tip, by) -> None:
    """Raise StepRefused for a handler from whom an upheld objection has taken the tip; None is the system."""
    if by is not None and (sentence := keeps_off(tip, by)):
        raise StepRefused(sentence)


@contextmanager
def stepping(
    tip: Tip, step: Step, *, by, at: datetime, text: str = "", public_text: str = "", region_code: str = ""
) -> Iterator[Tip]:
    """Carry out ``step`` on a locked tip: the body sets what else changes; state, version, timeline and journal follow.

    ``text``: for the timeline; ``region_code``: who reads it there (see ``TipEvent``).
    """
    with journal.recording(tip, step=step.name, by=by, at=at, note=text[:200]):
        yield tip
        if step.target:
            tip.state = step.target
        tip.version += 1
        tip.save()
    note(
        tip, step.name, step.label, text=text, public_text=public_text, region_code=region_code, by=by, at=at
    )


def note(
    tip: Tip,
    step: str,
    label: str,
    *,
    by,
    at: datetime,
    text: str = "",
    public_text: str = "",
    region_code: str = "",
) -> TipEvent:
    """A line of the timeline."""
    return TipEvent.objects.create(
        tip=tip, step=step, label=label, text=text, public_text=public_text, region_code=region_code, on=localdate(at),
        happened_at=at, happened_by=by,
    )  # fmt: skip


def worded(
    text: str, field: str = "text", longest: int = LONGEST_TEXT, *, wanted: str = "请写明情况或理由。"
) -> str:
    """``text`` storable and stripped. Raises ValidationError by ``field`` when it is empty or too long."""
    text = storable(text).strip()
    if not text:
        raise ValidationError({field: wanted})
    if len(text) > longest:
        raise ValidationError({field: f"共 {len(text)} 个字，最多 {longest} 个字，请缩短。"})
    return text
