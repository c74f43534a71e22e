"""Which files an officer sees: those of his region, if his role may read the ledger at all."""

from django.db.models import QuerySet

from capacity_portal.lib import territory
from capacity_portal.organization.access import within_region
from capacity_portal.organization.roles import Permission
from enterprises.models import Enterprise, Link, ReductionTask


def visible_to(officer) -> QuerySet[Enterprise]:
    """Files of the officer's region, merged ones included (they are opened from the file they were merged into)."""
    if not officer.may(Permission.VIEW_LEDGER):
        return Enterprise.objects.none()
    return within_region(Enterprise.objects.all(), officer)


def reductions_visible_to(officer) -> QuerySet[ReductionTask]:
    """Reduction tasks of the officer's region."""
    if not officer.may(Permission.VIEW_LEDGER):
        return ReductionTask.objects.none()
    return within_region(ReductionTask.objects.all(), officer)


def links_visible_to(officer) -> QuerySet[Link]:
    """Pairs whose two files both lie in the officer's region; a pair across counties is the prefecture's."""
    if not officer.may(Permission.VIEW_LEDGER):
        return Link.objects.none()
    return within_region(
        within_region(Link.objects.all(), officer, "first_region_code"), officer, "second_region_code"
    )


def effective_region(officer, asked: str) -> str | None:
    """The region to list: the one asked for if it lies in the officer's, his own when none is asked; None for nothing."""
    own = officer.region_code
    if not asked or territory.contains(asked, own):
        return own or None
    return asked if territory.contains(own, asked) else None
