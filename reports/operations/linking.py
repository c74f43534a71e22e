"""Documents that belong together: what one of ours implements, forwards, answers, supplements or replaces."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.roles import Permission
from reports.access import insist
from reports.choices import Relation
from reports.models import DocumentLink, IncomingDocument, Notice
from reports.queries.scope import incoming_visible_to, notices_visible_to


@refused_in_chinese
@transaction.atomic
def link(
    *,
    notice: Notice,
    relation: str,
    incoming: IncomingDocument | None = None,
    other: Notice | None = None,
    by,
    at: datetime,
) -> DocumentLink:
    """Say what ``notice`` does with one other document. Raises ValidationError by field, PermissionDenied; linked before: the same link."""
    insist(by, Permission.DRAFT_DOCUMENTS, notices_visible_to(by) if by else Notice.objects.all(), notice.pk)
    if relation not in Relation.values:
        raise ValidationError({"relation": "请选择关系。"})
    if (incoming is None) == (other is None):
        raise ValidationError({"number": "请填写一份收文或发文的字号。"})
    _insist_other(notice, incoming, other, by)
    found = DocumentLink.objects.filter(
        notice=notice, relation=relation, incoming=incoming, other=other
    ).first()
    if found is not None:
        return found
    made = DocumentLink.objects.create(
        notice=notice,
        relation=relation,
        incoming=incoming,
        other=other,
        linked_at=at,
        linked_by=by or notice.drafted_by,
    )
    journal.record_created(made, step="link", by=by, at=at, note=str(made)[:200])
    return made


@transaction.atomic
def unlink(*, link: DocumentLink, by, at: datetime) -> None:
    """Take a link back that was made by mistake; the journal keeps it. Raises StepRefused for what 代替 says, PermissionDenied."""
    insist(
        by, Permission.DRAFT_DOCUMENTS, notices_visible_to(by) if by else Notice.objects.all(), link.notice_id
    )
    if link.relation == Relation.REPLACES and link.other_id and link.other.replaced_by_id == link.notice_id:
        raise StepRefused(f"“{link.other.title}”已由这份文件代替，代替关系是登记的一部分，不能解除。")
    journal.record_removed(link, step="unlink", by=by, at=at, note=str(link)[:200])
    link.delete()


def _insist_other(notice: Notice, incoming: IncomingDocument | None, other: Notice | None, by) -> None:
    if other is not None and other.pk == notice.pk:
        raise ValidationError({"number": "不能与本文件自己关联。"})
    if by is None:
        return
    seen = (
        notices_visible_to(by).filter(pk=other.pk)
        if other
        else incoming_visible_to(by).filter(pk=incoming.pk)
    )
    if not seen.exists():
        raise ValidationError({"number": "没有找到这份文件，请核对字号。"})
