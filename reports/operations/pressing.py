"""Documents that come of how others were answered: 催办、督办、约谈 to late units, 通报 from the collected returns. All are drafts."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.organization.roles import Permission
from reports.access import NOT_YOURS, insist
from reports.choices import DocumentForm, DocumentKind, NoticeState, SigningKind
from reports.models import Notice, NoticeTemplate
from reports.operations.addressing import address
from reports.operations.drafting import draft_notice
from reports.queries.collected import collected_of, number_of
from reports.queries.matrix import MatrixRow, matrix_of
from reports.queries.notices import office_of
from reports.queries.placeholder_values import Subject, values_for
from reports.queries.places import places_below, text_for
from reports.queries.scope import notices_visible_to, oversees
from reports.rules.circular import circular_content
from reports.rules.placeholders import filled
from reports.rules.reminder_words import KINDS, LateUnit, plain_content, title_of, with_list

_SETTINGS = ("form", "direction", "signing")


@refused_in_chinese
@transaction.atomic
def draft_pressing(*, notice: Notice, kind: str, ids: Collection[int], by, at: datetime) -> Notice:
    """A draft of ``kind`` (催办、督办、约谈) to the late units among the addressees ``ids``, with the list of what is late.

    Raises ValidationError by ``kind`` or ``selected``, PermissionDenied.
    """
    _insist_issued(notice, by)
    if kind not in KINDS:
        raise ValidationError({"kind": "请选择催办、督办或约谈。"})
    today = localdate(at)
    rows = [row for row in matrix_of(notice, by, today).overdue(today) if row.recipient.pk in set(ids)]
    if not rows:
        raise ValidationError({"selected": "所选单位现在都没有逾期事项，请刷新页面后重新选择。"})
    content, settings, template = _words(notice, kind, by, today)
    mains = text_for([row.recipient for row in rows], places_below(notice.region_code, today))
    content = with_list(content, late_units(rows), addressees=mains, today=today)
    draft = draft_notice(
        kind=kind, title=title_of(kind, notice.title)[:200], content=content, template=template, about=notice, tip=notice.tip,
        by=by, at=at, **settings,
    )  # fmt: skip
    _address_to(draft, rows, by=by, at=at)
    _note(notice, "remind", f"起草{KINDS[DocumentKind(kind)]}文稿，{len(rows)}个单位", by=by, at=at)
    return draft


@refused_in_chinese
@transaction.atomic
def draft_circular(*, notice: Notice, by, at: datetime) -> Notice:
    """A draft 通报 of how ``notice`` was answered, to the same addressees. Raises PermissionDenied, ValidationError."""
    _insist_issued(notice, by)
    today = localdate(at)
    matrix = matrix_of(notice, by, today)
    mains = [row for row in matrix.rows if not row.recipient.is_copy]
    content = circular_content(collected_of(notice, matrix, today))
    content["addressees"] = text_for(
        [row.recipient for row in mains], places_below(notice.region_code, today)
    )
    draft = draft_notice(
        kind=DocumentKind.CIRCULAR, title=f"关于《{notice.title}》办理情况的通报"[:200], content=content, about=notice, tip=notice.tip,
        by=by, at=at, form=DocumentForm.ORDINARY, signing=SigningKind.SEALED,
    )  # fmt: skip
    _address_to(draft, mains, by=by, at=at)
    _note(notice, "compile", "起草办理情况通报", by=by, at=at)
    return draft


def late_units(rows: Collection[MatrixRow]) -> list[LateUnit]:
    return [LateUnit(row.recipient.name, row.standing, row.late) for row in rows if row.late is not None]


def _insist_issued(notice: Notice, by) -> None:
    insist(by, Permission.DRAFT_DOCUMENTS, notices_visible_to(by).filter(state=NoticeState.ISSUED), notice.pk)
    if not oversees(by, notice):
        raise PermissionDenied(NOT_YOURS)


def _words(notice: Notice, kind: str, by, today) -> tuple[dict, dict, NoticeTemplate | None]:
    """Content, settings and template of the kind: the office's own, or plain words where it keeps none."""
    template = NoticeTemplate.objects.filter(kind=kind, is_active=True).order_by("id").first()
    if template is None:
        content = plain_content(kind, title=notice.title, number=number_of(notice))
        return content, {"form": DocumentForm.LETTER}, None
    about = f"《{notice.title}》（{number_of(notice)}）要求的工作逾期没有完成"
    values = values_for(Subject(notice=notice), office_of(by.region_code), today) | {"问题": about}
    content = {key: value for key, value in template.content.items() if key != "title"}
    return filled(content, values), {name: getattr(template, name) for name in _SETTINGS}, template


def _address_to(draft: Notice, rows: Collection[MatrixRow], *, by, at: datetime) -> None:
    recipients = [row.recipient for row in rows]
    regions = [one.region for one in recipients if one.department_id is None]
    departments = [one.department for one in recipients if one.department_id is not None]
    address(notice=draft, regions=regions, departments=departments, by=by, at=at)


def _note(notice: Notice, step: str, words: str, *, by, at: datetime) -> None:
    journal.record_event(
        subject="notice", subject_id=notice.pk, step=step, by=by, at=at, note=words, region_code=notice.region_code,
        file_key=f"notice:{notice.pk}",
    )  # fmt: skip
