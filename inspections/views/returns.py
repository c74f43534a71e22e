"""The monthly returns: counties by months, and one county's return with what may be done about it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from capacity_portal.journal.queries import history_of
from capacity_portal.journal.registry import step_labels
from capacity_portal.lib import months
from capacity_portal.lib.pages import month_param
from capacity_portal.organization.access import requires
from capacity_portal.organization.models import Region
from capacity_portal.organization.roles import Permission
from inspections.models import MonthlyReturn, Round
from inspections.queries.compiling import figures_of
from inspections.queries.return_differences import differences
from inspections.queries.return_lists import (
    SIGNED,
    counties_for,
    county_for,
    months_shown,
    record_of,
    slots,
)
from inspections.queries.return_standing import return_blockers, standing_of
from inspections.queries.rounds import round_of
from inspections.rules import return_tables, return_workflow
from inspections.rules.returns import zero_flags

EVENTS = 30
BATCH = [("accept", "批量通过"), ("send_back", "批量退回"), ("remind", "催报"), ("print", "打印")]
_KINDS = {"submit": "warn", "accept": "good", "send_back": "bad", "withdraw": "warn"}


@require_safe
@requires(Permission.VIEW_INSPECTIONS)
def returns(request: HttpRequest) -> HttpResponse:
    """The chosen month county by county, to be worked on; below it the last twelve months. Nothing for a grid officer."""
    today, rounds = timezone.localdate(), months_shown()
    counties = counties_for(request.user, today)
    lines = slots(request.user, rounds, counties, today)
    wanted = month_param(request.GET, "month")
    chosen = next((place for place, one in enumerate(rounds) if one.period == wanted), 0)
    context = {
        "rounds": [(one, months.label(one.period)) for one in rounds],
        "lines": list(zip(counties, lines, strict=True)),
        "chosen": rounds[chosen] if rounds else None,
        "chosen_label": months.label(rounds[chosen].period) if rounds else "",
        "slots": [line[chosen] for line in lines] if rounds else [],
        "batch_actions": BATCH if request.user.may(Permission.REVIEW_RETURNS) else [],
        "may_score": request.user.may(Permission.REVIEW_RETURNS),
    }
    return render(request, "inspections/returns.html", context)


@require_safe
@requires(Permission.VIEW_INSPECTIONS)
def one_return(request: HttpRequest, month: int, code: str) -> HttpResponse:
    """One county's month: figures, words, what blocks, and the steps this officer may take."""
    round_, county, record = placed(request, month, code)
    is_signed = record is not None and record.state in SIGNED
    context = {
        **_common(round_, county, record),
        "record": record,
        "is_signed": is_signed,
        "tables": _tables(record or _imagined(round_, county), is_signed),
        "steps": _steps(request, record),
        "may_export": request.user.may(Permission.EXPORT_LEDGER),
        "may_begin": record is None and may_compile(request, round_, county),
        "events": _events(record) if record else [],
        **(_doubts(record) if record else {}),
    }
    return render(request, "inspections/return.html", context)


def placed(request: HttpRequest, month: int, code: str) -> tuple[Round, Region, MonthlyReturn | None]:
    """The month, the county and its return (None before it is begun). Raises Http404 outside the officer's region."""
    round_, county = round_of(month), county_for(request.user, code)
    if round_ is None or county is None:
        raise Http404
    return round_, county, record_of(request.user, round_, county)


def begun(request: HttpRequest, month: int, code: str) -> MonthlyReturn:
    """The county's return. Raises Http404 before it is begun and outside the officer's region."""
    record = placed(request, month, code)[2]
    if record is None:
        raise Http404
    return record


def return_url(record: MonthlyReturn) -> str:
    return reverse("inspections:return", args=[record.period, record.region_code])


def crumbs(record: MonthlyReturn, here: str) -> list[tuple[str, str]]:
    return [("监管月报", reverse("inspections:returns")), (str(record), return_url(record)), (here, "")]


def may_compile(request: HttpRequest, round_: Round, county: Region) -> bool:
    return request.user.may(Permission.COMPILE_RETURNS) and not round_.is_closed


def _common(round_: Round, county: Region, record: MonthlyReturn | None) -> dict:
    label = months.label(round_.period)
    is_missing = (
        record is None or record.state not in SIGNED
    ) and timezone.localdate() > round_.return_due_on
    title = f"{county.name}{label}监管月报"
    return {
        "round": round_,
        "county": county,
        "title": title,
        "is_missing": is_missing,
        "crumbs": [("监管月报", reverse("inspections:returns")), (title, "")],
    }


def _imagined(round_: Round, county: Region) -> MonthlyReturn:
    """For the figures of a county that has not begun."""
    return MonthlyReturn(round=round_, county=county, period=round_.period, region_code=county.code)


def _tables(record: MonthlyReturn, is_signed: bool) -> list[return_tables.Table]:
    """A closed month shows only what was signed: the records may have changed since."""
    if record.round.is_closed and not is_signed:
        return []
    return return_tables.tables_of(figures_of(record, today=timezone.localdate()))


def _steps(request: HttpRequest, record: MonthlyReturn | None) -> set[str]:
    if record is None or record.round.is_closed:
        return set()
    found = return_workflow.steps_for(record.state, request.user.role_entry.permissions)
    return {step.name for step in found}


def _doubts(record: MonthlyReturn) -> dict:
    """What blocks before the signature; after it, what has changed since; what a 零报告 must not hide."""
    if record.round.is_closed:
        return {"flags": record.zero_flags, "denominators": _denominators(record)}
    if record.state not in SIGNED:
        return {"blockers": return_blockers(record, is_zero=False, today=timezone.localdate())}
    changed = {"changed": differences(record.round, [record]).get(record.region_code, [])}
    if not record.is_zero_report:
        return changed
    now = zero_flags(standing_of(record.round, record.region_code))
    flags = list(dict.fromkeys([*record.zero_flags, *now]))
    return {**changed, "flags": flags, "denominators": _denominators(record)}


def _denominators(record: MonthlyReturn) -> list[tuple[str, str]]:
    return return_tables.denominators(record.figures) if record.is_zero_report else []


def _events(record: MonthlyReturn) -> list[dict]:
    """The course of the return, the newest first."""
    labels = step_labels("monthly_return")
    return [
        {
            "at": entry.at,
            "who": entry.by_name,
            "title": f"{labels.get(entry.step, entry.step)}监管月报",
            "note": entry.note,
            "kind": _KINDS.get(entry.step, "running"),
        }
        for entry in history_of(f"monthly_return:{record.pk}")[:EVENTS]
    ]
