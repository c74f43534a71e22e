"""The one door through which a finding goes on: every step checked, noted on its timeline, and in the journal."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.typed_text import storable
from capacity_portal.lib.workdays import deadline, workdays_between
from capacity_portal.lib.workflow import Step, StepRefused
from capacity_portal.organization.queries import work_calendar
from inspections import access
from inspections.choices import THOROUGH, ChecklistCode
from inspections.models import Clearing, Finding
from inspections.operations.finding_parts import (
    begin_clearing,
    chosen,
    file_evidence,
    note_step,
    template_in_force,
)
from inspections.queries.finding_case import case_of, clearing_of, person_of, points_of
from inspections.rules.finding_case import Case
from inspections.rules.finding_workflow import STEP_LABELS, STEPS, Given, checked_step

LONGEST_TEXT = 1000
_PROVED = ("rule_out", "looked_back")


class FindingChanged(StepRefused):
    """Somebody was first; ``current`` is the finding as it stands now."""

    def __init__(self, current: Finding):
        super().__init__("您填写期间，这个问题已有他人办理，请核对最新情况后再提交；您填写的内容保留在下方。")
        self.current = current


@dataclass
class Act:
    """A step under way; ``note`` is what its line of the timeline says."""

    finding: Finding
    given: Given
    by: object
    at: datetime
    note: str = ""

    @property
    def today(self) -> date:
        return localdate(self.at)


@refused_in_chinese
@transaction.atomic
def take_step(
    *,
    finding: Finding,
    step: str,
    version: int,
    given: Given,
    evidence: Collection[int] = (),
    by,
    at: datetime,
) -> Finding:
    """Take a step of ``rules.finding_workflow.STEPS`` from the finding as it stood at ``version``.

    ``evidence``: ids of files that ``by`` sent before (``keep_evidence``). Raises FindingChanged, StepRefused,
    ValidationError by field of ``Given``, PermissionDenied.
    """
    current = locked(finding, version)
    known = next((row for row in STEPS if row.name == step), None)
    if known is None:
        raise StepRefused("没有这项操作，请刷新页面后重试。")
    access.insist_on_place(by, known.permission, region_code=current.region_code, cell_id=current.cell_id)
    given = tidy(given)
    files = chosen(current, evidence, by)
    case = case_of(current, coming=len(files), item=given.item)
    taken = checked_step(step, case, given, person_of(by), localdate(at))
    _insist_on_files(step, case, given, files)
    _carry_out(taken, Act(current, given, by, at, given.text), files)
    return current


def _insist_on_files(step: str, case: Case, given: Given, files: list) -> None:
    if step == "clear" and not next(point for point in case.points if point.code == given.item).evidence:
        raise ValidationError({"file": "这一项还没有证据，请上传至少一张照片或一份文件。"})
    if step in _PROVED and not files:
        raise ValidationError({"file": f"{STEP_LABELS[step]}须有证据，请上传至少一张照片或一份文件。"})


def locked(finding: Finding, version: int) -> Finding:
    """The stored finding, locked. Raises FindingChanged unless it stands at ``version``."""
    rows = Finding.objects.select_for_update(of=("self",)).select_related("visit")
    current = rows.get(pk=finding.pk)
    if current.version != version:
        raise FindingChanged(current)
    return current


def tidy(given: Given) -> Given:
    """What was typed, storable. Raises ValidationError for a text that is too long."""
    text = storable(given.text).strip()
    if len(text) > LONGEST_TEXT:
        raise ValidationError({"text": f"说明共 {len(text)} 个字，最多 {LONGEST_TEXT} 个字，请缩短。"})
    return replace(given, text=text)


def _carry_out(step: Step, act: Act, files: list) -> None:
    finding = act.finding
    with journal.recording(finding, step=step.name, by=act.by, at=act.at, note=act.given.text):
        if step.target:
            finding.state = step.target
        _ACTS[step.name](act)
        finding.version += 1
        finding.save()
    line = note_step(finding, step.name, text=act.note[:LONGEST_TEXT], by=act.by, at=act.at)
    file_evidence(line, files, item_code=act.given.item, by=act.by, at=act.at)


def _progress(act: Act) -> None:
    act.finding.percent = act.given.percent


def _claim(act: Act) -> None:
    act.finding.percent, act.finding.claimed_at, act.finding.claimed_by = 100, act.at, act.by


def _close(act: Act) -> None:
    finding = act.finding
    finding.recheck_on, finding.recheck_note = act.given.on, act.given.text[:500]
    finding.closed_at, finding.closed_by = act.at, act.by


def _reject(act: Act) -> None:
    finding = act.finding
    finding.percent, finding.recheck_note = act.given.percent, act.given.text[:500]
    finding.claimed_at, finding.claimed_by = None, None


def _extend(act: Act) -> None:
    finding, calendar = act.finding, work_calendar()
    before = finding.deadline_on
    finding.deadline_on = deadline(max(before, act.today), act.given.days, calendar).due
    finding.deadline_days = workdays_between(finding.found_on, finding.deadline_on, calendar)
    finding.escalated_at = None
    act.note = f"期限由{before}延长到{finding.deadline_on}。{act.given.text}"


def _confirm(act: Act) -> None:
    act.finding.is_confirmed, act.finding.is_ruled_out = True, False
    if clearing_of(act.finding) is None:
        begin_clearing(act.finding, by=act.by, at=act.at)


def _rule_out(act: Act) -> None:
    act.finding.is_ruled_out = True


def _clear(act: Act) -> None:
    clearing = _clearing(act)
    text = next(point.text for point in points_of(clearing, {}) if point.code == act.given.item)
    with journal.recording(clearing, step="clear", by=act.by, at=act.at):
        clearing.done = clearing.done | {act.given.item: act.given.on.isoformat()}
        clearing.save(update_fields=["done"])
    act.note = f"{text}：{act.given.on}完成。{act.given.text}"


def _look_back(act: Act) -> None:
    clearing = _clearing(act)
    with journal.recording(clearing, step="clear", by=act.by, at=act.at):
        clearing.recheck_on = act.given.on
        clearing.save(update_fields=["recheck_on"])
    act.note = f"回头看日期：{act.given.on}。{act.given.text}"


def _looked_back(act: Act) -> None:
    """Somebody has been there again: nothing is due any more, or the next look-back."""
    clearing, text = _clearing(act), act.given.text
    after = f"下次回头看：{act.given.next_on}。" if act.given.next_on else "不再安排回头看。"
    with journal.recording(clearing, step="looked_back", by=act.by, at=act.at, note=text):
        clearing.recheck_on = act.given.next_on
        clearing.save(update_fields=["recheck_on"])
    act.note = f"{act.given.on}到场回头看。{after}{text}"


def _template(act: Act) -> None:
    """Another list: what was carried out stays where the new list has the same point."""
    if act.given.template not in THOROUGH:
        raise ValidationError({"template": "请选择“五个彻底”或“四个彻底”。"})
    clearing = _clearing(act)
    with journal.recording(clearing, step="clear", by=act.by, at=act.at, note=act.given.text):
        clearing.checklist = template_in_force(ChecklistCode(act.given.template))
        kept = set(clearing.checklist.items.values_list("code", flat=True))
        clearing.done = {code: day for code, day in clearing.done.items() if code in kept}
        clearing.save(update_fields=["checklist", "done"])
    act.note = f"改用“{clearing.checklist.title}”。{act.given.text}"


def _clearing(act: Act) -> Clearing:
    return Clearing.objects.select_for_update(of=("self",)).get(finding=act.finding)


_ACTS: dict[str, Callable[[Act], None]] = {
    "progress": _progress,
    "claim": _claim,
    "close": _close,
    "reject": _reject,
    "extend": _extend,
    "confirm": _confirm,
    "rule_out": _rule_out,
    "clear": _clear,
    "look_back": _look_back,
    "looked_back": _looked_back,
    "template": _template,
}
