"""The findings about an enterprise, on its dossier page."""

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from capacity_portal.organization.roles import Permission
from enterprises import registries
from enterprises.registries import DossierSection
from inspections.documents import finding_facts
from inspections.queries.scope import findings_visible_to

_SHOWN = 10


def register() -> None:
    """Called from AppConfig.ready."""
    registries.register_dossier_section(section)


def section(enterprise, officer) -> DossierSection | None:
    """The newest findings; None for officers who do not see inspections."""
    if not officer.may(Permission.VIEW_INSPECTIONS):
        return None
    today = timezone.localdate()
    found = findings_visible_to(officer).filter(enterprise=enterprise).order_by("-id")[: _SHOWN + 1]
    rows = [{"finding": row, "badges": finding_facts.badges(row, today)} for row in found]
    more = f"{reverse('inspections:findings')}?{urlencode({'text': enterprise.name[:60]})}"
    context = {"rows": rows[:_SHOWN], "more_url": more if len(rows) > _SHOWN else ""}
    return DossierSection("findings", "问题整改", "inspections/_dossier_findings.html", context)
