"""Reads of the journal: histories, past states, the chain and whether it holds."""

from capacity_portal.journal.queries.chain import head, tip

__all__ = ["head", "tip"]
