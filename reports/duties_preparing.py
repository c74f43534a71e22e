"""What inspections by superiors put on the desk: preparations not told yet, inspections that come near."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from capacity_portal.organization.roles import Permission
from enterprises import registries
from enterprises.registries import Duty
from reports.models import SuperiorInspection
from reports.queries.preparing import near, to_fill_in
from reports.queries.scope import is_secretariat
from reports.rules.inspection_calendar import standing

SHOWN = 3


def register() -> None:
    """Called from AppConfig.ready."""
    registries.register_duty(unprepared)
    registries.register_duty(coming)


def unprepared(officer, today: date) -> Iterable[Duty]:
    """A county that has said nothing about an open inspection."""
    if officer.may(Permission.PREPARE_INSPECTIONS) and not is_secretariat(officer):
        for record in to_fill_in(officer)[:SHOWN]:
            url = reverse("reports:preparation", args=[record.pk])
            yield _duty(f"未填准备情况：{record.name}", url, record, today, "待填报")


def coming(officer, today: date) -> Iterable[Duty]:
    """Inspections that begin within two weeks, for the office."""
    if is_secretariat(officer):
        for record in near(officer, today)[:SHOWN]:
            url = reverse("reports:superior-inspection", args=[record.pk])
            yield _duty(f"检查临近：{record.name}", url, record, today, standing(record, today)[0])


def _duty(title: str, url: str, record: SuperiorInspection, today: date, label: str) -> Duty:
    return Duty(
        title=title, url=url, detail=f"{record.organizer}，{record.starts_on:%Y-%m-%d}起", state_label=label, state_kind="warn",
        due_on=record.starts_on, due_label=standing(record, today)[0], is_overdue=today > record.starts_on,
    )  # fmt: skip
