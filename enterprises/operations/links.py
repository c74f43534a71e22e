"""Likely links: found, put on the desk of whoever sees both files, and decided."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.typed_text import storable
from enterprises import access
from enterprises.choices import LinkDecision
from enterprises.models import Enterprise, Link
from enterprises.queries import LikelyLink, likely_links

_STRONG = frozenset({LinkDecision.SAME, LinkDecision.RELOCATED, LinkDecision.RESUMED})


@refused_in_chinese
@transaction.atomic
def record_links(*, enterprise: Enterprise, candidates: Iterable[LikelyLink], by, at: datetime) -> list[Link]:
    """Put each pair on the desk once; a pending pair learns new reasons, a decided one stays decided."""
    return [_record(enterprise, candidate, by=by, at=at) for candidate in candidates]


def remember(enterprise: Enterprise, *, by, at: datetime, serials: tuple[str, ...] = ()) -> list[Link]:
    """Compare a file that was just written with all known ones and record what is worth a decision."""
    found = [link for link in likely_links(enterprise, serials=serials) if link.is_worth_recording]
    return record_links(enterprise=enterprise, candidates=found, by=by, at=at)


@refused_in_chinese
@transaction.atomic
def decide_link(*, link: Link, decision: str, note: str, by, at: datetime) -> Link:
    """Write down what a pair turned out to be. A decision may be revised, with a note.

    Raises PermissionDenied for a pair that reaches into another region, ValidationError.
    """
    record = Link.objects.select_for_update().get(pk=link.pk)
    if by is None or not access.may_decide(by, record):
        raise PermissionDenied("这一对关联由能看到两份档案的办公室核对。")
    note = storable(note).strip()
    _check_decision(record, decision, note)
    with journal.recording(record, step="decide", by=by, at=at, note=note):
        record.decision, record.decision_note = decision, note
        record.decided_at, record.decided_by = at, by
        record.save(update_fields=["decision", "decision_note", "decided_at", "decided_by"])
    return record


def _check_decision(record: Link, decision: str, note: str) -> None:
    if decision not in LinkDecision.values or decision == LinkDecision.PENDING:
        raise ValidationError({"decision": "请选择核对结论。"})
    if len(note) > 300:
        raise ValidationError({"note": f"结论说明共 {len(note)} 个字，最多 300 个字。"})
    is_revised = record.decision not in (LinkDecision.PENDING, decision)
    if not note and (is_revised or decision in _STRONG):
        raise ValidationError({"note": "请写明核对情况。"})


def _record(enterprise: Enterprise, candidate: LikelyLink, *, by, at: datetime) -> Link:
    first, second = sorted((enterprise, candidate.enterprise), key=lambda file: file.pk)
    reasons = [str(reason) for reason in candidate.reasons]
    link, is_new = Link.objects.get_or_create(
        first=first,
        second=second,
        defaults={
            "first_region_code": first.region_code,
            "second_region_code": second.region_code,
            "reasons": reasons,
            "found_at": at,
            "found_by": by,
        },
    )
    if is_new:
        journal.record_created(link, step="create", by=by, at=at)
    elif link.decision == LinkDecision.PENDING and not set(reasons) <= set(link.reasons):
        with journal.recording(link, step="edit", by=by, at=at):
            link.reasons = [*link.reasons, *(reason for reason in reasons if reason not in link.reasons)]
            link.save(update_fields=["reasons"])
    return link
