"""Habits of the pages."""

from enterprises.models import LedgerColumns


def columns_of(officer) -> list[str]:
    """Keys of the ledger's columns that ``officer`` chose; empty when he never did."""
    return LedgerColumns.objects.filter(officer=officer).values_list("keys", flat=True).first() or []
