"""Merging duplicates. Nothing moves and nothing is deleted.

The duplicate keeps its parts, its journal and its page; it leaves the lists, frees its 统一社会信用代码, and is found and shown
through the file it was merged into. Its equipment is not carried over: both files usually list the same furnaces, and
copying them would count each twice.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.typed_text import storable
from capacity_portal.organization.roles import Permission
from enterprises import access
from enterprises.choices import LinkDecision
from enterprises.models import Enterprise, Link
from enterprises.operations.parts import renamed
from enterprises.operations.records import save_version


class MergeRefused(ValidationError):
    """The two files cannot be merged; the message is a Chinese sentence."""


@refused_in_chinese
@transaction.atomic
def merge_enterprises(*, duplicate: Enterprise, into: Enterprise, by, at: datetime, note: str) -> Enterprise:
    """Let ``duplicate`` stand inside ``into``, both journals saying so; returns ``into``. Raises MergeRefused."""
    duplicate, into = _both(duplicate.pk, into.pk)
    access.insist(by, Permission.MERGE_FILES, duplicate.region_code, into.region_code)
    note = _checked(duplicate, into, note)
    for earlier in Enterprise.objects.filter(merged_into=duplicate).order_by("id"):
        _point(earlier, into, step="merge", note="随原先并入的档案一并并入", by=by, at=at)
    _point(duplicate, into, step="merge", note=note, by=by, at=at)
    journal.record_event(
        subject="enterprise",
        subject_id=into.pk,
        step="absorb",
        by=by,
        at=at,
        note=f"接收并入：{_named(duplicate, into)}。{note}",
        region_code=into.region_code,
    )
    _settle_link(duplicate, into, note, by=by, at=at)
    renamed(into, by=by, at=at)
    return Enterprise.objects.get(pk=into.pk)


@refused_in_chinese
@transaction.atomic
def restore_merged(*, enterprise: Enterprise, by, at: datetime, note: str) -> Enterprise:
    """Let a file that was merged by mistake stand for itself again. Raises MergeRefused, ConstraintRefused (code taken)."""
    record = Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)
    if record.merged_into is None:
        raise MergeRefused("这份档案没有并入其他档案。")
    stood_in = record.merged_into
    access.insist(by, Permission.MERGE_FILES, record.region_code, stood_in.region_code)
    _point(record, None, step="unmerge", note=_needed(note), by=by, at=at)
    renamed(stood_in, by=by, at=at)
    return record


def _named(duplicate: Enterprise, into: Enterprise) -> str:
    """The duplicate, as the county that reads the history of ``into`` may know it."""
    if duplicate.county_code != into.county_code:
        return "外县的一份档案"
    return f"{duplicate.name}（{duplicate.credit_code or '无码'}）"


def _both(*ids: int) -> list[Enterprise]:
    rows = Enterprise.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("id")
    found = {row.pk: row for row in rows}
    return [found[pk] for pk in ids]


def _checked(duplicate: Enterprise, into: Enterprise, note: str) -> str:
    if duplicate.pk == into.pk:
        raise MergeRefused("不能并入自己。")
    if duplicate.merged_into_id or into.merged_into_id:
        raise MergeRefused("其中一份档案已并入其他档案，请刷新页面查看。")
    if duplicate.closed_on and not into.closed_on:
        raise MergeRefused("已退出、已取缔过的档案不能并入未退出的档案；请把另一份并入它，或先登记退出。")
    return _needed(note)


def _needed(note: str) -> str:
    note = storable(note).strip()
    if not note:
        raise MergeRefused({"note": "请写明理由。"})
    return note


def _point(record: Enterprise, into: Enterprise | None, *, step: str, note: str, by, at: datetime) -> None:
    with journal.recording(record, step=step, by=by, at=at, note=note):
        record.merged_into = into
        record.updated_at, record.updated_by = at, by
        save_version(record, {"merged_into", "updated_at", "updated_by"}, record.version)


def _settle_link(one: Enterprise, other: Enterprise, note: str, *, by, at: datetime) -> None:
    """The pair was on the desk: it is decided by the merge."""
    first, second = sorted((one.pk, other.pk))
    link = Link.objects.filter(first=first, second=second, decision=LinkDecision.PENDING).first()
    if link is None or by is None:
        return
    with journal.recording(link, step="decide", by=by, at=at, note=note):
        link.decision, link.decision_note = LinkDecision.SAME, note[:300]
        link.decided_at, link.decided_by = at, by
        link.save(update_fields=["decision", "decision_note", "decided_at", "decided_by"])
