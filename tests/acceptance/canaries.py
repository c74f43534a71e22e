"""200 canaries, and a look for them in everything that outlives a request: the bytes as they lie there, unpacked where they are packed."""

import base64
import io
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from django.apps import apps
from django.core.cache import cache
from django.db import connection

from capacity_portal.organization.models import OfficerSession

MARK = "ZQXJKWVY"
_FORMS = [
    re.compile(rb"ZQXJKWVY(\d{3})", re.I),
    re.compile(b"".join(mark.encode() + b"\0" for mark in MARK) + rb"((?:\d\0){3})"),
    re.compile(MARK.encode().hex().encode() + rb"((?:3\d){3})", re.I),
]
_BASE64 = [base64.b64encode(b"x" * shift + MARK.encode())[4 if shift else 0 : -4] for shift in range(3)]


def canary(number: int) -> str:
    return f"{MARK}{number:03d}"


def found_in(content: bytes) -> list[str]:
    """The canaries in some bytes, in UTF-8, UTF-16, hexadecimal or (without its number) base64."""
    found = {match.group(0).decode(errors="replace") for form in _FORMS for match in form.finditer(content)}
    return sorted(found | {"base64" for text in _BASE64 if text in content})


def unpacked(content: bytes) -> Iterator[bytes]:
    """The bytes, and what is in them when they are an archive or a PDF."""
    yield content
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name.encode() + archive.read(name)
    if content[:5] == b"%PDF-":
        document = pypdfium2.PdfDocument(content)
        yield repr(document.get_metadata_dict()).encode()
        for page in document:
            yield page.get_textpage().get_text_range().encode(errors="replace")


def in_database(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every row of every table; on SQLite also the file, its log, a copy and a backup."""
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values_list():
            yield f"table {model._meta.db_table}", b"\0".join(map(_as_bytes, row))
    for session in OfficerSession.objects.all():  # packed as it lies there
        yield "session", repr(session.get_decoded()).encode()
    if connection.vendor != "sqlite":
        return
    place = Path(connection.settings_dict["NAME"])
    for path in place.parent.glob(f"{place.name}*"):
        yield f"file {path.name}", path.read_bytes()
    copy, backup = folder / "copy.sqlite3", folder / "backup.sqlite3"
    copy.unlink(missing_ok=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    with sqlite3.connect(place) as source, sqlite3.connect(backup) as target:
        source.backup(target)
    source.close()
    target.close()
    yield "copy", copy.read_bytes()
    yield "backup", backup.read_bytes()


def in_folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Names and contents of all files."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield f"file {path.name}", path.name.encode()
            yield f"file {path.name}", path.read_bytes()


def in_cache() -> Iterator[tuple[str, bytes]]:
    for key, value in getattr(cache, "_cache", {}).items():
        yield f"cache {key}", key.encode() + value


def leaks(places: Iterator[tuple[str, bytes]]) -> list[tuple[str, list[str]]]:
    """(place, canaries) wherever one was found."""
    seen = ((name, [one for part in unpacked(content) for one in found_in(part)]) for name, content in places)
    return [(name, found) for name, found in seen if found]


def _as_bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode(errors="replace")
