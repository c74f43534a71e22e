"""The ends of a document: given up as a draft (不再办理), replaced by a later one (代替), withdrawn (废止). Nothing is deleted."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.workflow import StepRefused
from reports.choices import NoticeState, Relation
from reports.models import Notice
from reports.operations import door
from reports.operations.drafting import insist_editor
from reports.operations.linking import link
from reports.queries.scope import notices_visible_to


@transaction.atomic
def drop(*, notice: Notice, version: int, text: str, by, at: datetime) -> Notice:
    """不再办理: a draft that will not be issued, with the reason. Raises as ``withdraw``; its drafter or the secretariat may."""
    return _ended(notice, version, "drop", text, by=by, at=at)


@transaction.atomic
def withdraw(*, notice: Notice, version: int, text: str, by, at: datetime) -> Notice:
    """废止: the document, its number and its copy stay; page, register and verification say it does not apply any more.

    Raises door.NoticeChanged, StepRefused, ValidationError by field, PermissionDenied.
    """
    return _ended(notice, version, "withdraw", text, by=by, at=at)


@refused_in_chinese
@transaction.atomic
def replace(*, notice: Notice, version: int, replaced_by: Notice, text: str, by, at: datetime) -> Notice:
    """代替: ``replaced_by`` is issued and seen by ``by``; the two are linked. Raises as ``withdraw``."""
    if by is not None and not notices_visible_to(by).filter(pk=replaced_by.pk).exists():
        raise ValidationError({"replaced_by": "没有找到这份文件，请核对字号。"})
    if replaced_by.pk == notice.pk or replaced_by.state != NoticeState.ISSUED:
        raise ValidationError(
            {"replaced_by": f"“{replaced_by.title}”不能代替这份文件，请选择另一份已印发、现行有效的文件。"}
        )
    if _is_before(replaced_by, notice):
        raise ValidationError(
            {
                "replaced_by": f"“{replaced_by.title}”印发在前，不能代替在它之后印发的“{notice.title}”，请填写后印发的那份文件的字号。"
            }
        )
    current = _ended(notice, version, "replace", text, by=by, at=at, replaced_by=replaced_by)
    link(notice=replaced_by, relation=Relation.REPLACES, other=current, by=None, at=at)
    return current


def _ended(
    notice: Notice, version: int, name: str, text: str, *, by, at: datetime, replaced_by: Notice | None = None
) -> Notice:
    notice = door.locked(notice, version)
    step = door.step_of(notice, name, by)
    text = door.worded(text)
    if by is None:
        raise StepRefused("这一步须由人员办理。")
    if name == "drop":
        insist_editor(notice, by)
    with door.stepping(notice, step, by=by, at=at, note=text):
        notice.ended_at, notice.ended_by, notice.ended_reason = at, by, text
        notice.replaced_by = replaced_by
    return notice


def _is_before(one: Notice, other: Notice) -> bool:
    """Whether an issued document came first: by its day, the moment it was issued, its number among those of one register."""
    first, second = (one.dated, one.issued_at), (other.dated, other.issued_at)
    mine, others = getattr(one, "entry", None), getattr(other, "entry", None)
    if first == second and mine and others and mine.series_id == others.series_id:
        return mine.number < others.number
    return first < second
