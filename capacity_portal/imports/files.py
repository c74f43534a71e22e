"""Uploaded and marked workbooks: under MEDIA_ROOT/imports/ with names nobody can guess."""

import secrets
from contextlib import suppress
from pathlib import Path

from django.conf import settings

FOLDER = "imports"


def folder() -> Path:
    path = Path(settings.MEDIA_ROOT) / FOLDER
    path.mkdir(parents=True, exist_ok=True)
    return path


def new_path() -> Path:
    return folder() / secrets.token_urlsafe(24)


def store(content: bytes) -> str:
    """Keep ``content``; returns its path relative to MEDIA_ROOT."""
    path = new_path()
    path.write_bytes(content)
    return keep(path)


def keep(path: Path) -> str:
    """Return the relative path of a file written to ``new_path()``."""
    path.chmod(settings.FILE_UPLOAD_PERMISSIONS)
    return f"{FOLDER}/{path.name}"


def path_of(stored: str) -> Path | None:
    """The stored file, None when it is gone or the path points anywhere else."""
    path = Path(settings.MEDIA_ROOT) / FOLDER / Path(stored).name
    return path if stored == f"{FOLDER}/{path.name}" and path.is_file() else None


def remove(stored: str) -> None:
    path = path_of(stored)
    if path is not None:
        with suppress(FileNotFoundError):
            path.unlink()
