"""Small pieces many pages of this app share: tabs, pager addresses, breadcrumbs."""

from dataclasses import dataclass
from urllib.parse import quote

from django.urls import reverse

from capacity_portal.lib.pages import KeysetPage
from enterprises.models import Enterprise


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    is_current: bool
    count: int | None = None


def pager(page: KeysetPage, base: str = "?", unit: str = "条") -> dict[str, str]:
    """Context of _partials/pager.html; ``base`` is the address with the filters, ending in ? or &-able."""
    joined = base if base.endswith("?") else f"{base}&"
    turn = {
        "previous_url": f"{joined}cursor={quote(page.previous_cursor)}" if page.previous_cursor else "",
        "next_url": f"{joined}cursor={quote(page.next_cursor)}" if page.next_cursor else "",
        "first_url": base if page.previous_cursor else "",
    }
    is_paged = bool(page.previous_cursor or page.next_cursor)
    return turn | {"range_text": f"本页{len(page.rows)}{unit}" if is_paged else ""}


def crumbs(enterprise: Enterprise, here: str) -> list[tuple[str, str]]:
    """Ledger, dossier, this page."""
    dossier = reverse("enterprises:dossier", args=[enterprise.pk])
    return [("企业台账", reverse("enterprises:ledger")), (enterprise.name, dossier), (here, "")]


def ledger_crumbs(here: str) -> list[tuple[str, str]]:
    """Ledger, this page."""
    return [("企业台账", reverse("enterprises:ledger")), (here, "")]
