"""An office's own licensed fonts for official documents, in place of the bundled ones.

The environment variable OFFICIAL_FONTS_DIR names a folder with any of ``fang``, ``biao``, ``hei`` and ``kai``, each ``.ttf`` or
``.otf``. A role without a file keeps its bundled font, and what an own font lacks comes from the bundled one and the supplement.
Read by the portal (widths, coverage) and by its typesetting children (fonts-office.conf) alike.
"""

import os
import struct
from functools import cache
from pathlib import Path

from capacity_portal.lib.typesetting.font_tables import advances

VARIABLE = "OFFICIAL_FONTS_DIR"
ROLES = {
    "fang": "仿宋（正文）",
    "biao": "小标宋（标题）",
    "hei": "黑体（一级标题）",
    "kai": "楷体（二级标题）",
}
UNREADABLE = (OSError, struct.error, KeyError, ZeroDivisionError)
ENDINGS = (".ttf", ".otf")
_CONF = Path(__file__).with_name("fonts.conf")
_OFFICE_CONF = Path(__file__).with_name("fonts-office.conf")


def folder() -> Path | None:
    """The configured folder, None where there is none."""
    name = os.environ.get(VARIABLE, "").strip()
    return Path(name) if name else None


def file_of(role: str) -> Path | None:
    """The office's own font of ``role``, None where it has none."""
    where = folder()
    return files_in(where).get(role) if where else None


@cache
def files_in(where: Path) -> dict[str, Path]:
    """The font files of a folder by their role."""
    found = {role: [where / f"{role}{ending}" for ending in ENDINGS] for role in ROLES}
    return {role: path for role, paths in found.items() for path in paths[::-1] if path.is_file()}


def advances_of(role: str) -> dict[int, float]:
    """Advances in em of the characters the office's own font draws; none of a file that is no font (a system check tells)."""
    path = file_of(role)
    try:
        return advances(path) if path else {}
    except UNREADABLE:
        return {}


def environment() -> dict[str, str]:
    """What a child must know: the configuration of its fonts, and the folder of the office's own ones."""
    where = folder()
    if not where or not files_in(where):
        return {"FONTCONFIG_FILE": str(_CONF)}
    own = str(where.resolve())
    return {"FONTCONFIG_FILE": str(_OFFICE_CONF), VARIABLE: own, "XDG_DATA_HOME": own}
