"""Names of uploaded files, made safe to show, to store beside the content and to send in a header.

They are never used as a path.
"""

import re
import unicodedata

from capacity_portal.lib.typed_text import INVISIBLE

UNNAMED = "未命名"
_LONGEST_STEM = 80
_EXTENSION = re.compile(r"\.[0-9A-Za-z]{0,5}$")
_UNSAFE = re.compile(r"[<>:\"|?*;&$`'%{}\\/.\s]+")
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|CLOCK\$|COM[0-9]|LPT[0-9])", re.IGNORECASE)


def display_name(name: str, extension: str) -> str:
    """Return a readable name of one line and one dot, ending in ``extension`` (``jpg``).

    Folders, controls, direction marks, shell and markup characters go; device names of Windows get an
    underscore.
    """
    last = re.split(r"[\\/]", str(name or "")[-2_000:])[-1]
    seen = INVISIBLE.sub(" ", unicodedata.normalize("NFC", last))
    stem = _UNSAFE.sub("_", _EXTENSION.sub("", seen.strip())).strip("_-~ ")[:_LONGEST_STEM].strip("_-~ ")
    if _RESERVED.fullmatch(stem):
        stem = f"_{stem}"
    return f"{stem or UNNAMED}.{extension}"
