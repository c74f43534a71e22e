"""One document on one page: where it stands, what it says, what was remarked; the parts of others as panels."""

from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from capacity_portal.lib.typesetting.official.outline import OfficialDocument
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from reports.choices import OUT_STATES
from reports.documents.notices import document_for
from reports.documents.reading import read_attachments, read_blocks
from reports.models import Notice
from reports.operations.reading import log_read
from reports.panels import Panel, panels_for
from reports.queries.notices import office_of
from reports.queries.reviews import returned_part
from reports.queries.scope import notices_visible_to
from reports.rules.draft_problems import draft_problems
from reports.views.notice_list import STATE_KINDS, number_of
from reports.views.notice_of import may_edit, notice_of, short


@dataclass(frozen=True)
class Drawn:
    """A panel and its markup."""

    panel: Panel
    html: SafeString


@require_safe
@requires(Permission.VIEW_DOCUMENTS)
@cache_control(private=True, no_store=True)
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """The document with what this officer may do; that a draft was looked at is logged."""
    record, at = notice_of(request, pk), timezone.now()
    log_read(notice=record, what="正文", by=request.user, at=at)
    document, fault = readable(record, request.user, at)
    is_out, panels = record.state in OUT_STATES, _drawn(request, record, timezone.localdate(at))
    context = {
        "notice": record,
        "document": document,
        "blocks": list(read_blocks(document.blocks)) if document else [],
        "attachments": read_attachments(document) if document else [],
        "fault": fault,
        "returned": returned_part(record) if request.user.may(Permission.DRAFT_DOCUMENTS) else None,
        "number": number_of(record),
        "state_kind": STATE_KINDS[record.state],
        "is_out": is_out,
        "problems": draft_problems(document) if document and not is_out else [],
        "facts": _facts(record, request.user),
        "may_edit": may_edit(request.user, record),
        "panels": panels,
        "jumps": [
            {"label": one.panel.title, "count": _number(one.panel), "url": f"#{one.panel.anchor}"}
            for one in panels
        ],
        "crumbs": [("公文", reverse("reports:notices")), (short(record.title), "")],
    }
    return render(request, "reports/notice.html", context)


def _number(panel: Panel) -> str:
    return "" if panel.count is None else str(panel.count)


def readable(record: Notice, officer, at) -> tuple[OfficialDocument | None, str]:
    """The document as the officer sees it now, or the sentence why it cannot be read."""
    seen = timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
    try:
        office = office_of(record.region_code)
        return document_for(
            record, office=office, viewer=officer.name, seen_at=seen, today=timezone.localdate(at)
        ), ""
    except (ValueError, ObjectDoesNotExist) as unreadable:
        return None, str(unreadable)


def _facts(record: Notice, officer) -> list[tuple[str, object]]:
    found = [
        ("文种", record.get_kind_display()),
        (
            "格式",
            f"{record.get_form_display()}，{record.get_direction_display()}，{record.get_signing_display()}",
        ),
        ("拟稿", f"{record.drafted_by.name}，{timezone.localdate(record.drafted_at)}"),
    ]
    if record.is_public and record.state not in OUT_STATES:
        found.append(("公开", "拟公开发布，印发后任何人都能阅读全文"))
    if record.signed_by:
        found.append(("签发", f"{record.signed_by.name}，{timezone.localdate(record.signed_at)}"))
    if record.issued_by:
        found.append(("印发", f"{record.issued_by.name}，{timezone.localdate(record.issued_at)}"))
    if record.enterprise:
        found.append(("涉及企业", record.enterprise.name))
    if record.about and notices_visible_to(officer).filter(pk=record.about_id).exists():
        found.append(("所针对的文件", record.about.title))
    if record.ended_reason:
        found.append(("废止（代替、不再办理）原因", record.ended_reason))
    return found


def _drawn(request: HttpRequest, record: Notice, today) -> list[Drawn]:
    return [
        Drawn(
            panel,
            render_to_string(panel.template, {**panel.context, "notice": record, "panel": panel}, request),
        )
        for panel in panels_for(record, request.user, today)
    ]
