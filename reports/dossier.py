"""The section 公文 of an enterprise's page."""

from django.urls import reverse

from capacity_portal.organization.roles import Permission
from enterprises import registries
from enterprises.registries import DossierSection
from reports.queries.scope import notices_visible_to

_MOST = 30


def register() -> None:
    """Called from AppConfig.ready."""
    registries.register_dossier_section(section)


def section(enterprise, officer) -> DossierSection | None:
    """Documents about the enterprise which the officer sees, and the way to a new one; None for those who do not draft."""
    if not officer.may(Permission.DRAFT_DOCUMENTS):
        return None
    rows = notices_visible_to(officer).filter(enterprise=enterprise)
    found = list(rows.defer("content", "search_text", "frozen").order_by("-id")[:_MOST])
    new_url = f"{reverse('reports:notice-new')}?enterprise={enterprise.pk}"
    return DossierSection("documents", "公文", "reports/_dossier.html", {"rows": found, "new_url": new_url})
