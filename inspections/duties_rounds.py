"""What a month puts on the desk: of a grid officer his visits, of a county its gaps, of the office the counties behind."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from capacity_portal.lib import months
from capacity_portal.lib.pages import bounded_count
from capacity_portal.lib.tables import per_cent
from capacity_portal.lib.workdays import workdays_between
from capacity_portal.organization.queries import work_calendar
from capacity_portal.organization.roles import Permission
from enterprises import registries
from enterprises.registries import Duty
from inspections.models import Round
from inspections.queries.areas import home_county, sees_areas
from inspections.queries.desk import behind
from inspections.queries.duty_lists import duties_matching
from inspections.queries.months import open_rounds
from inspections.queries.tallies import totals
from inspections.rules.duty_filters import DutyFilters, as_parameters

SHOWN = 3
"""Open months on a desk at most; older ones are few and stand in the list of months."""


def register() -> None:
    """Called from AppConfig.ready."""
    for source in (own_visits, gaps_of_county, office_round, left):
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


def left(officer, today: date) -> Iterable[Duty]:
    """What the ledger or the grid no longer ask for: only the office takes it off, by a document, before the month ends."""
    if not officer.may(Permission.MANAGE_ROUNDS):
        return
    for round_ in open_rounds().filter(period=months.month_of(today))[:1]:
        found = bounded_count(_listed(officer, round_, "left"))
        if found.n:
            yield Duty(
                title=f"{months.label(round_.period)}不再属于排查范围、等待市办移出",
                url=_list(round_, "left"),
                count=found.label,
                unit="处",
                detail="类别变更、并入未列入的档案或网格已撤销；核实后凭文号移出，不移出的仍须排查",
                state_label="待核定",
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
