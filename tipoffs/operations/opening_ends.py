"""The end of an opening: by button, by the clock, with its key. Share and copy are emptied."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.organization.roles import Permission
from tipoffs.choices import OpeningState
from tipoffs.models import CustodyKey, Opening
from tipoffs.queries.openings import openings_visible_to
from tipoffs.rules.openings import LIVE, WAITING


@transaction.atomic
def end_opening(*, opening: Opening, by, at: datetime) -> bool:
    """End it before its time, by whoever asked for it or by the leader; False when it has ended already. Raises PermissionDenied."""
    if opening.requested_by_id != by.pk and not by.may(Permission.DECIDE_TIPOFFS):
        raise PermissionDenied("只有申请人和办公室负责人可以结束。")
    if not openings_visible_to(by).filter(pk=opening.pk).exists():
        raise PermissionDenied("这件举报不在您的办理范围内。")
    rows = _locked().filter(pk=opening.pk, state__in=LIVE)
    return _end_all(rows, "end", by=by, at=at) == 1


@transaction.atomic
def end_due(at: datetime) -> int:
    """Regular work: end what has run out of its 24 hours; returns how many."""
    return _end_all(_locked().filter(state__in=LIVE, expires_at__lte=at), "expire", by=None, at=at)


def end_all_waiting(*, key: CustodyKey, by, at: datetime) -> int:
    """The key is no longer in use: what was not opened with it cannot be. Inside another operation."""
    return _end_all(_locked().filter(custody=key, state__in=WAITING), "end", by=by, at=at)


def _locked():
    return Opening.objects.select_for_update(of=("self",)).select_related("tip").order_by("pk")


def _end_all(rows, step: str, *, by, at: datetime) -> int:
    openings = list(rows)
    for opening in openings:
        with journal.recording(opening, step=step, by=by, at=at):
            opening.state, opening.ended_at = OpeningState.ENDED, at
            opening.sealed_share = opening.sealed_copy = None
            opening.save()
    return len(openings)
