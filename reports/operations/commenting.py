"""Remarks on a draft: made by whoever sees it, settled with a word by its editor or taken back by their writer."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.typed_text import storable
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.roles import Permission
from reports.access import NOT_YOURS, insist
from reports.choices import OPEN_STATES
from reports.models import Notice, NoticeComment
from reports.operations import door
from reports.operations.secrecy import insist_unmarked
from reports.queries.scope import is_secretariat, notices_visible_to

LONGEST, LONGEST_ANSWER, LONGEST_PLACE = 1_000, 500, 60


@refused_in_chinese
@transaction.atomic
def comment(*, notice: Notice, place: str, text: str, by, at: datetime) -> NoticeComment:
    """A remark on the version that stands now; ``place`` "" is the whole. Raises ValidationError by text, StepRefused, PermissionDenied."""
    insist(by, Permission.VIEW_DOCUMENTS, notices_visible_to(by), notice.pk)
    current = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if current.state not in OPEN_STATES:
        raise StepRefused(f"文件{current.get_state_display()}，不再提修改意见。")
    text = door.worded(text, longest=LONGEST, wanted="请写明修改意见。")
    insist_unmarked({"place": place})
    number = current.versions.order_by("-number").values_list("number", flat=True).first() or 1
    made = NoticeComment.objects.create(
        notice=current, number=number, place=storable(place).strip()[:LONGEST_PLACE], text=text, written_at=at, written_by=by,
    )  # fmt: skip
    journal.record_created(made, step="comment", by=by, at=at)
    return made


@refused_in_chinese
@transaction.atomic
def settle_comment(*, comment: NoticeComment, text: str, by, at: datetime) -> NoticeComment:
    """How the remark was met (采纳、不采纳及理由). Its writer may take it back so too. Raises ValidationError, StepRefused, PermissionDenied."""
    current = (
        NoticeComment.objects.select_for_update(of=("self",)).select_related("notice").get(pk=comment.pk)
    )
    insist(by, Permission.VIEW_DOCUMENTS, notices_visible_to(by), current.notice_id)
    if by.pk not in {current.written_by_id, current.notice.drafted_by_id} and not is_secretariat(by):
        raise PermissionDenied(NOT_YOURS)
    if current.settled_at is not None:
        raise StepRefused("这条意见已经处理过，请刷新页面查看。")
    with journal.recording(current, step="settle", by=by, at=at):
        current.settled_text = door.worded(
            text, longest=LONGEST_ANSWER, wanted="请写明怎样处理的，例如“已采纳”。"
        )
        current.settled_at, current.settled_by = at, by
        current.save()
    return current
