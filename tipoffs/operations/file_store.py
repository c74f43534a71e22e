"""Bytes of tip files under MEDIA_ROOT/tipoffs: written whole or not at all, flushed to the disk, without the time of their arrival.

``drafts/``: encrypted, of reports that are still being written; ``sealed/``: encrypted originals; ``clean/``: copies for handlers.
"""

import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import transaction

DRAFTS, SEALED, CLEAN = "tipoffs/drafts", "tipoffs/sealed", "tipoffs/clean"
SPARE = 512 * 1024 * 1024
"""Bytes that stay free on the disk, so that a flood of files cannot stop the database."""


def path_of(name: str) -> Path:
    """The place of ``name`` (``tipoffs/sealed/...``)."""
    return Path(settings.MEDIA_ROOT) / name


def new_name(folder: str, extension: str = "") -> str:
    """A name nobody can guess."""
    return f"{folder}/{secrets.token_hex(16)}{extension}"


def has_room() -> bool:
    folder = path_of(DRAFTS)
    folder.mkdir(parents=True, exist_ok=True)
    return shutil.disk_usage(folder).free > SPARE


def write(name: str, content: bytes) -> None:
    """Store ``content`` so that it outlives a loss of power."""
    target = path_of(name)
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.name}.part")
    with open(unfinished, "wb", opener=_private) as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    # The date of a file would tell to the second when its sender was at his form.
    os.utime(unfinished, (0, 0))
    os.replace(unfinished, target)
    _flush_folder(target.parent)


def link(old: str, new: str) -> None:
    """Let ``new`` be the same bytes as ``old``."""
    target = path_of(new)
    target.parent.mkdir(parents=True, exist_ok=True)
    os.link(path_of(old), target)
    _flush_folder(target.parent)


def read(name: str) -> bytes:
    return path_of(name).read_bytes()


def remove(*names: str) -> None:
    """Forget the bytes; names that are gone, or empty, are no error."""
    for name in filter(None, names):
        with suppress(FileNotFoundError):
            path_of(name).unlink()


def remove_on_commit(*names: str) -> None:
    """Forget the bytes when the transaction holds; a file whose row stays must stay too."""
    transaction.on_commit(lambda: remove(*names))


def names_older_than(folder: str, seconds: float) -> Iterator[str]:
    """Names in ``folder`` that came there so long ago (by the time the file system keeps itself)."""
    with suppress(FileNotFoundError), os.scandir(path_of(folder)) as entries:
        for entry in entries:
            with suppress(FileNotFoundError):
                if entry.stat(follow_symlinks=False).st_ctime < time.time() - seconds:
                    yield f"{folder}/{entry.name}"


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, settings.FILE_UPLOAD_PERMISSIONS)


def _flush_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
