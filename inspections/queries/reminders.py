"""What a reminder says: numbers and names of the month, working days left."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.timezone import localdate, localtime

from capacity_portal.lib import months
from capacity_portal.lib.workdays import Calendar, deadline, workdays_between
from capacity_portal.organization.models import Office, Region
from capacity_portal.organization.queries import work_calendar
from inspections.choices import Coverage, DutyKind
from inspections.models import Duty, Round
from inspections.queries.areas import home_county
from inspections.queries.tallies import totals
from inspections.queries.uncovered import UNCOVERED
from inspections.rules.reminder_text import Missing, Reminder, text_of


def days_left(round_: Round, today, calendar: Calendar) -> int:
    """Working days until the visits are due; negative when that day has passed."""
    return workdays_between(today, round_.visits_due_on, calendar)


def texts(
    round_: Round, duties: Iterable[Duty], *, by, at: datetime, whole: Sequence[str] = ()
) -> dict[str, str]:
    """The text of a reminder for each county that ``duties`` lie in, by code.

    Those already inspected are left out. ``whole``: counties whose numbers of the month are told, because all their duties are meant.
    """
    missing: dict[str, list[Missing]] = {}
    for duty in duties:
        if duty.removed_on is None and duty.coverage in UNCOVERED:
            missing.setdefault(duty.county_code, []).append(_missing(duty))
    names = dict(Region.objects.filter(code__in=missing).values_list("code", "name"))
    calendar = work_calendar()
    today = localdate(at)
    common = {
        "month": months.label(round_.period),
        "due_on": round_.visits_due_on,
        "days_left": days_left(round_, today, calendar),
        "at": localtime(at),
        "sender": _sender(by),
        "note": _caution(round_, today, calendar),
    }
    found = {}
    for code, rows in sorted(missing.items()):
        to = "各网格责任人" if home_county(by) else names.get(code, "各有关单位")
        found[code] = text_of(Reminder(to=to, missing=rows, **common, **_numbers(round_, code, whole)))
    return found


def _caution(round_: Round, today, calendar: Calendar) -> str:
    left = workdays_between(today, round_.visits_due_on, calendar)
    return deadline(today, left, calendar).note if 0 < left <= 60 else ""


def _numbers(round_: Round, code: str, whole: Sequence[str]) -> dict[str, int]:
    if code not in whole or not code:
        return {}
    total = totals(round_, code)["total"]
    return {"due": total["denominator"], "covered": total["covered"]}


def _missing(duty: Duty) -> Missing:
    is_attempted = duty.coverage == Coverage.ATTEMPTED
    if duty.kind == DutyKind.SWEEP:
        return Missing(f"{duty.title}拉网排查", "", duty.responsible_name, is_attempted, duty.gap_reason)
    return Missing(duty.title, duty.cell_name, duty.responsible_name, is_attempted, duty.gap_reason)


def _sender(by) -> str:
    """Who signs: the office, or the county."""
    if home_county(by):
        return f"{by.region.name}{by.department.name if by.department_id else ''}"
    office = Office.objects.order_by("id").values_list("full_name", flat=True).first()
    return office or f"{by.region.name}化解过剩产能工作领导小组办公室"
