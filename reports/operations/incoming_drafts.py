"""Documents of ours that come of one that came: drafts to implement, forward or answer it, linked with it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from capacity_portal.lib.constraints import refused_in_chinese
from reports.choices import DocumentForm, DocumentKind, Relation
from reports.models import IncomingDocument, Notice
from reports.operations.drafting import draft_notice
from reports.operations.incoming import locked
from reports.operations.linking import link
from reports.rules.incoming_drafts import RELATIONS, draft_content, draft_title


@refused_in_chinese
@transaction.atomic
def draft_from_incoming(*, incoming: IncomingDocument, relation: str, by, at: datetime) -> Notice:
    """A draft that does ``relation`` (贯彻、转发、答复) to the document, and the link. Raises ValidationError, PermissionDenied."""
    if relation not in RELATIONS:
        raise ValidationError({"relation": "请选择贯彻、转发或答复。"})
    current = locked(incoming, None, by)
    is_answer = relation == Relation.ANSWERS
    notice = draft_notice(
        kind=DocumentKind.REPLY if is_answer else DocumentKind.NOTICE, form=DocumentForm.LETTER if is_answer else DocumentForm.ORDINARY,
        title=draft_title(relation, current.title), by=by, at=at,
        content=draft_content(relation, title=current.title, number=current.printed_number, sender=current.sender),
    )  # fmt: skip
    link(notice=notice, relation=relation, incoming=current, by=by, at=at)
    return notice
