"""The bundled fonts print every character the portal may meet, on one line grid, under the names they may carry."""

from functools import cache
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).resolve().parent.parent / "static" / "fonts"
FANDOL = ["FandolFang-Regular", "FandolSong-Bold", "FandolHei-Regular", "FandolKai-Regular"]
SUPPLEMENT = "PortalSupplement-Regular"
# Standard characters (通用规范汉字表, 2013) of personal and place names outside GB 2312, some beyond the basic plane.
RARE = "镕喆堃赟淏珺翀玥昇璟㛃㧐㬎䲟𠅤𣲘𣸣𫄷𫖯𬭎𬬻𬱖"
SYMBOLS = "㎡㎥²³①⑩⑳㈠Ⅰⅻⅰ℃‰±×÷≤≥≈〇〔〕“”‘’—…·《》●○□■★※√✓№"


@cache
def font(name: str) -> TTFont:
    return TTFont(FOLDER / name)


@cache
def characters(name: str) -> frozenset[int]:
    return frozenset(font(name).getBestCmap())


def encoded(codec: str, first: range, second: range) -> set[str]:
    """Every character of a two-byte encoding."""
    pairs = (bytes([high, low]) for high in first for low in second if low != 0x7F)
    return {text for pair in pairs if (text := pair.decode(codec, "ignore")) and len(text) == 1}


def missing(text, *names: str) -> list[str]:
    covered = frozenset().union(*(characters(name) for name in names))
    return sorted(character for character in text if ord(character) not in covered)


@pytest.mark.parametrize("name", FANDOL)
def test_everyday_characters_are_in_each_face_itself(name):
    hanzi = encoded("gb2312", range(0xB0, 0xF8), range(0xA1, 0xFF))
    assert len(hanzi) == 6763
    assert missing(hanzi, f"{name}.otf") == []


@pytest.mark.parametrize("name", FANDOL)
def test_with_the_supplement_all_of_gbk_is_covered(name):
    everything = encoded("gbk", range(0x81, 0xFF), range(0x40, 0xFF))
    hanzi = {character for character in everything if "\u4e00" <= character <= "\u9fff"}
    assert len(hanzi) == 20902
    private = {character for character in everything if "\ue000" <= character <= "\uf8ff"}
    assert missing(everything - private, f"{name}.otf", f"{SUPPLEMENT}.otf") == [
        "≒"
    ]  # a Japanese sign, see README.md


@pytest.mark.parametrize("name", FANDOL)
def test_rare_names_and_symbols_are_covered(name):
    assert missing(RARE + SYMBOLS, f"{name}.otf", f"{SUPPLEMENT}.otf") == []


def test_the_faces_alone_would_not_do():
    assert missing(RARE, *(f"{name}.otf" for name in FANDOL)) == sorted(RARE)


def test_web_pages_show_the_same_rare_names():
    assert missing(RARE + SYMBOLS, "FandolHei-Regular.woff2", "PortalSupplement-Web.woff2") == []
    assert characters("FandolHei-Regular.woff2") == characters("FandolHei-Regular.otf")


@pytest.mark.parametrize("name", [*FANDOL[1:], SUPPLEMENT])
def test_all_faces_have_one_height_so_that_a_rare_character_does_not_move_its_line(name):
    def height(of: str) -> tuple[int, ...]:
        header, system = font(f"{of}.otf")["hhea"], font(f"{of}.otf")["OS/2"]
        return (
            header.ascent,
            header.descent,
            header.lineGap,
            system.sTypoAscender,
            system.sTypoDescender,
            system.sTypoLineGap,
        )

    assert height(name) == height(FANDOL[0]) == (880, -120, 200, 880, -120, 200)


@pytest.mark.parametrize("name", [f"{SUPPLEMENT}.otf", "PortalSupplement-Web.woff2"])
def test_the_supplement_carries_no_reserved_name_but_its_licence(name):
    names = font(name)["name"]
    shown = " ".join(str(names.getDebugName(number)) for number in (1, 3, 4, 6))
    assert shown.count("Supplement") == 4
    assert [reserved for reserved in ("Source", "Noto", "Adobe") if reserved in shown] == []
    assert "SIL Open Font License" in names.getDebugName(13)
    assert "Adobe" in names.getDebugName(0)


def test_embedding_is_allowed():
    # 0: installable, 8: editable embedding
    assert {font(f"{name}.otf")["OS/2"].fsType for name in [*FANDOL, SUPPLEMENT]} <= {0, 8}
