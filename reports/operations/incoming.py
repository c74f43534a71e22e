"""Incoming documents (收文): registered under the next number of the year, handed out as tasks, finished."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.journal import operations as journal
from capacity_portal.lib import search_text
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.models import Department, Region
from capacity_portal.organization.roles import Permission
from reports.access import insist
from reports.choices import IncomingState, TaskState
from reports.models import DocumentTask, IncomingDocument
from reports.operations.door import worded
from reports.queries.scope import incoming_visible_to, tasks_of
from reports.rules.incoming import IncomingEntry, objections

LONGEST_TASK, LONGEST_RESULT = 500, 1_000
OVER = frozenset({IncomingState.DONE, IncomingState.FILED})


class IncomingChanged(StepRefused):
    """Somebody was first; ``current`` is the document as it stands now."""

    def __init__(self, current: IncomingDocument):
        super().__init__("您填写期间，这份收文已有他人改动，请核对最新内容后再提交；您填写的内容保留在下方。")
        self.current = current


@refused_in_chinese
@transaction.atomic
def register_incoming(*, entry: IncomingEntry, region_code: str, by, at: datetime) -> IncomingDocument:
    """Give the document the next 收文顺序号 of the year it was received in; the numbers have no gap.

    ``region_code`` is the prefecture's. Raises ValidationError by field, PermissionDenied.
    """
    _insist_keeper(by, region_code)
    values = _checked(entry, localdate(at))
    year = entry.received_on.year
    document = IncomingDocument.objects.create(
        region_code=region_code, year=year, sequence=_next_sequence(region_code, year), **values,
        registered_at=at, registered_by=by,
    )  # fmt: skip
    journal.record_created(document, step="register", by=by, at=at)
    return document


@refused_in_chinese
@transaction.atomic
def correct_incoming(
    *, incoming: IncomingDocument, version: int, entry: IncomingEntry, by, at: datetime
) -> IncomingDocument:
    """Mend a line of the register; number and year stay. Raises IncomingChanged, ValidationError by field, PermissionDenied."""
    current = locked(incoming, version, by)
    if entry.received_on.year != current.year:
        raise ValidationError({"received_on": f"这份收文登记在{current.year}年，收文日期应在这一年内。"})
    values = _checked(entry, localdate(at))
    with changing(current, "edit", by=by, at=at):
        for name, value in values.items():
            setattr(current, name, value)
    return current


@refused_in_chinese
@transaction.atomic
def assign_task(
    *, incoming: IncomingDocument, text: str, region: Region | None = None, department: Department | None = None,
    due_on: date | None = None, by, at: datetime,
) -> DocumentTask:  # fmt: skip
    """Ask a region's office (``region``) or a member unit (``department``) for something because of the document.

    Raises StepRefused when the document is finished, ValidationError by ``text``, ``unit`` or ``due_on``, PermissionDenied.
    """
    current = locked(incoming, None, by)
    _insist_running(current)
    code = _code_of(region, department, current.region_code)
    if due_on is not None and due_on < localdate(at):
        raise ValidationError({"due_on": "任务期限不能早于今天。"})
    task = DocumentTask.objects.create(
        incoming=current, region_code=code, department=department, due_on=due_on, assigned_at=at, assigned_by=by,
        text=worded(text, "text", LONGEST_TASK, wanted="请写明任务。"),
    )  # fmt: skip
    journal.record_created(task, step="assign", by=by, at=at)
    if current.state == IncomingState.REGISTERED:
        with changing(current, "assign", by=by, at=at):
            current.state = IncomingState.ASSIGNED
    return task


@refused_in_chinese
@transaction.atomic
def finish_task(*, task: DocumentTask, result: str, by, at: datetime) -> DocumentTask:
    """The unit (or the office for it) says what came of the task. Raises StepRefused, ValidationError by ``text``, PermissionDenied."""
    return _end_task(
        task, TaskState.DONE, "finish", result, "请写明完成情况。", _may_finish(task, by), by, at
    )


@refused_in_chinese
@transaction.atomic
def cancel_task(*, task: DocumentTask, reason: str, by, at: datetime) -> DocumentTask:
    """The office takes the task back with its reason. Raises like ``finish_task``."""
    return _end_task(
        task, TaskState.CANCELLED, "cancel", reason, "请写明取消的理由。", _is_keeper(by), by, at
    )


@refused_in_chinese
@transaction.atomic
def finish_incoming(
    *, incoming: IncomingDocument, version: int, result: str, is_for_file: bool = False, by, at: datetime
) -> IncomingDocument:
    """Close the document with what came of it; ``is_for_file``: read and filed, nothing was to be done (阅知归档).

    Raises StepRefused while tasks are open, ValidationError by ``text``, IncomingChanged, PermissionDenied.
    """
    current = locked(incoming, version, by)
    _insist_running(current)
    open_tasks = current.tasks.filter(state=TaskState.OPEN).count()
    if open_tasks:
        raise StepRefused(f"还有 {open_tasks} 项任务没有结束，请先办完或取消，再办结这份收文。")
    words = worded(result, "text", LONGEST_RESULT, wanted="请写明办理结果。")
    with changing(current, "file" if is_for_file else "finish", by=by, at=at, note=words):
        current.state = IncomingState.FILED if is_for_file else IncomingState.DONE
        current.result, current.done_at, current.done_by = words, at, by
    return current


def locked(incoming: IncomingDocument, version: int | None, by) -> IncomingDocument:
    """The stored document, locked, for the office that keeps the register. Raises IncomingChanged, PermissionDenied."""
    seen = incoming_visible_to(by) if by else IncomingDocument.objects.all()
    insist(by, Permission.KEEP_REGISTER, seen, incoming.pk)
    current = IncomingDocument.objects.select_for_update(of=("self",)).get(pk=incoming.pk)
    if version is not None and current.version != version:
        raise IncomingChanged(current)
    return current


@contextmanager
def changing(current: IncomingDocument, step: str, *, by, at: datetime, note: str = "") -> Iterator[None]:
    """One journal entry with what the body changed, which is saved with the next version."""
    with journal.recording(current, step=step, by=by, at=at, note=note[:200]):
        yield
        current.version += 1
        current.save()


def _checked(entry: IncomingEntry, today: date) -> dict[str, object]:
    if wrong := objections(entry, today):
        raise ValidationError(wrong)
    values = entry.stored()
    texts = [str(values[name]) for name in ("title", "printed_number", "sender", "summary", "text")]
    return values | {"search_text": search_text.stored(texts)}


def _next_sequence(region_code: str, year: int) -> int:
    """Under the lock of the region's row, which every registration waits for; nothing is ever removed from the register."""
    Region.objects.select_for_update(no_key=True).get(code=region_code)
    last = (
        IncomingDocument.objects.filter(region_code=region_code, year=year)
        .order_by("-sequence")
        .values_list("sequence", flat=True)
        .first()
    )
    return (last or 0) + 1


