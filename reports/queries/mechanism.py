"""The mechanism of a region: basis documents and duties of a year, the leading group on a day."""

from datetime import date

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from capacity_portal.organization.access import within_region
from capacity_portal.organization.roles import Permission
from reports.models import BasisDocument, GroupMember, UnitDuty

ROLE_ORDER = ("head", "deputy", "member", "office")
Part = BasisDocument | GroupMember | UnitDuty


def parts_visible_to(model: type[Part], officer) -> QuerySet[Part]:
    """Records of the officer's territory, for those who compile reports."""
    if not officer.may(Permission.COMPILE_REPORTS):
        return model.objects.none()
    return within_region(model.objects.all(), officer)


def members_on(rows: QuerySet[GroupMember], day: date) -> QuerySet[GroupMember]:
    """Posts in force on ``day``, head first."""
    in_force = rows.filter(since__lte=day).filter(Q(until=None) | Q(until__gte=day))
    return in_order(in_force)


def in_order(rows: QuerySet[GroupMember]) -> QuerySet[GroupMember]:
    rank = Case(
        *(When(role=role, then=Value(place)) for place, role in enumerate(ROLE_ORDER)),
        output_field=IntegerField(),
    )
    return rows.select_related("department").alias(rank=rank).order_by("rank", "position", "since", "id")


def duties_in(rows: QuerySet[UnitDuty], year: int) -> QuerySet[UnitDuty]:
    return (
        rows.filter(year=year)
        .select_related("department")
        .order_by("department__name", "department_id", "id")
    )


def basis_in(rows: QuerySet[BasisDocument], year: int) -> QuerySet[BasisDocument]:
    return rows.filter(year=year).order_by("position", "id")
