"""Beginning a document and saving its words: every saving is a version of its own."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.lib import search_text
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.typed_text import storable
from capacity_portal.lib.typesetting.official.outline import OfficialDocument
from capacity_portal.lib.typesetting.official.plain import to_text
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.roles import Permission
from reports.access import NOT_YOURS, insist
from reports.choices import NoticeState
from reports.models import Notice, NoticeTemplate, NoticeVersion
from reports.operations import door
from reports.operations.publishing import AGAINST_TIP
from reports.operations.secrecy import insist_unmarked
from reports.queries.notices import office_of
from reports.queries.scope import is_secretariat, may_concern_tips, notices_visible_to
from reports.rules.contacts import personal_number
from reports.rules.content import stored_words, worded_document
from reports.rules.secrecy import refusal

SETTINGS = (
    "form", "direction", "signing", "urgency", "serial", "signers", "joint_with", "on_behalf_of", "is_single_sided", "is_preprinted",
    "is_public",
)  # fmt: skip
"""What the editor changes beside the words; what recipients owe belongs to the page of the recipients."""


@refused_in_chinese
@transaction.atomic
def draft_notice(
    *, kind: str, title: str, content: dict, by, at: datetime, template: NoticeTemplate | None = None,
    enterprise=None, tip=None, finding=None, about: Notice | None = None, **settings,
) -> Notice:  # fmt: skip
    """A new draft, its version 1. ``settings``: any of ``SETTINGS``. What it concerns must be inside what ``by`` sees: the page asks.

    A document ``about`` one that concerns a tip concerns that tip too: its title and number come from there.
    Raises ValidationError by field (title, content), PermissionDenied.
    """
    tip = about.tip if tip is None and about is not None else tip
    if not by.may(Permission.DRAFT_DOCUMENTS) or (tip is not None and not may_concern_tips(by)):
        raise PermissionDenied("您的角色没有这项权限。")
    document = _checked(title, content)
    office = office_of(by.region_code)
    notice = Notice(
        kind=kind, region_code=office.region.code, template=template, enterprise=enterprise, tip=tip, finding=finding,
        about=about, drafted_at=at, drafted_by=by, on_behalf_of=_host(office), **_words(document),
    )  # fmt: skip
    _set(notice, settings)
    notice.save()
    journal.record_created(notice, step="draft", by=by, at=at)
    _keep(notice, "拟稿", by=by, at=at)
    return notice


@refused_in_chinese
@transaction.atomic
def save_draft(
    *, notice: Notice, version: int, content: dict, title: str, by, at: datetime, note: str = "", **settings
) -> Notice:
    """The words and ``settings`` anew, as the next version. What is there already, also by the same form sent twice, writes nothing.

    Raises door.NoticeChanged when somebody was first, StepRefused unless it is a draft, ValidationError by field, PermissionDenied.
    """
    current = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    insist_editor(current, by)
    document = _checked(title, content)
    if not _differs(current, _words(document) | settings):
        return current
    notice = door.locked(notice, version)
    with journal.recording(notice, step="save", by=by, at=at, note=note[:200]):
        for name, value in _words(document).items():
            setattr(notice, name, value)
        _set(notice, settings)
        notice.version += 1
        notice.save()
    _keep(notice, note, by=by, at=at)
    return notice


def insist_editor(notice: Notice, by) -> None:
    """Raise StepRefused unless it is a draft, PermissionDenied unless ``by`` drafted it or keeps the office's papers."""
    insist(by, Permission.DRAFT_DOCUMENTS, notices_visible_to(by), notice.pk)
    if notice.drafted_by_id != by.pk and not is_secretariat(by):
        raise PermissionDenied(NOT_YOURS)
    if notice.state != NoticeState.DRAFT:
        raise StepRefused(f"文件现在是“{notice.get_state_display()}”，不能修改；请先撤回或退回修改。")


def _checked(title: str, content: dict) -> OfficialDocument:
    """The words as an outline. Raises ValidationError."""
    title = door.worded(title, "title", Notice._meta.get_field("title").max_length, wanted="请填写标题。")
    try:
        document = worded_document(" ".join(title.split()), content)
    except ValueError as refused:
        raise ValidationError({"content": str(refused)}) from refused
    if refused := refusal("文稿", to_text(document)):
        raise ValidationError({"content": refused})
    _insist_on_no_person(document)
    return document


def _insist_on_no_person(document: OfficialDocument) -> None:
    """Contact line and note stand in every copy: office and landline only (T23)."""
    found = {"contact": personal_number(document.contact), "note": personal_number(document.note)}
    if wrong := {name: sentence for name, sentence in found.items() if sentence}:
        raise ValidationError(wrong)


def _words(document: OfficialDocument) -> dict:
    text = search_text.stored([document.title, to_text(document)])
    return {"title": document.title, "content": stored_words(document), "search_text": text}


def _set(notice: Notice, settings: dict) -> None:
    if settings.get("is_public") and notice.tip_id is not None:
        raise ValidationError({"is_public": AGAINST_TIP})
    insist_unmarked(settings)
    for name, value in settings.items():
        if name not in SETTINGS:
            raise TypeError(f"{name} is no setting of a draft")
        setattr(notice, name, value)


def _differs(notice: Notice, values: dict) -> bool:
    return any(getattr(notice, name) != value for name, value in values.items())


def _keep(notice: Notice, note: str, *, by, at: datetime) -> NoticeVersion:
    last = notice.versions.order_by("-number").values_list("number", flat=True).first() or 0
    insist_unmarked({"note": note})
    kept = NoticeVersion.objects.create(
        notice=notice, number=last + 1, title=notice.title, content=notice.content, note=storable(note)[:200], saved_at=at, saved_by=by,
    )  # fmt: skip
    journal.record_created(kept, step="save", by=by, at=at)
    return kept


def _host(office) -> str:
    return office.host_department.name if office.host_department else ""
