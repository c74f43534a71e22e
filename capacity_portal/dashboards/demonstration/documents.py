"""The demonstration's papers: mechanism, documents from above and of the office, the years' reports. The copies are made at the end."""

from datetime import datetime

from django.utils.timezone import localtime

from capacity_portal.dashboards.demonstration import documents_invented as invented
from capacity_portal.dashboards.demonstration.agenda import Agenda
from capacity_portal.dashboards.demonstration.cast import Cast
from capacity_portal.dashboards.demonstration.documents_told import Papers
from capacity_portal.dashboards.demonstration.mechanism_told import Mechanism
from capacity_portal.dashboards.demonstration.people import colleague
from capacity_portal.dashboards.demonstration.reports_told import Reports
from capacity_portal.organization.models import Officer
from reports.models import Assessment, Notice
from reports.operations import assessment_freezing, freezing

SECOND = "office_staff_2"
"""Checks what the first officer of the office has drafted; signs in with the same password as everybody."""


def begin(agenda: Agenda, cast: Cast, *, days: int, size: int, at: datetime) -> None:
    """Put everything of the ``days`` before the end of the story on the agenda."""
    checker = colleague(SECOND, "演示办公室经办乙", like=cast.office, at=at)
    papers = Papers(
        agenda, cast, checker, Officer.objects.select_related("department").get(username="member_unit")
    )
    now = localtime(agenda.now)
    count = invented.count_for(size)
    for told in invented.invent_incoming(count, days, now):
        papers.plan_incoming(told)
    for told in invented.invent(count, days, now):
        papers.plan(told)
    Mechanism(agenda, cast).plan(at)
    reports = Reports(agenda, cast, checker)
    for year in range(localtime(at).year, now.year + 1):
        reports.plan(year)


def make_copies(now: datetime) -> int:
    """The bytes of what was issued and of the final reports; returns how many."""
    made = 0
    for notice in Notice.objects.exclude(frozen=None).filter(pdf_sha256="").order_by("id"):
        made += freezing.freeze_quietly(notice=notice, at=notice.issued_at or now)
    for report in Assessment.objects.exclude(frozen=None).filter(pdf_sha256="").order_by("id"):
        made += assessment_freezing.freeze_quietly(assessment=report, at=report.final_at or now)
    return made
