"""What of the inspections an officer sees: his region; a grid officer only what lies in the cells he answers for."""

from django.db.models import Q, QuerySet

from capacity_portal.organization.access import within_region
from capacity_portal.organization.models import GridCell, GridPost
from capacity_portal.organization.roles import Permission, RoleCode
from inspections.models import Duty, Finding, MonthlyReturn, Visit, VisitInspector


def cells_of(officer) -> QuerySet[GridCell]:
    """The cells an officer holds a post in today, dissolved ones left out."""
    held = GridPost.objects.filter(officer=officer, to_on=None)
    return GridCell.objects.current().filter(pk__in=held.values("cell"))


def is_bound_to_cells(officer) -> bool:
    return officer.role == RoleCode.GRID_OFFICER


def cells_visible_to(officer) -> QuerySet[GridCell]:
    """Cells of the officer's region, dissolved ones included."""
    return _visible(GridCell.objects.all(), officer, "pk")


def duties_visible_to(officer) -> QuerySet[Duty]:
    return _visible(Duty.objects.all(), officer, "cell")


def visits_answered_for_by(officer) -> QuerySet[Visit]:
    """Visits of the officer's region, a grid officer's only of his cells: those he may correct, complete, make good."""
    return _visible(Visit.objects.all(), officer, "cell")


def visits_visible_to(officer) -> QuerySet[Visit]:
    """The same, and those of other cells in his region that name him as an inspector: he has to open and confirm them."""
    if not is_bound_to_cells(officer):
        return visits_answered_for_by(officer)
    named = VisitInspector.objects.filter(officer=officer)
    rows = Visit.objects.filter(Q(cell__in=cells_of(officer).values("pk")) | Q(pk__in=named.values("visit")))
    return within_region(rows, officer)


def findings_visible_to(officer) -> QuerySet[Finding]:
    return _visible(Finding.objects.all(), officer, "cell")


def returns_visible_to(officer) -> QuerySet[MonthlyReturn]:
    """Returns of counties in the officer's region; none for a grid officer."""
    if not officer.may(Permission.VIEW_INSPECTIONS) or is_bound_to_cells(officer):
        return MonthlyReturn.objects.none()
    return within_region(MonthlyReturn.objects.all(), officer)


def _visible(rows: QuerySet, officer, cell: str) -> QuerySet:
    if not officer.may(Permission.VIEW_INSPECTIONS):
        return rows.none()
    if is_bound_to_cells(officer):
        rows = rows.filter(**{f"{cell}__in": cells_of(officer).values("pk")})
    return within_region(rows, officer)
