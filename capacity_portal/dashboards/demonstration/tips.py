"""The demonstration's tip-offs from the custodians' key to the last thing that happened; what is left to the clock is told too."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.timezone import localtime

from capacity_portal.dashboards.demonstration import tips_invented
from capacity_portal.dashboards.demonstration.agenda import Agenda
from capacity_portal.dashboards.demonstration.cast import Cast
from capacity_portal.dashboards.demonstration.people import colleague
from capacity_portal.dashboards.demonstration.tips_ends import Ends, code_of
from capacity_portal.dashboards.demonstration.tips_told import Course
from capacity_portal.organization.models import Officer
from tipoffs.models import CustodyKey, Tip
from tipoffs.operations.ceremony import Custodians, hold_ceremony
from tipoffs.operations.pressing import escalate_overdue

SECOND = "tipoff_handler_2"
"""The second custodian, who signs in with the same password as everybody."""


def begin(agenda: Agenda, cast: Cast, *, days: int, size: int, at: datetime) -> Course:
    """Key and people as of ``at``; all tips of the ``days`` before the end of the story are put on the agenda."""
    first = Officer.objects.get(username="tipoff_handler")
    handlers = (first, colleague(SECOND, "演示举报专管员乙", like=first, at=at))
    _hold_ceremony(handlers, at)
    course = Course(agenda, cast, handlers, Officer.objects.get(username="member_unit"))
    ends = Ends(course)
    course.after_closing = ends.plan
    codes = sorted(cast.staff.keys() & {county.code for county in cast.counties})
    told = tips_invented.invent(tips_invented.count_for(size), days, localtime(agenda.now), codes)
    course.told = told
    course.matter = frozenset(one.index for one in told if one.course.startswith("matter"))
    course.plan(told)
    for one in told:
        ends.plan_beside(one)
    for ago in range(days, -1, -7):
        agenda.add(agenda.now - timedelta(days=ago, hours=1), escalate_overdue)
    return course


def _hold_ceremony(handlers: tuple[Officer, Officer], at: datetime) -> None:
    if CustodyKey.objects.exists():
        return
    phrases = settings.DEMO_PASSPHRASES
    custodians = Custodians(handlers[1], settings.DEMO_PASSWORD, phrases, phrases)
    hold_ceremony(custodians=custodians, by=handlers[0], at=at)


def example(course: Course) -> str:
    """Number and code of a tip whose reward waits at the desk, for whoever tries the page of the reporter."""
    found = next(
        (one for one in course.told if "reward_granted" in one.course and one.index in course.tips), None
    )
    if found is None:
        return ""
    tip = Tip.objects.get(pk=course.tips[found.index])
    return f"举报查询示例：{tip.label}，查询码 {code_of(found)}。"
