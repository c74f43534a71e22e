"""Checklist templates: loaded from files, drafted from the version in force, published; what is published never changes."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.roles import Permission
from inspections import access
from inspections.choices import ChecklistCode
from inspections.models import Checklist, ChecklistItem
from inspections.queries.checklists import in_force
from inspections.rules.checklists import COPIED, faults, read_folder


class Outcome(StrEnum):
    CREATED = "created"
    UNCHANGED = "unchanged"
    KEPT = "kept"


@transaction.atomic
def load_checklists(*, folder: Path, by, at: datetime) -> dict[str, Outcome]:
    """Publish what the files of ``folder`` say, by template code; all or nothing.

    The same text again changes nothing; another text is a new version, unless the office has published a version of its own:
    that one stays. Raises OSError, KeyError, ValueError, ValidationError.
    """
    _insist(by)
    return {head["code"]: _load(head, items, by=by, at=at) for head, items in read_folder(folder)}


def _load(head: dict[str, str], items: list[dict[str, Any]], *, by, at: datetime) -> Outcome:
    code = ChecklistCode(head["code"])
    current = in_force(code)
    if current is not None and _says(current) == (head["title"], head["source"], items):
        return Outcome.UNCHANGED
    if current is not None and current.published_by_id is not None:
        return Outcome.KEPT
    if any(Checklist.objects.filter(code=code, published_at=None)):
        return Outcome.KEPT
    texts = {"title": head["title"], "source": head["source"]}
    checklist = _new_version(code, texts, items, step="load", by=by, at=at)
    _publish(checklist, by=by, at=at)
    return Outcome.CREATED


def _says(checklist: Checklist) -> tuple[str, str, list[dict[str, Any]]]:
    rows = checklist.items.order_by("position", "id")
    return checklist.title, checklist.source, [{name: getattr(row, name) for name in COPIED} for row in rows]


@refused_in_chinese
@transaction.atomic
def begin_draft(*, record: Checklist, by, at: datetime, note: str = "") -> Checklist:
    """Make ``record`` (with its ``code``) the next version, a draft that begins as the one in force.

    Raises StepRefused where a draft is there already.
    """
    _insist(by)
    if Checklist.objects.select_for_update().filter(code=record.code, published_at=None).exists():
        raise StepRefused(f"“{record.get_code_display()}”已有未发布的草稿，请先发布它。")
    current = in_force(record.code)
    title, source, items = _says(current) if current else (record.get_code_display(), "", [])
    draft = _new_version(record.code, {"title": title, "source": source}, items, step="create", by=by, at=at)
    record.pk, record.version, record.title, record.source = draft.pk, draft.version, title, source
    record._state.adding = False
    return draft


def _new_version(
    code: str, texts: dict[str, str], items: Sequence[dict], *, step: str, by, at: datetime
) -> Checklist:
    last = Checklist.objects.filter(code=code).order_by("-version").values_list("version", flat=True).first()
    checklist = Checklist.objects.create(code=code, version=(last or 0) + 1, **texts)
    journal.record_created(checklist, step=step, by=by, at=at)
    for values in items:
        item = ChecklistItem.objects.create(checklist=checklist, **values)
        journal.record_created(item, step=step, by=by, at=at)
    return checklist


@transaction.atomic
def save_draft(*, record: Checklist, by, at: datetime, note: str = "") -> Checklist:
    """Store title and source of a draft. Raises StepRefused for a published version."""
    stored = _draft(record.pk, by)
    with journal.recording(stored, step="edit", by=by, at=at, note=note):
        stored.title, stored.source = record.title, record.source
        stored.save(update_fields=["title", "source"])
    return stored


@transaction.atomic
def publish_checklist(*, checklist: Checklist, by, at: datetime) -> Checklist:
    """Put a draft in force; from now on it is only read. Raises StepRefused, ValidationError with all that is wrong."""
    return _publish(_draft(checklist.pk, by), by=by, at=at)


def _publish(checklist: Checklist, *, by, at: datetime) -> Checklist:
    if found := faults(list(checklist.items.order_by("position", "id"))):
        raise ValidationError(found)
    with journal.recording(checklist, step="publish", by=by, at=at):
        checklist.published_at, checklist.published_by = at, by
        checklist.save(update_fields=["published_at", "published_by"])
    return checklist


@refused_in_chinese
@transaction.atomic
def save_item(*, record: ChecklistItem, by, at: datetime, note: str = "") -> ChecklistItem:
    """Store an item of a draft, new or edited. Raises StepRefused for a published version."""
    _draft(record.checklist_id, by)
    if record._state.adding:
        record.save(force_insert=True)
        journal.record_created(record, step="create", by=by, at=at, note=note)
        return record
    stored = ChecklistItem.objects.get(pk=record.pk)
    with journal.recording(stored, step="edit", by=by, at=at, note=note):
        for name in COPIED:
            setattr(stored, name, getattr(record, name))
        stored.save()
    return stored


@transaction.atomic
def remove_item(*, item: ChecklistItem, by, at: datetime) -> None:
    """Take an item out of a draft. Raises StepRefused for a published version."""
    _draft(item.checklist_id, by)
    journal.record_removed(item, step="remove", by=by, at=at)
    item.delete()


def _insist(by) -> None:
    """Templates belong to no region."""
    access.insist(by, Permission.MANAGE_SYSTEM, by.region_code if by else "")


def _draft(pk: int, by) -> Checklist:
    _insist(by)
    checklist = Checklist.objects.select_for_update(of=("self",)).get(pk=pk)
    if checklist.published_at is not None:
        raise StepRefused(f"{checklist}已发布，不能再改；需要修改的，请新建下一版草稿。")
    return checklist
