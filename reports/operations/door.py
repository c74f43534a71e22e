"""The one door for a document's state: locked, checked against ``rules.workflow``, written to the journal."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.exceptions import ValidationError

from capacity_portal.journal import operations as journal
from capacity_portal.lib.typed_text import storable
from capacity_portal.lib.workflow import Step, StepRefused, find_step
from reports.access import insist
from reports.choices import NoticeState
from reports.models import Notice
from reports.operations.secrecy import insist_unmarked
from reports.queries.scope import notices_visible_to
from reports.rules.workflow import STAGE_OF, STEPS

LONGEST_TEXT = 500


class NoticeChanged(StepRefused):
    """Somebody was first; ``current`` is the document as it stands now."""

    def __init__(self, current: Notice):
        super().__init__("您填写期间，这份文件已有他人改动，请核对最新内容后再提交；您填写的内容保留在下方。")
        self.current = current


def locked(notice: Notice, version: int) -> Notice:
    """The stored document, locked. Raises NoticeChanged unless it stands at ``version``."""
    current = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if current.version != version:
        raise NoticeChanged(current)
    return current


def step_of(notice: Notice, name: str, by) -> Step:
    """The step ``name`` if state, stage and this person allow it. Raises StepRefused, PermissionDenied."""
    step = find_step(STEPS, name, NoticeState(notice.state))
    if name in STAGE_OF and notice.stage != STAGE_OF[name]:
        raise StepRefused(
            f"文件现在的环节是“{notice.get_stage_display()}”，不能{step.label}。请刷新页面查看。"
        )
    insist(by, step.permission, notices_visible_to(by) if by else Notice.objects.all(), notice.pk)
    return step


@contextmanager
def stepping(notice: Notice, step: Step, *, by, at: datetime, note: str = "") -> Iterator[Notice]:
    """Carry out ``step`` on a locked document: the body sets what else changes; state, version and journal follow."""
    with journal.recording(notice, step=step.name, by=by, at=at, note=note[:200]):
        yield notice
        if step.target:
            notice.state = step.target
        notice.version += 1
        notice.save()


def worded(
    text: str, field: str = "text", longest: int = LONGEST_TEXT, *, wanted: str = "请写明理由。"
) -> str:
    """``text`` storable and stripped. Raises ValidationError by ``field`` when it is empty, too long or bears a 密级 mark."""
    text = storable(text).strip()
    if not text:
        raise ValidationError({field: wanted})
    if len(text) > longest:
        raise ValidationError({field: f"共 {len(text)} 个字，最多 {longest} 个字，请缩短。"})
    insist_unmarked({field: text})
    return text


def remarked(text: str) -> str:
    """A word that may be left out: storable, stripped, at most LONGEST_TEXT. Raises ValidationError by ``text`` for a 密级 mark."""
    text = storable(text).strip()[:LONGEST_TEXT]
    insist_unmarked({"text": text})
    return text
