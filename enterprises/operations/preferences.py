"""Habits of the pages, kept for the officer himself: no record changes, so the journal is not told."""

from collections.abc import Iterable

from django.db import transaction

from enterprises.models import LedgerColumns


@transaction.atomic
def remember_columns(*, officer, keys: Iterable[str]) -> None:
    """Keep which columns of the ledger ``officer`` wants to see; none: those shown at first."""
    LedgerColumns.objects.update_or_create(officer=officer, defaults={"keys": list(keys)})
