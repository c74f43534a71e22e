"""On a document's page: its review, its number and copies, the documents it belongs with."""

from datetime import date

from django.urls import reverse

from capacity_portal.organization.roles import Permission
from reports import panels
from reports.choices import OUT_STATES, NoticeState
from reports.models import Notice
from reports.panels import Panel
from reports.queries.flow_offers import offer_for
from reports.queries.linked import linked_with
from reports.queries.registers import next_number
from reports.queries.reviews import history
from reports.queries.scope import is_secretariat
from reports.rules.verify_codes import grouped
from reports.rules.workflow import STAGE_OF
from reports.views.act_steps import HANDLINGS

_BEFORE_ISSUE = frozenset({"submit", "take_back", "reopen", "drop", *STAGE_OF})
_AFTER = frozenset({"issue", "replace", "withdraw"})


def register() -> None:
    """Called from AppConfig.ready."""
    for position, source in ((20, review), (25, issue), (60, links)):
        panels.register(source, position=position)


def review(notice: Notice, officer, today: date) -> Panel | None:
    """For the office and the departments asked: what each round decided, what comes next. Addressees do not read it."""
    rows = list(history(notice))
    if not officer.may(Permission.DRAFT_DOCUMENTS) and not any(
        row.department_id and row.department_id == officer.department_id for row in rows
    ):
        return None
    offer = offer_for(notice, officer, today)
    context = {
        "rows": rows,
        "blocks": offer.blocks if notice.state != NoticeState.APPROVED else [],
        "off": offer.off,
    }
    return Panel(
        "review", "审核过程", "reports/_panel_review.html", context, _actions(notice, offer, _BEFORE_ISSUE)
    )


def issue(notice: Notice, officer, today: date) -> Panel | None:
    """Number, copies, verification; before the issue the number to come, for who gives it."""
    if notice.state not in OUT_STATES and notice.state != NoticeState.APPROVED:
        return None
    if notice.state == NoticeState.APPROVED and not is_secretariat(officer):
        return None
    offer = offer_for(notice, officer, today)
    context = {
        "blocks": offer.blocks if notice.state == NoticeState.APPROVED else [],
        "reminders": offer.reminders,
        "next_number": next_number(notice) if notice.state == NoticeState.APPROVED else "",
        "number": (notice.frozen or {}).get("number", ""),
        "code": grouped(notice.verify_code or ""),
    }
    return Panel(
        "issue",
        "编号与印发",
        "reports/_panel_issue.html",
        context,
        (*_actions(notice, offer, _AFTER), *_papers(notice, officer)),
    )


def links(notice: Notice, officer, today: date) -> Panel | None:
    """Documents linked in both directions."""
    may_link = officer.may(Permission.DRAFT_DOCUMENTS)
    rows = linked_with(notice, officer)
    if not rows and not may_link:
        return None
    actions = ((HANDLINGS["link"].label, _url(notice, "link")),) if may_link else ()
    return Panel(
        "links",
        "关联文件",
        "reports/_panel_links.html",
        {"rows": rows, "may_unlink": may_link},
        actions,
        len(rows),
    )


def _actions(notice: Notice, offer, names: frozenset[str]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (HANDLINGS[step.name].label, _url(notice, step.name)) for step in offer.steps if step.name in names
    )


def _papers(notice: Notice, officer) -> tuple[tuple[str, str], ...]:
    """What may be done with the copies of an issued document."""
    if notice.state not in OUT_STATES:
        return ()
    found = []
    if officer.may(Permission.KEEP_REGISTER):
        found.append(
            (
                "更换扫描件" if notice.scan_sha256 else "上传盖章扫描件",
                reverse("reports:notice-scan", args=[notice.pk]),
            )
        )
    if (
        officer.may(Permission.SIGN_DOCUMENTS)
        and notice.state == NoticeState.ISSUED
        and notice.tip_id is None
    ):
        name = "unpublish" if notice.is_public else "publish"
        found.append((HANDLINGS[name].label, _url(notice, name)))
    return tuple(found)


def _url(notice: Notice, name: str) -> str:
    return reverse("reports:notice-act", args=[notice.pk, name.replace("_", "-")])
