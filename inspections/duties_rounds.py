"""What a month puts on the desk: of a grid officer his visits, of a county its gaps, of the office the counties behind."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from capacity_portal.lib import months
from capacity_portal.lib.pages import bounded_count
from capacity_portal.lib.workdays import workdays_between
from capacity_portal.organization.queries import work_calendar
from capacity_portal.organization.roles import Permission
from enterprises import registries
from enterprises.registries import Duty
from inspections.choices import VisitState
from inspections.models import Round
from inspections.queries.areas import home_county, sees_areas
from inspections.queries.desk import behind, to_confirm, to_redo
from inspections.queries.duty_lists import duties_matching
from inspections.queries.months import open_rounds
from inspections.queries.tallies import totals
from inspections.rules.duty_filters import DutyFilters, as_parameters
from inspections.sheets.tables import per_cent

SHOWN = 3
"""Open months on a desk at most; older ones are few and stand in the list of months."""


def register() -> None:
    """Called from AppConfig.ready."""
    for source in (own_visits, sent_back, confirmations, gaps_of_county, office_round):
        registries.register_duty(source)


def own_visits(officer, today: date) -> Iterable[Duty]:
    """What a grid officer has not inspected yet; what he was reminded of is said."""
    if not officer.may(Permission.RECORD_VISITS) or sees_areas(officer):
        return
    for round_ in open_rounds()[:SHOWN]:
        left = bounded_count(_listed(officer, round_, "uncovered"))
        if left.n:
            url = f"{reverse('inspections:mine')}?{urlencode({'month': months.slug(round_.period)})}"
            yield _due(
                f"{months.label(round_.period)}还没有查清的企业和网格",
                url,
                left.label,
                officer,
                round_,
                today,
            )


def sent_back(officer, today: date) -> Iterable[Duty]:
    """Visits that were sent back and nobody has corrected yet."""
    if not officer.may(Permission.RECORD_VISITS) or officer.may(Permission.MANAGE_ROUNDS):
        return
    found = bounded_count(to_redo(officer))
    if found.n:
        query = urlencode({"state": VisitState.SENT_BACK.value})
        yield Duty(
            title="被退回、需要更正的排查记录",
            url=f"{reverse('inspections:visits')}?{query}",
            count=found.label,
            unit="条",
            detail="按退回意见重新核实后更正",
            state_label="已退回",
            state_kind="bad",
        )


def confirmations(officer, today: date) -> Iterable[Duty]:
    """Visits that name the officer as an inspector and wait for his word."""
    if not officer.may(Permission.VIEW_INSPECTIONS):
        return
    waiting = list(to_confirm(officer)[:1_000])
    if waiting:
        yield Duty(
            title="等待您确认参加的检查",
            url=reverse("inspections:visit", args=[waiting[0]]),
            count=len(waiting),
            unit="条",
            detail="核对无误后确认，没有参加的请联系填报人更正",
            state_label="待确认",
            state_kind="warn",
        )


def gaps_of_county(officer, today: date) -> Iterable[Duty]:
    """A county's uncovered n of m; after the due date those without a reason."""
    county = home_county(officer)
    if not county or not officer.may(Permission.COMPILE_RETURNS):
        return
    for round_ in open_rounds()[:SHOWN]:
        account = totals(round_, county)["total"]
        left = account["pending"] + account["attempted"]
        if not left:
            continue
        label = months.label(round_.period)
        title = f"{label}还没有查清 {left}／{account['denominator']}"
        yield _due(title, _list(round_, "uncovered"), str(left), officer, round_, today)
        silent = (
            bounded_count(_listed(officer, round_, "unexplained")) if today > round_.visits_due_on else None
        )
        if silent and silent.n:
            yield Duty(
                title=f"{label}没有查清、也没有说明原因",
                url=_list(round_, "unexplained"),
                count=silent.label,
                unit="处",
                detail="排查期限已过，请逐处补查或说明原因",
                state_label="待说明",
                state_kind="bad",
                is_overdue=True,
            )


def office_round(officer, today: date) -> Iterable[Duty]:
    """Counties behind, and attempts that wait for a decision."""
    if not officer.may(Permission.MANAGE_ROUNDS):
        return
    for round_ in open_rounds()[:SHOWN]:
        late = behind(officer, round_, _workdays(round_, today))
        if late:
            name, account = late[0]
            detail = f"最低的{name}，覆盖率{per_cent(account['per_mille']).text}"
            url = reverse("inspections:round", args=[round_.period])
            title = f"{months.label(round_.period)}排查进度落后的县（市、区）"
            yield _due(title, url, str(len(late)), officer, round_, today, unit="个", detail=detail)
        attempts = bounded_count(_listed(officer, round_, "attempted"))
        if attempts.n:
            yield Duty(
                title=f"{months.label(round_.period)}到场未查成、等待决定是否不计",
                url=_list(round_, "attempted"),
                count=attempts.label,
                unit="处",
                detail="拒绝检查、未能进入的，仍计入未查清",
                state_label="待决定",
                state_kind="warn",
            )


def _due(
    title: str,
    url: str,
    count: str,
    officer,
    round_: Round,
    today: date,
    *,
    unit: str = "处",
    detail: str = "",
) -> Duty:
    left = _workdays(round_, today)
    reminded = bounded_count(_listed(officer, round_, "reminded")) if not detail else None
    if reminded and reminded.n:
        detail = f"其中 {reminded.label} 处已催报"
    return Duty(
        title=title,
        url=url,
        count=count,
        unit=unit,
        detail=detail,
        state_label="已逾期" if left < 0 else "进行中",
        state_kind="bad" if left < 0 else "running",
        due_on=round_.visits_due_on,
        due_label=_label(left),
        is_overdue=left < 0,
    )


def _label(left: int) -> str:
    if left < 0:
        return f"逾期{-left}个工作日"
    return f"还有{left}个工作日" if left else "今天截止"


def _workdays(round_: Round, today: date) -> int:
    """Working days until the visits are due; negative from the first day after, holiday or not."""
    left = workdays_between(today, round_.visits_due_on, work_calendar())
    return min(left, -1) if today > round_.visits_due_on else left


def _listed(officer, round_: Round, standing: str) -> QuerySet:
    return duties_matching(officer, round_.period, DutyFilters(standing=standing))


def _list(round_: Round, standing: str) -> str:
    query = urlencode(as_parameters(DutyFilters(standing=standing)))
    return reverse("inspections:round-uncovered", args=[round_.period]) + (f"?{query}" if query else "")
