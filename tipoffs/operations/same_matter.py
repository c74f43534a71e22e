"""Whether two tips are about the same matter: each keeps its own receipt and its place in the order of receipt."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.lib.typed_text import storable
from capacity_portal.organization.roles import Permission
from tipoffs import access
from tipoffs.models import SameMatter, Tip
from tipoffs.operations import door

LONGEST = 300


@transaction.atomic
def decide_same(*, tip: Tip, other: Tip, is_same: bool, note: str = "", by, at: datetime) -> SameMatter:
    """Decide, or decide anew, about a pair. Raises ValidationError, PermissionDenied."""
    for record in (tip, other):
        access.insist(by, Permission.HANDLE_TIPOFFS, record)
    if tip.pk == other.pk:
        raise ValidationError({"other": "请填写另一件举报的编号。"})
    first, later = sorted((tip, other), key=lambda record: record.pk)
    note = storable(note).strip()[:LONGEST]
    made = {"is_same": is_same, "note": note, "decided_at": at, "decided_by": by}
    step = "same" if is_same else "different"
    pair, is_new = SameMatter.objects.select_for_update(of=("self",)).get_or_create(
        first=first, later=later, defaults=made
    )
    if is_new:
        journal.record_created(pair, step=step, by=by, at=at)
    elif pair.is_same == is_same and pair.note == note:
        return pair
    else:
        with journal.recording(pair, step=step, by=by, at=at):
            pair.is_same, pair.note, pair.decided_at, pair.decided_by = is_same, note, at, by
            pair.save()
    _note(first, later, is_same, note, by, at)
    return pair


def undo_proposed(tip: Tip, *, by, at: datetime) -> None:
    """Take back the pair that came of the refusal proposed for ``tip``: nobody has decided about the two any more. A pair that was
    decided before stands. Called within a transaction, on a locked tip.
    """
    made = {"decided_at": tip.refusal_proposed_at, "decided_by": tip.refusal_proposed_by}
    rows = SameMatter.objects.select_for_update(of=("self",)).filter(later=tip, is_same=True, **made)
    for pair in rows.select_related("first"):
        journal.record_removed(pair, step="different", by=by, at=at, note="不予受理没有通过复核")
        first = pair.first
        pair.delete()
        for record, other in ((first, tip), (tip, first)):
            door.note(
                record, "different", "撤销同一事项认定", text=f"与{other.label}。重复举报的不予受理没有通过复核。",
                by=by, at=at, region_code=record.region_code,
            )  # fmt: skip


def _note(first: Tip, later: Tip, is_same: bool, note: str, by, at: datetime) -> None:
    """On both timelines, for the office alone."""
    label = "认定同一事项" if is_same else "认定不同事项"
    for record, other in ((first, later), (later, first)):
        door.note(
            record, "same" if is_same else "different", label, text=f"与{other.label}。{note}", by=by, at=at,
            region_code=record.region_code,
        )  # fmt: skip
