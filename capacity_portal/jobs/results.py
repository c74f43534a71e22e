"""Files that jobs hand over: under MEDIA_ROOT/jobs/ with names nobody can guess, the readable name stands in the row."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings

FOLDER = "jobs"


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER


def store(content: bytes | Path) -> str:
    """Keep ``content`` (a path is moved) and return its path relative to MEDIA_ROOT."""
    folder().mkdir(parents=True, exist_ok=True)
    target = folder() / secrets.token_urlsafe(24)
    if isinstance(content, Path):
        shutil.move(content, target)
    else:
        target.write_bytes(content)
    target.chmod(settings.FILE_UPLOAD_PERMISSIONS)
    return f"{FOLDER}/{target.name}"


def path_of(result_path: str) -> Path | None:
    """The stored file, None when it is gone or the path points anywhere else."""
    path = folder() / Path(result_path).name
    return path if result_path == f"{FOLDER}/{path.name}" and path.is_file() else None


def remove(result_path: str) -> None:
    path = path_of(result_path)
    if path is not None:
        with suppress(FileNotFoundError):
            path.unlink()


def stored_before(moment: float) -> Iterator[str]:
    """Paths of results last written before ``moment`` (seconds since 1970)."""
    if not folder().is_dir():
        return
    with os.scandir(folder()) as entries:
        for entry in entries:
            with suppress(FileNotFoundError):
                if entry.is_file(follow_symlinks=False) and entry.stat().st_mtime < moment:
                    yield f"{FOLDER}/{entry.name}"
