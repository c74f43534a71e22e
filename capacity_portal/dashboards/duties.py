"""Everything on an officer's desk: the duties of the apps, and those of the three administrators."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from capacity_portal.jobs.choices import JobState
from capacity_portal.jobs.queries import visible_to as jobs_visible_to
from capacity_portal.organization.queries import uncovered_years, visible_to, waiting_for
from capacity_portal.organization.roles import Permission
from enterprises.registries import Duty, duties_for

_EXPIRY_DAYS = 30
_FAILED_DAYS = 7


def duties_of(officer, today: date) -> list[Duty]:
    """Urgent first: the duties of the apps, then of the administration, then results of background work."""
    return [*duties_for(officer, today), *_administration(officer, today), *_failed_jobs(officer)]


def _administration(officer, today: date) -> Iterable[Duty]:
    if not officer.role_entry.is_administrator:
        return
    if waiting := waiting_for(officer):
        yield Duty(
            "等待您决定的管理员申请",
            reverse("organization:requests"),
            waiting,
            "件",
            state_label="待审批",
            state_kind="warn",
        )
    if officer.may(Permission.MANAGE_OFFICERS):
        yield from _lapsing_accounts(officer, today)
    if officer.may(Permission.MANAGE_SYSTEM):
        yield from _uncovered_years(today)


def _lapsing_accounts(officer, today: date) -> Iterable[Duty]:
    soon = today + timedelta(days=_EXPIRY_DAYS)
    count = visible_to(officer).filter(is_active=True, expires_on__gte=today, expires_on__lte=soon).count()
    if count:
        yield Duty(
            f"{_EXPIRY_DAYS} 天内到期的账户",
            reverse("organization:officers"),
            count,
            "个",
            "请与所在单位核对是否延期",
        )


def _uncovered_years(today: date) -> Iterable[Duty]:
    """Without its holidays a year counts Monday to Friday only, and deadlines in it would be wrong."""
    url = reverse("admin:organization_holiday_changelist")
    for year in uncovered_years(today):
        yield Duty(
            f"{year} 年节假日尚未录入",
            url,
            state_label="未收录",
            state_kind="warn",
            detail="期限暂按周一至周五计算",
        )


def _failed_jobs(officer) -> Iterable[Duty]:
    since = timezone.now() - timedelta(days=_FAILED_DAYS)
    count = jobs_visible_to(officer).filter(state=JobState.FAILED, finished_at__gte=since).count()
    if count:
        yield Duty("未完成的后台任务", reverse("jobs:list"), count, "个", "可以重新生成", "未完成", "bad")
