"""Regular work: bytes that no row names go (reports never sent, transactions that did not hold, workers that were killed)."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from tipoffs.models import DraftFile, TipFile
from tipoffs.operations import file_store

AGE = 3600
"""Seconds: what is being written has its row within the hour."""


def sweep_files(at: datetime) -> int:
    """Remove what is not needed; returns how many files. ``at`` is not asked: the file system's own clock tells their age."""
    return (
        _swept(file_store.CLEAN, lambda names: _of_tips("clean", names))
        + _swept(file_store.SEALED, lambda names: _of_tips("sealed_path", names))
        + _swept(file_store.DRAFTS, _of_drafts)
    )


def _swept(folder: str, in_use: Callable[[list[str]], set[str]]) -> int:
    names, gone = list(file_store.names_older_than(folder, AGE)), 0
    for start in range(0, len(names), 500):
        some = names[start : start + 500]
        named = in_use(some)
        unnamed = [name for name in some if name not in named]
        file_store.remove(*unnamed)
        gone += len(unnamed)
    return gone


def _of_tips(column: str, names: list[str]) -> set[str]:
    return set(TipFile.objects.filter(**{f"{column}__in": names}).values_list(column, flat=True))


def _of_drafts(names: list[str]) -> set[str]:
    uuids = {name: number for name in names if (number := _uuid_in(name)) is not None}
    known = set(DraftFile.objects.filter(uuid__in=uuids.values()).values_list("uuid", flat=True))
    return {name for name, number in uuids.items() if number in known}


def _uuid_in(name: str) -> UUID | None:
    try:
        return UUID(name.rpartition("/")[2].partition(".")[0])
    except ValueError:
        return None
