"""Which files a batch is about: those ticked, or all that match the filters, never more than a bounded number."""

from dataclasses import dataclass

from django.http import HttpRequest, QueryDict

from capacity_portal.lib.pages import keyset_page
from enterprises.models import Enterprise
from enterprises.queries import ledger, visible_to
from enterprises.rules.filters import LedgerFilters, parse

MOST = 1_000
MOST_PRINTED = 200
_SHOWN_WITH = ("supervising_department__region", "supervising_officer", "confirmed_by")


@dataclass(frozen=True)
class Selection:
    """``is_too_large``: more than ``most`` match, none were fetched."""

    enterprises: list[Enterprise]
    filters: LedgerFilters
    is_all_matching: bool
    is_too_large: bool = False


def selected(request: HttpRequest, parameters: QueryDict, most: int = MOST) -> Selection:
    """The files named by ``selected``, or with ``all_matching`` those under the filters in ``parameters``."""
    filters = parse(parameters)
    if parameters.get("all_matching"):
        return _matching(request.user, filters, most)
    ids = ids_of(parameters.getlist("selected"), most + 1)
    found = visible_to(request.user).unmerged().filter(pk__in=ids).select_related(*_SHOWN_WITH)
    if len(ids) > most:
        return Selection([], filters, False, True)
    return Selection(list(found.order_by("region_code", "id")), filters, False)


def ids_of(typed: list[str], most: int) -> list[int]:
    """Those of the first ``most`` texts that can be ids."""
    return [int(text) for text in typed[:most] if text.isascii() and text.isdigit() and len(text) <= 18]


def _matching(officer, filters: LedgerFilters, most: int) -> Selection:
    found = ledger(officer, filters)
    page = keyset_page(found.rows.select_related(*_SHOWN_WITH), found.order, size=most)
    if page.next_cursor:
        return Selection([], filters, True, True)
    return Selection(list(page.rows), filters, True)
