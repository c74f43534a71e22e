"""What the monthly return puts on the desk: to be compiled, to be signed, to be mended, to be reviewed."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from capacity_portal.journal import registry as journal
from capacity_portal.lib import months
from capacity_portal.lib.territory import Level, level_of
from capacity_portal.organization.roles import Permission
from enterprises import registries
from enterprises.registries import Duty
from inspections.choices import ReturnState
from inspections.models import MonthlyReturn, Round
from inspections.queries.return_lists import SIGNED, sees_returns
from inspections.queries.scope import returns_visible_to

_LOOKED_BACK = 3


def register() -> None:
    """Called from AppConfig.ready."""
    journal.name_events("furnaces", label="中（工）频炉分布", steps={"export": "导出"})
    registries.register_duty(of_county)
    registries.register_duty(of_office)


def of_county(officer, today: date) -> Iterable[Duty]:
    """The county's returns of the last months that are not signed: written by the staff, signed by the leader."""
    if not officer.may(Permission.COMPILE_RETURNS) or level_of(officer.region_code) != Level.COUNTY:
        return
    rounds = list(Round.objects.filter(closed_at=None).order_by("-period")[:_LOOKED_BACK])
    found = MonthlyReturn.objects.filter(round__in=rounds, county=officer.region_id).defer("figures")
    records = {record.round_id: record for record in found}
    for round_ in rounds:
        record = records.get(round_.pk)
        if record is None or record.state not in SIGNED:
            yield _to_sign(officer, round_, record, today)


def of_office(officer, today: date) -> Iterable[Duty]:
    """Returns that wait for the office."""
    if not officer.may(Permission.REVIEW_RETURNS) or not sees_returns(officer):
        return
    waiting = returns_visible_to(officer).filter(state=ReturnState.SUBMITTED, round__closed_at=None)
    oldest = waiting.order_by("period").values_list("period", flat=True).first()
    if oldest is not None:
        yield Duty(
            title="等待审核的监管月报",
            url=f"{reverse('inspections:returns')}?month={months.slug(oldest)}",
            count=waiting.count(),
            unit="份",
            detail="逐份核对后通过或退回，可以批量办理",
            state_label="待审核",
            state_kind="warn",
        )


def _to_sign(officer, round_: Round, record: MonthlyReturn | None, today: date) -> Duty:
    is_back = record is not None and record.state == ReturnState.SENT_BACK
    days = (round_.return_due_on - today).days
    verb = "签报" if officer.may(Permission.SIGN_RETURNS) else "编制"
    return Duty(
        title=f"{verb}{months.label(round_.period)}监管月报",
        url=reverse("inspections:return", args=[round_.period, officer.region_code]),
        detail=f"退回意见：{record.send_back_comment}" if is_back else "",
        state_label="未开始" if record is None else record.get_state_display(),
        state_kind="warn" if is_back else "running" if record else "neutral",
        due_on=round_.return_due_on,
        due_label=f"还有{days}天" if days >= 0 else f"逾期{-days}天",
        is_overdue=days < 0,
    )
