"""Accounts that may be named as inspectors: those who record visits, and member units, which take part in joint inspections."""

from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from capacity_portal.lib import territory
from capacity_portal.lib.typed_text import squeeze
from capacity_portal.organization.models import Officer
from capacity_portal.organization.roles import ROLES, Permission, RoleCode
from inspections.models import Duty

INSPECTORS = [
    code
    for code, role in ROLES.items()
    if Permission.RECORD_VISITS in role.permissions or code == RoleCode.MEMBER_UNIT
]


def inspectors() -> QuerySet[Officer]:
    """Open accounts of those roles, wherever they are."""
    return Officer.objects.filter(is_active=True, role__in=INSPECTORS)


def colleagues(duty: Duty) -> QuerySet[Officer]:
    """Those that may be named at ``duty``: whose region it lies in, so that they can open the visit and confirm it."""
    above = [duty.region_code, *territory.ancestors(duty.region_code)]
    return inspectors().filter(region_code__in=above)


def is_colleague(officer: Officer, duty: Duty) -> bool:
    """Whether an account of ``inspectors`` is one of ``colleagues`` of the duty."""
    return territory.contains(officer.region_code, duty.region_code)


def namesakes(names: Collection[str]) -> list[Officer]:
    """Accounts that bear one of the typed ``names``, wherever they are: one query for many visits."""
    typed = {form for name in names for form in (name, name.strip(), squeeze(name))}
    return list(inspectors().filter(name__in=typed).order_by("id")) if names else []


def bearing(name: str, duty: Duty, among: Iterable[Officer]) -> list[Officer]:
    """Those of ``among`` (``namesakes``) that bear ``name`` and may be named at ``duty``."""
    plain = squeeze(name)
    return [one for one in among if squeeze(one.name) == plain and is_colleague(one, duty)]
