"""Reads of the enterprise file. Lists start from ``visible_to(officer)``, the ledger from ``ledger(officer, filters)``."""

from enterprises.queries.conversion import converted_equipment
from enterprises.queries.ledger import ORDERS, FacetCount, Ledger, filter_counts, ledger, orders_for
from enterprises.queries.links import LikelyLink, identity_of, likely_links
from enterprises.queries.preferences import columns_of
from enterprises.queries.scope import links_visible_to, reductions_visible_to, visible_to

__all__ = [
    "ORDERS",
    "FacetCount",
    "Ledger",
    "LikelyLink",
    "columns_of",
    "converted_equipment",
    "filter_counts",
    "identity_of",
    "ledger",
    "likely_links",
    "links_visible_to",
    "orders_for",
    "reductions_visible_to",
    "visible_to",
]
