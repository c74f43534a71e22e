"""Which tips an officer sees: the office those of its prefecture, a unit those handed over to it, nobody what he keeps out of."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from capacity_portal.organization.access import within_region
from capacity_portal.organization.roles import Permission
from tipoffs.choices import AssignmentState, TipState
from tipoffs.models import Assignment, Exclusion, Tip, TipEnterprise

_ENDED_ELSEWHERE = (AssignmentState.RETURNED, AssignmentState.TRANSFERRED)
_FILE = Coalesce("enterprise__merged_into", "enterprise")
"""A file of the ledger, or the one it stands in since it was merged: keeping out of one is keeping out of both."""


def is_office(officer) -> bool:
    """Whether the officer handles or decides tips for the prefecture (and so reads the original words)."""
    return officer.may(Permission.HANDLE_TIPOFFS) or officer.may(Permission.DECIDE_TIPOFFS)


def tips_visible_to(officer) -> QuerySet[Tip]:
    """Tips the officer may open. A unit sees a tip from its hand-over on, until it is returned, given to another,
    or taken up once more: of a new turn it sees nothing before it has the tip again.
    """
    if not officer.may(Permission.VIEW_TIPOFFS):
        return Tip.objects.none()
    if is_office(officer):
        rows = within_region(Tip.objects.all(), officer)
    else:
        handed = assignments_of(officer).filter(tip=OuterRef("pk"), turn=OuterRef("turn"))
        rows = Tip.objects.filter(Exists(handed))
    return without_excluded(rows, officer)


def assignments_of(officer) -> QuerySet[Assignment]:
    """Assignments to the officer's county, or to his department there; ended ones only when the unit delivered."""
    rows = Assignment.objects.filter(region_code=officer.region_code).exclude(state__in=_ENDED_ELSEWHERE)
    if officer.role == "member_unit":
        return rows.filter(department=officer.department_id) if officer.department_id else rows.none()
    return rows.filter(department=None)


def dismissals_visible_to(officer) -> QuerySet[Tip]:
    """Tips proposed for refusal that wait for a second person: the leader's and the prefecture's member units'."""
    if not officer.may(Permission.CONFIRM_DISMISSALS):
        return Tip.objects.none()
    waiting = Tip.objects.filter(state=TipState.REFUSING)
    return without_excluded(within_region(waiting, officer), officer)


def without_excluded(rows: QuerySet[Tip], officer) -> QuerySet[Tip]:
    """``rows`` but for those from which the officer, his department or his region keeps out (回避)."""
    party = Q(officer=officer) | Q(region_code=officer.region_code)
    if officer.department_id:
        party |= Q(department=officer.department_id)
    in_force = Exclusion.objects.filter(party, lifted_at=None)
    linked = TipEnterprise.objects.filter(tip=OuterRef("pk")).annotate(file=_FILE)
    files = in_force.exclude(enterprise=None).annotate(file=_FILE).values("file")
    return rows.exclude(Exists(in_force.filter(tip=OuterRef("pk")))).exclude(
        Exists(linked.filter(file__in=files))
    )


def exclusions_in_force(tip: Tip) -> QuerySet[Exclusion]:
    """Who keeps out of the tip itself or of an enterprise it is about, also of a file that was merged with it."""
    files = tip.links.annotate(file=_FILE).values("file")
    rows = Exclusion.objects.annotate(file=_FILE).filter(lifted_at=None)
    return rows.filter(Q(tip=tip) | Q(file__in=files))


def links_of(enterprise) -> QuerySet[TipEnterprise]:
    """Of every tip about an enterprise, also about a file that was merged with it."""
    return TipEnterprise.objects.annotate(file=_FILE).filter(file=enterprise.merged_into_id or enterprise.pk)


def exclusions_of(enterprise) -> QuerySet[Exclusion]:
    """Those in force that are about an enterprise, also about a file that was merged with it."""
    file = enterprise.merged_into_id or enterprise.pk
    return Exclusion.objects.annotate(file=_FILE).filter(lifted_at=None, file=file)