def _end_task(
    task: DocumentTask, state: TaskState, step: str, words: str, wanted: str, may: bool, by, at: datetime
) -> DocumentTask:
    if not may:
        raise PermissionDenied("这项任务由承办单位填报，由市办取消。")
    current = DocumentTask.objects.select_for_update(of=("self",)).select_related("incoming").get(pk=task.pk)
    if current.state != TaskState.OPEN:
        raise StepRefused(f"这项任务{current.get_state_display()}，请刷新页面查看。")
    words = worded(words, "text", LONGEST_RESULT, wanted=wanted)
    with journal.recording(current, step=step, by=by, at=at, note=words[:200]):
        current.state, current.result, current.ended_at, current.ended_by = state, words, at, by
        current.save()
    return current


def _may_finish(task: DocumentTask, by) -> bool:
    own = by is not None and by.may(Permission.ANSWER_DOCUMENTS) and tasks_of(by).filter(pk=task.pk).exists()
    return own or _is_keeper(by)


def _is_keeper(by) -> bool:
    return by is None or by.may(Permission.KEEP_REGISTER)


def _insist_keeper(by, region_code: str) -> None:
    if by is not None and not (by.may(Permission.KEEP_REGISTER) and region_code.startswith(by.region_code)):
        raise PermissionDenied("您的角色没有这项权限。")


def _insist_running(current: IncomingDocument) -> None:
    if current.state in OVER:
        raise StepRefused(f"这份收文{current.get_state_display()}，请刷新页面查看。")


def _code_of(region: Region | None, department: Department | None, within: str) -> str:
    if region is None and department is None:
        raise ValidationError({"unit": "请选择承办单位。"})
    code = region.code if department is None else department.region.code
    if not code.startswith(within):
        raise ValidationError({"unit": "所选承办单位不在本地区内，请从列表中选择。"})
    return code
