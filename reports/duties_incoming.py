"""What incoming documents put on the desk: their last days for the office, tasks for whoever was given one."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count, Min, Q
from django.urls import reverse

from capacity_portal.organization.roles import Permission
from enterprises import registries
from enterprises.registries import Duty
from reports.choices import TaskState
from reports.queries.incoming import OPEN
from reports.queries.scope import incoming_visible_to, is_secretariat, tasks_of

AHEAD = timedelta(days=7)
"""So long before its last day a document stands on the desk."""


def register() -> None:
    """Called from AppConfig.ready."""
    registries.register_duty(documents_due)
    registries.register_duty(tasks_open)


def documents_due(officer, today: date) -> Iterable[Duty]:
    """Incoming documents whose last day is near or over."""
    if not is_secretariat(officer):
        return
    near = incoming_visible_to(officer).filter(state__in=OPEN, due_on__lte=today + AHEAD)
    found = near.aggregate(count=Count("pk"), late=Count("pk", Q(due_on__lt=today)), due=Min("due_on"))
    if found["count"]:
        state = "overdue" if found["late"] == found["count"] else "open"
        yield _duty("办理期限将到或已过的收文", f"其中{found['late']}份已过期限", found, "份", state, today)


def tasks_open(officer, today: date) -> Iterable[Duty]:
    """Tasks of the officer's own office or department."""
    if not officer.may(Permission.ANSWER_DOCUMENTS):
        return
    rows = tasks_of(officer).filter(state=TaskState.OPEN)
    found = rows.aggregate(count=Count("pk"), late=Count("pk", Q(due_on__lt=today)), due=Min("due_on"))
    if found["count"]:
        yield _duty("上级文件交办的任务", "完成后填报完成情况", found, "项", "open", today)


def _duty(title: str, detail: str, found: dict, unit: str, state: str, today: date) -> Duty:
    days = (found["due"] - today).days if found["due"] else None
    words = "" if days is None else f"还有{days}天" if days >= 0 else f"最早的逾期{-days}天"
    return Duty(
        title=title, url=f"{reverse('reports:incoming')}?state={state}", count=found["count"], unit=unit, detail=detail,
        state_label="已逾期" if found["late"] else "待办", state_kind="bad" if found["late"] else "warn", due_on=found["due"],
        due_label=words, is_overdue=bool(found["late"]),
    )  # fmt: skip
