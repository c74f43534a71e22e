"""What is said of the units' parts: whose they are, until when and how that was counted."""

from datetime import date

from capacity_portal.lib.dates import label
from capacity_portal.lib.workdays import Calendar
from capacity_portal.organization.queries import work_calendar
from tipoffs.models import Assignment, Extension, Tip
from tipoffs.queries.clock_rules import clock_of
from tipoffs.queries.units import lead_of
from tipoffs.rules.clocks import explained, result_deadline, standing


def unit_name(part: Assignment) -> str:
    return f"{part.region.name}{part.department.name}" if part.department else part.region.name


def computation(part: Assignment, calendar: Calendar) -> str:
    """How the last day of a part was counted."""
    return explained(result_deadline(part.start_on, part.days, calendar))


def lead_facts(tip: Tip, today: date) -> list[tuple[str, str]]:
    """For the head of a step's form: what is to be found out, by whom, until when."""
    lead = lead_of(tip)
    if lead is None:
        return []
    calendar = work_calendar()
    words, _ = standing(lead.due_on, today, calendar, clock_of(tip.kind))
    return [
        ("交办摘要", tip.summary),
        ("交办要求", lead.instruction or "无"),
        ("牵头单位", unit_name(lead)),
        ("反馈期限", f"{label(lead.due_on)}，{words}。{computation(lead, calendar)}"),
    ]


def after_extension(extension: Extension, calendar: Calendar) -> str:
    """The last day if the extension is granted, with its computation."""
    part = extension.assignment
    found = result_deadline(part.start_on, part.days + extension.days, calendar)
    return f"{label(found.due)}（{explained(found).rstrip('。')}）"
