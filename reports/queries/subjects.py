"""What a document may be about, looked up among the records its writer sees."""

from collections.abc import Mapping

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from capacity_portal.lib.pages import int_param
from enterprises.queries import visible_to
from inspections.queries.scope import findings_visible_to, visits_visible_to
from reports.choices import OUT_STATES
from reports.queries.placeholder_values import Subject
from reports.queries.scope import may_concern_tips, notices_visible_to
from tipoffs.queries.scope import tips_visible_to

NAMES = ("enterprise", "finding", "visit", "tip", "notice")


def subject_named(officer, parameters: Mapping[str, str]) -> Subject:
    """The record the address names (``?finding=12``), the first of NAMES that is there. Raises Http404 for one he does not see."""
    for name in NAMES:
        if parameters.get(name):
            pk = int_param(parameters, name, default=0)
            return Subject(**{name: get_object_or_404(_rows(officer, name), pk=pk)})
    return Subject()


def _rows(officer, name: str) -> QuerySet:
    if name == "enterprise":
        return visible_to(officer).select_related("region")
    if name == "finding":
        return findings_visible_to(officer).select_related("enterprise__region")
    if name == "visit":
        return visits_visible_to(officer).select_related("enterprise__region")
    if name == "tip":
        rows = tips_visible_to(officer)
        return rows.exclude(summary="") if may_concern_tips(officer) else rows.none()
    return notices_visible_to(officer).filter(state__in=OUT_STATES)
