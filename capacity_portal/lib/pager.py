"""The addresses below a long list: previous page, next page, back to the first."""

from collections.abc import Mapping
from urllib.parse import urlencode

from capacity_portal.lib.pages import KeysetPage


def pager(page: KeysetPage, filters: Mapping[str, str] | None = None, unit: str = "条") -> dict[str, str]:
    """Context of ``_partials/pager.html``: addresses relative to the page, with the ``filters`` in force."""
    kept = {name: value for name, value in (filters or {}).items() if value}

    def address(cursor: str) -> str:
        return "?" + urlencode({**kept, "cursor": cursor}) if cursor else ""

    is_paged = bool(page.previous_cursor or page.next_cursor)
    return {
        "previous_url": address(page.previous_cursor),
        "next_url": address(page.next_cursor),
        "first_url": "?" + urlencode(kept) if page.previous_cursor else "",
        "range_text": f"本页{len(page.rows)}{unit}" if is_paged else "",
    }
