"""Panels of a document's page: remarks, versions; and where documents stand on the pages of what they are about."""

from datetime import date

from django.urls import reverse

from capacity_portal.lib.panels import Panel
from capacity_portal.organization.roles import Permission
from inspections import panels as finding_panels
from reports import panels
from reports.choices import OPEN_STATES
from reports.models import Notice
from reports.queries.scope import is_secretariat, may_concern_tips, notices_visible_to
from tipoffs import panels as tip_panels


def register() -> None:
    """Called from AppConfig.ready."""
    panels.register(comments, position=30)
    panels.register(versions, position=90)
    tip_panels.register(about_tip, position=90)
    finding_panels.register(about_finding)


def comments(notice: Notice, officer, today: date) -> Panel | None:
    """Remarks, while it is a draft or where there are any; recipients see none."""
    if not _inside(notice, officer):
        return None
    rows = list(notice.comments.select_related("written_by", "settled_by").order_by("settled_at", "id"))
    is_open = notice.state in OPEN_STATES
    if not rows and not is_open:
        return None
    settles_all = is_secretariat(officer) or notice.drafted_by_id == officer.pk
    marked = [(row, settles_all or row.written_by_id == officer.pk) for row in rows]
    actions = (("提修改意见", reverse("reports:comment-add", args=[notice.pk])),) if is_open else ()
    return Panel("comments", "修改意见", "reports/_panel_comments.html", {"rows": marked}, actions, len(rows))


def versions(notice: Notice, officer, today: date) -> Panel | None:
    """The way to the versions, for those who write and review."""
    if not _inside(notice, officer):
        return None
    last = notice.versions.select_related("saved_by").defer("content").order_by("-number").first()
    actions = (("版本记录", reverse("reports:notice-versions", args=[notice.pk])),)
    return (
        Panel("versions", "文稿版本", "reports/_panel_versions.html", {"last": last}, actions)
        if last
        else None
    )


def about_tip(tip, officer, today: date) -> Panel | None:
    """On a tip's page: the documents about it, for those who may make them."""
    if not _may_draft(officer):
        return None
    actions = (("拟文", f"{reverse('reports:notice-new')}?tip={tip.pk}"),) if tip.summary else ()
    return _about(notices_visible_to(officer).filter(tip=tip), actions)


def about_finding(finding, officer, today: date) -> Panel | None:
    """On a finding's page."""
    if not officer.may(Permission.DRAFT_DOCUMENTS):
        return None
    actions = (("拟文", f"{reverse('reports:notice-new')}?finding={finding.pk}"),)
    return _about(notices_visible_to(officer).filter(finding=finding), actions)


def _about(rows, actions) -> Panel:
    found = list(rows.defer("content", "search_text", "frozen").order_by("-id")[:20])
    return Panel(
        "documents", "公文", "reports/_panel_about.html", {"rows": found}, actions, len(found) or None
    )


def _may_draft(officer) -> bool:
    return officer.may(Permission.DRAFT_DOCUMENTS) and may_concern_tips(officer)


def _inside(notice: Notice, officer) -> bool:
    return officer.may(Permission.DRAFT_DOCUMENTS) or (notice.state in OPEN_STATES)
