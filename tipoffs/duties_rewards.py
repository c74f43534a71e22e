"""What follows the outcome puts on the desk: rewards to decide and to pay, objections to decide."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from capacity_portal.lib.workdays import workdays_between
from capacity_portal.organization.queries import work_calendar
from capacity_portal.organization.roles import Permission
from enterprises import registries
from enterprises.registries import Duty
from tipoffs.choices import RewardState
from tipoffs.queries.objections import waiting_objections
from tipoffs.queries.rewards import rewards_visible_to

_SHOWN = 20


def register() -> None:
    """Called from AppConfig.ready."""
    registries.register_duty(of_leader)
    registries.register_duty(of_handler)


def of_leader(officer, today: date) -> Iterable[Duty]:
    """Rewards that somebody else proposed, and each objection with its deadline."""
    if not officer.may(Permission.DECIDE_TIPOFFS):
        return
    proposed = rewards_visible_to(officer).filter(state=RewardState.PROPOSED).exclude(proposed_by=officer)
    if count := proposed.count():
        yield Duty(
            "等待审定的举报奖励", f"{reverse('tipoffs:rewards')}?state=proposed", count, "件", state_label="待审定", state_kind="warn"
        )  # fmt: skip
    calendar = None
    for objection in waiting_objections(officer).select_related("tip").order_by("due_on", "id")[:_SHOWN]:
        calendar = calendar or work_calendar()
        left = workdays_between(today, objection.due_on, calendar)
        yield Duty(
            f"决定{objection.tip.label}的异议",
            reverse("tipoffs:objection-decide", args=[objection.tip_id]),
            1,
            "件",
            state_label="待决定",
            state_kind="warn",
            due_on=objection.due_on,
            due_label=f"还有{left}个工作日" if today <= objection.due_on else f"逾期{max(1, -left)}个工作日",
            is_overdue=today > objection.due_on,
        )


def of_handler(officer, today: date) -> Iterable[Duty]:
    """Granted rewards wait for their owners; the one that lapses first says until when."""
    if not officer.may(Permission.HANDLE_TIPOFFS):
        return
    granted = rewards_visible_to(officer).filter(state=RewardState.GRANTED)
    first = granted.order_by("claim_until").values_list("claim_until", flat=True).first()
    if first is not None:
        yield Duty(
            "等待领取的举报奖励",
            f"{reverse('tipoffs:rewards')}?state=granted",
            granted.count(),
            "件",
            "举报人凭编号和查询码到窗口领取",
            "待领取",
            due_on=first,
            due_label=f"最早一件还有{(first - today).days}天失效" if first >= today else "已过领取期限",
        )
