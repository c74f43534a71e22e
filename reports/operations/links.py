"""Which registered documents a record may name."""

from django.core.exceptions import ValidationError

from reports.models import BasisDocument, IncomingDocument, Meeting, Notice
from reports.queries.linkable import incoming_linkable_by, notices_linkable_by


def insist_on_links(
    record: Meeting | BasisDocument, *, notice: Notice | None, incoming: IncomingDocument | None, by
) -> None:
    """Only documents ``by`` sees are named (None is the system); one that was named before may stay. Raises ValidationError by field."""
    if by is None:
        return
    if _is_new(notice, record.notice_id) and not notices_linkable_by(by).filter(pk=notice.pk).exists():
        raise ValidationError(
            {"notice": "所选发文不在您的查阅范围内、还没有印发，或者涉及举报，请从列表中选择。"}
        )
    if _is_new(incoming, record.incoming_id) and not incoming_linkable_by(by).filter(pk=incoming.pk).exists():
        raise ValidationError({"incoming": "所选收文不在您的查阅范围内，请从列表中选择。"})


def _is_new(document: Notice | IncomingDocument | None, held: int | None) -> bool:
    return document is not None and document.pk != held
