"""One zip on its way: pieces go to the disk as they come, each with its digest; nothing of them stays in memory but a line.

It is written beside its place under ``.part`` and moved there when it is whole: what was cut off by a kill is never taken for one.
"""

import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

BLOCK = 1 << 20


@dataclass(frozen=True)
class Line:
    """A piece as the index tells it; ``pages`` None where they cannot be counted."""

    number: int
    kind: str
    title: str
    on: date | None
    pages: int | None
    path: str
    size: int
    sha256: str


class Archive:
    """``digests``: (path, SHA-256) of everything written so far, in order."""

    def __init__(self, target: BinaryIO, at: datetime) -> None:
        self._zip = zipfile.ZipFile(target, "w", zipfile.ZIP_STORED, allowZip64=True)
        self._moment = at.timetuple()[:6] if at.year >= 1980 else (1980, 1, 1, 0, 0, 0)
        self.digests: list[tuple[str, str]] = []
        self.size = 0

    def add(self, path: str, source: BinaryIO, *, squeezed: bool = False) -> tuple[int, str]:
        """Copy ``source`` to ``path``; its size and SHA-256."""
        info, digest, size = zipfile.ZipInfo(path, self._moment), sha256(), 0
        info.compress_type = zipfile.ZIP_DEFLATED if squeezed else zipfile.ZIP_STORED
        info.external_attr = 0o644 << 16
        with self._zip.open(info, "w", force_zip64=True) as out:
            while block := source.read(BLOCK):
                out.write(block)
                digest.update(block)
                size += len(block)
        self.digests.append((path, digest.hexdigest()))
        self.size += size
        return size, digest.hexdigest()

    def close(self) -> None:
        self._zip.close()


@contextmanager
def written(target: Path, at: datetime) -> Iterator[Archive]:
    """An archive that stands at ``target`` when the body has ended well, and nowhere when it has not."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = part_of(target)
    try:
        with open(unfinished, "wb") as out:
            archive = Archive(out, at)
            try:
                yield archive
            finally:
                archive.close()
            out.flush()
            os.fsync(out.fileno())
        os.replace(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)


def part_of(target: Path) -> Path:
    return target.with_name(f"{target.name}.part")


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, read block by block."""
    found = sha256()
    with open(path, "rb") as stored:
        while block := stored.read(BLOCK):
            found.update(block)
    return found.hexdigest()
