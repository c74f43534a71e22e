#!/usr/bin/env python3
"""Make the derived fonts of this folder (README.md says when and why).

    python make_supplement.py NotoSerifCJK-Regular.ttc Unihan_OtherMappings.txt.bz2

writes PortalSupplement-Regular.otf: the characters missing in the Fandol fonts, cut out of Noto Serif CJK SC, with Fandol's
vertical metrics (else each line with such a character moves by up to 1 mm), and for web pages two compressed copies:
FandolHei-Regular.woff2 and PortalSupplement-Web.woff2 (only the standard characters and symbols of the supplement).
Needs fonttools with brotli, which come with WeasyPrint. The same input gives the same bytes.
"""

import bz2
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parent
FANDOL = ("FandolFang-Regular", "FandolSong-Bold", "FandolHei-Regular", "FandolKai-Regular")
SIMPLIFIED = 2  # number of the SC face in the collection
LISTED = 8105  # 通用规范汉字表 (State Council, 2013)
FAMILY = "Capacity Portal Supplement"  # the licence keeps the name "Source"; "Noto" is a trademark
NAME = "CapacityPortalSupplement"
CHANGED = "Subset and renamed for the capacity portal."
DROPPED_TABLES = ["BASE", "VORG", "vhea", "vmtx", "DSIG", "GPOS", "GSUB", "GDEF"]

HANZI = ((0x3400, 0x3400), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))
SYMBOLS = (
    (0x0020, 0x007E), (0x00A0, 0x017F), (0x02B0, 0x03FF), (0x0401, 0x0451), (0x2000, 0x20BF), (0x2100, 0x23FF),
    (0x2460, 0x27BF), (0x3000, 0x30FF), (0x3200, 0x33FF), (0xFE30, 0xFE6F), (0xFF01, 0xFFE6),
)  # fmt: skip


def standard_characters(unihan: Path) -> set[int]:
    """The code points of 通用规范汉字表, from the kTGH lines of Unihan_OtherMappings.txt."""
    with bz2.open(unihan, "rt", encoding="utf-8") as lines:
        listed = {int(line.split("\t")[0][2:], 16) for line in lines if "\tkTGH\t" in line}
    if len(listed) != LISTED:
        raise SystemExit(f"{unihan} lists {len(listed)} characters, not {LISTED}")
    return listed


def in_every_fandol() -> set[int]:
    return set.intersection(*(set(TTFont(FOLDER / f"{name}.otf").getBestCmap()) for name in FANDOL))


def wanted_characters(unihan: Path) -> tuple[set[int], set[int]]:
    """What to take if Noto has it, and what must not be missing."""
    present = in_every_fandol()
    wanted = {code for first, last in (*HANZI, *SYMBOLS) for code in range(first, last + 1)}
    listed = standard_characters(unihan)
    # ASCII stays in, although Fandol has it: page numbers are set in a light Song.
    return ((wanted | listed) - present) | set(range(0x20, 0x7F)) | {0x2014}, listed - present


def cut_out(font: TTFont, characters: set[int]) -> None:
    options = subset.Options()
    options.layout_features = []
    options.drop_tables += DROPPED_TABLES
    options.name_IDs = [0, 13, 14]
    options.name_languages = [0x409]
    options.hinting = True
    options.notdef_outline = True
    options.recalc_timestamp = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)


def take_metrics(font: TTFont, model: TTFont) -> None:
    for table, fields in {
        "hhea": ("ascent", "descent", "lineGap"),
        "OS/2": (
            "sTypoAscender",
            "sTypoDescender",
            "sTypoLineGap",
            "usWinAscent",
            "usWinDescent",
            "fsSelection",
        ),
    }.items():
        for field in fields:
            setattr(font[table], field, getattr(model[table], field))


def rename(font: TTFont) -> None:
    names = {1: FAMILY, 2: "Regular", 3: f"{NAME}-1", 4: FAMILY, 5: "Version 1.000", 6: f"{NAME}-Regular"}
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    for name in font["name"].names:
        if name.nameID == 0 and not name.toUnicode().endswith(CHANGED):
            name.string = f"{name.toUnicode()} {CHANGED}"
    compact = font["CFF "].cff
    compact.fontNames = [f"{NAME}-Regular"]
    top = compact.topDictIndex[0]
    top.FamilyName, top.FullName = FAMILY, FAMILY
    for field in ("Notice", "Copyright"):
        if hasattr(top, field):
            setattr(top, field, font["name"].getDebugName(0))


def make_supplement(collection: Path, unihan: Path) -> None:
    font = TTFont(collection, fontNumber=SIMPLIFIED, recalcTimestamp=False)
    characters, needed = wanted_characters(unihan)
    missing = needed - set(font.getBestCmap())
    if missing:
        raise SystemExit(
            f"{collection} lacks {len(missing)} standard characters: {sorted(map(hex, missing))[:10]}"
        )
    cut_out(font, characters)
    take_metrics(font, TTFont(FOLDER / f"{FANDOL[0]}.otf"))
    rename(font)
    font.save(FOLDER / "PortalSupplement-Regular.otf")
    sys.stdout.write(
        f"supplement: {len(font.getBestCmap())} characters, {len(needed)} of them of 通用规范汉字表\n"
    )


def make_web_fonts(unihan: Path) -> None:
    rare = TTFont(FOLDER / "PortalSupplement-Regular.otf", recalcTimestamp=False)
    symbols = {code for first, last in SYMBOLS for code in range(first, last + 1)}
    cut_out(rare, standard_characters(unihan) | symbols)
    rename(rare)
    hei = TTFont(FOLDER / "FandolHei-Regular.otf", recalcTimestamp=False)
    for font, name in ((rare, "PortalSupplement-Web"), (hei, "FandolHei-Regular")):
        font.flavor = "woff2"
        font.save(FOLDER / f"{name}.woff2")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    make_supplement(Path(sys.argv[1]), Path(sys.argv[2]))
    make_web_fonts(Path(sys.argv[2]))
