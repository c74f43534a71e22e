"""Names inside an evidence pack: numbered, readable, safe on every system (Windows: no ``<>:"/\\|?*``, no device names). Pure."""

import re
from datetime import date

from capacity_portal.lib.file_names import display_name
from reports.rules.pack_checklist import KINDS

INDEX_FOLDER = "00目录"
INDEX_PDF, INDEX_SHEET = f"{INDEX_FOLDER}/目录.pdf", f"{INDEX_FOLDER}/目录.xlsx"
GAPS_PDF, MANIFEST = f"{INDEX_FOLDER}/缺项清单.pdf", f"{INDEX_FOLDER}/校验清单.txt"
LONGEST_NAME = 60
EXTENSIONS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
_SLASHES = re.compile(r"[/\\.]")
_PART = re.compile(r"[^/\\<>:\"|?*\x00-\x1f]+")


def inside(kind: str, number: int, title: str, content_type: str) -> str:
    """``05排查记录/0017-某某公司.pdf``: the path of the ``number``-th piece of evidence."""
    extension = EXTENSIONS.get(content_type, "bin")
    name = display_name(_SLASHES.sub("_", title)[:LONGEST_NAME], extension)
    return f"{KINDS[kind].folder}/{number:05d}-{name}"


def archive_name(place: str, since: date, until: date) -> str:
    """``佐证材料包-吉安市-20250101-20251231.zip``."""
    return display_name(f"佐证材料包-{place}-{since:%Y%m%d}-{until:%Y%m%d}", "zip")


def is_safe(path: str) -> bool:
    """Whether a path of the archive can be unpacked anywhere: one folder, no reserved sign, no blank or dot at an end."""
    parts = path.split("/")
    return len(parts) == 2 and all(
        _PART.fullmatch(part) and part == part.strip(" .") and len(part.encode()) <= 255 for part in parts
    )
