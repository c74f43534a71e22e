"""On a document's page: whom it goes to, what they owe, and how far they are."""

from datetime import date

from django.urls import reverse

from capacity_portal.lib.panels import Panel
from capacity_portal.organization.roles import Permission
from reports import panels
from reports.choices import OUT_STATES, NoticeState
from reports.models import Notice, Recipient
from reports.queries.matrix import matrix_of
from reports.queries.scope import answerable_by, is_secretariat
from reports.queries.sending import acts_wanted
from reports.rules.sending import ACTS

_NAMED = 30


def register() -> None:
    """Called from AppConfig.ready."""
    panels.register(recipients, position=30)


def recipients(notice: Notice, officer, today: date) -> Panel | None:
    """A draft's addressees for those who write; how an issued document was answered for everybody it concerns."""
    if notice.state in OUT_STATES:
        return _issued(notice, officer, today)
    if not officer.may(Permission.DRAFT_DOCUMENTS):
        return None
    rows = list(notice.recipients.order_by("is_copy", "position", "id"))
    may_change = notice.state == NoticeState.DRAFT and (
        is_secretariat(officer) or notice.drafted_by_id == officer.pk
    )
    action = ("选择收文单位" if may_change else "看收文单位", reverse("reports:recipients", args=[notice.pk]))
    context = {
        "mains": _names([row for row in rows if not row.is_copy]),
        "copies": _names([row for row in rows if row.is_copy]),
        "wanted": _wanted(notice),
    }
    return Panel("recipients", "收文单位", "reports/_panel_recipients.html", context, (action,), len(rows))


def _issued(notice: Notice, officer, today: date) -> Panel | None:
    found = matrix_of(notice, officer, today)
    if not found.rows:
        return None
    actions = [("办理情况", reverse("reports:matrix", args=[notice.pk]))]
    own = answerable_by(officer).filter(notice=notice).values_list("pk", flat=True).first()
    if own is not None:
        actions.insert(0, ("签收、办理、反馈", reverse("reports:return", args=[own])))
    context = {
        "rates": found.rates,
        "overdue": len(found.overdue(today)),
        "total": len(found.rows),
        "wanted": _wanted(notice),
    }
    return Panel(
        "recipients",
        "收文单位办理情况",
        "reports/_panel_answers.html",
        context,
        tuple(actions),
        len(found.rows),
    )


def _names(rows: list[Recipient]) -> str:
    names = "、".join(row.name for row in rows[:_NAMED])
    return f"{names}等{len(rows)}个单位" if len(rows) > _NAMED else names


def _wanted(notice: Notice) -> str:
    words = "、".join(ACTS[act] for act, is_wanted in acts_wanted(notice).items() if is_wanted)
    due = f"，期限{notice.due_on.year}年{notice.due_on.month}月{notice.due_on.day}日" if notice.due_on else ""
    return f"{words or '没有要求'}{due}"
