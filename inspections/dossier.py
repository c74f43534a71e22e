"""The section 月排查 of an enterprise's page: its last twelve months and its last visits."""

from capacity_portal.lib import months
from capacity_portal.organization.roles import Permission
from enterprises import registries
from enterprises.registries import DossierSection
from inspections.queries.enterprise_months import LENGTH, last_visits, standings
from inspections.sheets.duty_list import state_of
from inspections.views.duty_rows import kind_of


def register() -> None:
    """Called from AppConfig.ready."""
    registries.register_dossier_section(section)


def section(enterprise, officer) -> DossierSection | None:
    """A strip of months and the last visits with their outcomes; None for whoever sees no inspections."""
    if not officer.may(Permission.VIEW_INSPECTIONS):
        return None
    strip = [_month(period, duty) for period, duty in standings(officer, enterprise)]
    context = {
        "enterprise": enterprise,
        "strip": strip,
        "visits": last_visits(officer, enterprise),
        "length": LENGTH,
    }
    return DossierSection("inspections", "月排查", "inspections/_dossier.html", context)


def _month(period: int, duty) -> dict:
    if duty is None:
        return {"label": months.slug(period), "text": "不在清单", "kind": ""}
    return {"label": months.slug(period), "text": state_of(duty), "kind": kind_of(duty)}
