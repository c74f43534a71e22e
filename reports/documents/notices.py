"""A notice as an official document: drafts with their look, what was issued as it was frozen."""

from datetime import date

from capacity_portal.lib.typesetting.official import storing
from capacity_portal.lib.typesetting.official.outline import Draft, OfficialDocument
from reports.models import Notice
from reports.rules.outlines import outline_of

__all__ = ["document_for", "outline_of"]


def document_for(notice: Notice, *, office, viewer: str, seen_at: str, today: date) -> OfficialDocument:
    """What the viewer gets to see now: the frozen document, or the draft with his name and today's date.

    Raises ValueError with a Chinese sentence when the words of a draft cannot be read.
    """
    if notice.frozen is not None:
        return storing.from_json(notice.frozen)
    return outline_of(notice, office=office, draft=Draft(viewer, seen_at), dated=today)
