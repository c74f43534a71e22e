"""Lists of outgoing documents: what an officer asks of them, and the office they come from."""

from dataclasses import dataclass

from django.db.models import QuerySet

from capacity_portal.lib.search_text import normalise
from capacity_portal.organization.models import Office
from reports.choices import OUT_STATES, NoticeState
from reports.models import Notice
from reports.queries.scope import notices_visible_to

LARGE = ("content", "frozen", "search_text")
"""Whole texts: lists of many documents leave them in the database."""
TABS = {
    "draft": ("拟稿", (NoticeState.DRAFT,)),
    "reviewing": ("审核", (NoticeState.REVIEWING, NoticeState.APPROVED)),
    "issued": ("已印发", tuple(sorted(OUT_STATES))),
    "dropped": ("不再办理", (NoticeState.DROPPED,)),
}


@dataclass(frozen=True)
class NoticeQuestion:
    """What the list is asked for; empty parts ask for nothing. ``year``: of the drafting, or of the issue once issued."""

    text: str = ""
    tab: str = ""
    kind: str = ""
    year: int | None = None


def notices_matching(officer, question: NoticeQuestion) -> QuerySet[Notice]:
    """The documents the officer sees that answer the question, the latest first."""
    rows = notices_visible_to(officer)
    if question.tab in TABS:
        rows = rows.filter(state__in=TABS[question.tab][1])
    if question.kind:
        rows = rows.filter(kind=question.kind)
    if question.year:
        field = "dated__year" if question.tab == "issued" else "drafted_at__year"
        rows = rows.filter(**{field: question.year})
    if wanted := normalise(question.text):
        rows = rows.filter(search_text__contains=wanted)
    return rows.order_by("-id")


def office_of(region_code: str) -> Office:
    """The office of the prefecture ``region_code`` lies in. Raises Office.DoesNotExist before the portal is set up."""
    offices = list(Office.objects.select_related("host_department", "region").order_by("id"))
    return next((office for office in offices if region_code.startswith(office.region.code)), None) or _none()


def _none() -> Office:
    raise Office.DoesNotExist("领导小组办公室还没有建立，请系统管理员先完成初始设置。")
