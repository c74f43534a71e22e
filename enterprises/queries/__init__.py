"""Reads of the enterprise file. Lists start from ``visible_to(officer)``."""

from enterprises.queries.conversion import converted_equipment
from enterprises.queries.links import LikelyLink, identity_of, likely_links
from enterprises.queries.scope import links_visible_to, reductions_visible_to, visible_to

__all__ = [
    "LikelyLink",
    "converted_equipment",
    "identity_of",
    "likely_links",
    "links_visible_to",
    "reductions_visible_to",
    "visible_to",
]
