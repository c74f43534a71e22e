"""Who keeps out of a tip (回避), and who could be asked to."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from capacity_portal.lib.territory import next_prefix
from capacity_portal.organization.models import Department, Officer, Region
from capacity_portal.organization.roles import ROLES, Permission
from tipoffs.models import Exclusion, Tip
from tipoffs.queries.targets import targets

_SEEING = [code for code, role in ROLES.items() if Permission.VIEW_TIPOFFS in role.permissions]


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
    matter = Q(tip=tip) | Q(enterprise__in=tip.links.values("enterprise"))
    rows = Exclusion.objects.filter(matter, lifted_at=None)
    return rows.select_related("officer", "department", "region", "enterprise", "set_by").order_by("id")


def parties(tip: Tip, today: date) -> dict[str, tuple[str, Party]]:
    """Value of a choice -> (label, party): counties and departments of the prefecture, then the people who see tips."""
    found = {}
    for key, target in targets(tip.region_code, today).items():
        party = Party(department=target.department) if target.department else Party(region=target.region)
        found[f"u{key}"] = (target.label, party)
    people = Officer.objects.filter(
        is_active=True,
        role__in=_SEEING,
        region_code__gte=tip.region_code,
        region_code__lt=next_prefix(tip.region_code),
    )
    for officer in people.select_related("department").order_by("region_code", "id"):
        unit = officer.department.name if officer.department else officer.role_entry.label
        found[f"p{officer.pk}"] = (f"{officer.name}（{unit}）", Party(officer=officer))
    return found
