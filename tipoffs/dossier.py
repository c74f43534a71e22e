"""The section 举报 of an enterprise's page: for handlers and leaders alone, nobody else learns that there is a tip."""

from enterprises import registries
from enterprises.registries import DossierSection
from tipoffs.queries.scope import is_office, links_of, tips_visible_to
from tipoffs.queries.urgency import TIMED

_MOST = 50


def register() -> None:
    """Called from AppConfig.ready."""
    registries.register_dossier_section(section)


def section(enterprise, officer) -> DossierSection | None:
    """Number, state and running deadline of the tips about the enterprise which the officer sees; None without any."""
    if not is_office(officer):
        return None
    about = links_of(enterprise).values("tip")
    found = list(tips_visible_to(officer).filter(pk__in=about).order_by("-id")[:_MOST])
    if not found:
        return None
    rows = [(tip, tip.due_on if tip.state in TIMED else None) for tip in found]
    return DossierSection("tips", "举报", "tipoffs/_dossier.html", {"rows": rows})
