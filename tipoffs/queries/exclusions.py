"""Who keeps out of a tip (回避), and who could be asked to."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from capacity_portal.lib.territory import next_prefix
from capacity_portal.organization.models import Department, Officer, Region
from capacity_portal.organization.roles import ROLES, Permission
from tipoffs.models import Exclusion, Tip
from tipoffs.queries.scope import exclusions_in_force
from tipoffs.queries.targets import targets
from tipoffs.queries.units import without_kept_out

_SEEING = [code for code, role in ROLES.items() if Permission.VIEW_TIPOFFS in role.permissions]
OFFICE = {
    permission: [code for code, role in ROLES.items() if permission in role.permissions]
    for permission in (Permission.HANDLE_TIPOFFS, Permission.DECIDE_TIPOFFS)
}
_OF_OFFICE = sorted({code for codes in OFFICE.values() for code in codes})


@dataclass(frozen=True)
class Party:
    """Exactly one of the three."""

    officer: Officer | None = None
    department: Department | None = None
    region: Region | None = None

    @property
    def label(self) -> str:
        found = self.officer or self.department or self.region
        return found.name if found else ""

    @property
    def region_code(self) -> str:
        if self.officer:
            return self.officer.region_code
        return self.department.region.code if self.department else self.region.code


def exclusions_on(tip: Tip) -> QuerySet[Exclusion]:
    """Those in force on the tip itself or through an enterprise it is about."""
    rows = exclusions_in_force(tip)
    return rows.select_related("officer", "department", "region", "enterprise", "set_by").order_by("id")


def office_people(party: Party) -> QuerySet[Officer]:
    """The handlers and leaders whom the exclusion of ``party`` would keep out."""
    rows = Officer.objects.filter(is_active=True, role__in=_OF_OFFICE)
    if party.officer:
        return rows.filter(pk=party.officer.pk)
    return rows.filter(department=party.department) if party.department else rows.none()


def still_seeing(tip: Tip, permission: Permission) -> bool:
    """Whether anybody of the prefecture with this permission of the office (``OFFICE``) still sees the tip."""
    rows = Officer.objects.filter(is_active=True, role__in=OFFICE[permission], region_code=tip.region_code)
    return without_kept_out(rows, tip).exists()


def parties(tip: Tip, today: date, *, with_office: bool = True) -> dict[str, tuple[str, Party]]:
    """Value of a choice -> (label, party): counties and departments of the prefecture, then the people who see tips.

    ``with_office``: handlers and leaders too, whom only a leader keeps out.
    """
    found = {}
    for key, target in targets(tip.region_code, today).items():
        party = Party(department=target.department) if target.department else Party(region=target.region)
        found[f"u{key}"] = (target.label, party)
    people = Officer.objects.filter(
        is_active=True,
        role__in=[role for role in _SEEING if with_office or role not in _OF_OFFICE],
        region_code__gte=tip.region_code,
        region_code__lt=next_prefix(tip.region_code),
    )
    for officer in people.select_related("department").order_by("region_code", "id"):
        unit = officer.department.name if officer.department else officer.role_entry.label
        found[f"p{officer.pk}"] = (f"{officer.name}（{unit}）", Party(officer=officer))
    return found
