"""Openings of identities: what the reporter reads of them, who sees which, what of one is open now."""

import json
from base64 import b64decode
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_variables

from capacity_portal.lib.sealing import boxes
from capacity_portal.organization.access import within_region
from capacity_portal.organization.roles import Permission
from tipoffs.choices import OpeningState
from tipoffs.models import CustodyKey, Opening, SealedIdentity, Tip, TipFile
from tipoffs.queries.custody import share_held_by
from tipoffs.queries.scope import tips_visible_to
from tipoffs.rules.openings import LIVE, copy_place

NOTICE = "经两人以上审批和确认，办公室依法查看了您的身份信息。"
_SEEN_BY = (Permission.AUDIT_OPENINGS, Permission.KEEP_IDENTITIES, Permission.DECIDE_TIPOFFS)
_PEOPLE = ("requested_by", "decided_by", "joined_by", "opened_by", "custody")


def notices_for(tip: Tip) -> list[tuple[date, str]]:
    """(day, sentence) for the reporter's page, one an opening that took place, oldest first. Never who and why."""
    opened = Opening.objects.filter(tip=tip, opened_at__isnull=False).order_by("opened_at")
    return [(localdate(moment), NOTICE) for moment in opened.values_list("opened_at", flat=True)]


def sees_openings(officer) -> bool:
    """Whether the list of openings is for the officer: the auditor, custodians and the leader."""
    return any(officer.may(permission) for permission in _SEEN_BY)


def openings_visible_to(officer) -> QuerySet[Opening]:
    """All of the region for the auditor; those of tips they see for custodians and leader; none for others. Newest first."""
    found = Opening.objects.select_related("tip", *_PEOPLE).order_by("-id")
    if officer.may(Permission.AUDIT_OPENINGS):
        return within_region(found, officer, "tip__region_code")
    if officer.may(Permission.KEEP_IDENTITIES) or officer.may(Permission.DECIDE_TIPOFFS):
        return found.filter(tip__in=tips_visible_to(officer))
    return found.none()


def live_opening(tip: Tip) -> Opening | None:
    """The opening of this tip that has not ended."""
    return Opening.objects.filter(tip=tip, state__in=LIVE).order_by("-id").first()


def key_to_open(tip: Tip) -> CustodyKey | None:
    """The key that the tip's sealed identity needs, or its sealed files where no identity is left; None: nothing is sealed."""
    identity = SealedIdentity.objects.filter(tip=tip, sealed__isnull=False).select_related("custody").first()
    if identity is not None:
        return identity.custody
    file = (
        TipFile.objects.filter(tip=tip, sealed_key__isnull=False, custody__isnull=False)
        .order_by("-id")
        .first()
    )
    return file.custody if file else None


def next_step(opening: Opening, officer) -> str:
    """What this officer may do to the opening now: decide, join, open or ""."""
    is_own = opening.requested_by_id == officer.pk
    if opening.state == OpeningState.REQUESTED:
        return "decide" if officer.may(Permission.DECIDE_TIPOFFS) and not is_own else ""
    if opening.state == OpeningState.APPROVED and not is_own:
        return "join" if _holds(officer, opening) else ""
    return "open" if opening.state == OpeningState.READY and is_own else ""


def _holds(officer, opening: Opening) -> bool:
    return officer.may(Permission.KEEP_IDENTITIES) and share_held_by(officer, opening.custody) is not None


@dataclass(frozen=True)
class Opened:
    """What stands open: ``identity`` as it was sealed; ``files``: originals with the key of each."""

    identity: dict[str, str] = field(repr=False)
    files: list[tuple[TipFile, bytes]] = field(repr=False)


@sensitive_variables("session_key", "content")
def opened_content(opening: Opening, session_key: bytes | None, *, by, at: datetime) -> Opened | None:
    """The identity for whoever opened it, with the key of his browser, within 24 hours; None for everybody else and later."""
    if not is_open(opening, at) or opening.requested_by_id != by.pk or session_key is None:
        return None
    if not by.may(Permission.KEEP_IDENTITIES):
        return None
    try:
        content = json.loads(boxes.unseal(opening.sealed_copy, session_key, copy_place(opening.pk)))
    except boxes.CannotOpen:
        return None
    rows = TipFile.objects.filter(tip=opening.tip_id, uuid__in=content["files"]).order_by("position", "id")
    files = [(row, b64decode(content["files"][str(row.uuid)])) for row in rows if row.sealed_path]
    return Opened(content["identity"], files)


def is_open(opening: Opening, at: datetime) -> bool:
    """By the clock too: the regular work that empties the copy may be late."""
    return (
        opening.state == OpeningState.OPEN
        and opening.sealed_copy is not None
        and opening.opened_at <= at < opening.expires_at
    )
