"""Units as people write them, each with its dimension and how many of the dimension's base unit it is.

A yearly amount and an amount are one dimension: a column headed ``万吨/年`` is filled in with ``55万吨`` everywhere.
Daily amounts (``吨/日``) are not: how many days a kiln runs is nobody's to guess.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from capacity_portal.lib.typed_text import squeeze

LONGEST = 12


@dataclass(frozen=True)
class Unit:
    """``dimension`` in Chinese; ``size`` in the dimension's base unit, a power of ten and so always exact."""

    dimension: str
    size: Decimal


_YEARLY = ("", "/年", "/a", "每年", "/yr", "/y")
_DAILY = ("/日", "/天", "/d", "每日", "每天")
_SCALES = (("", 0), ("百", 2), ("千", 3), ("万", 4), ("十万", 5), ("百万", 6), ("千万", 7), ("亿", 8))
# dimension, power of ten, spellings; * takes 百 千 万 ... in front, + takes /年 behind.
_TABLE = (
    ("重量", 0, "吨+* 公吨+* t+* tonne+ tonnes+ ton+ tons+ tpa"),
    ("重量", 3, "kt+ ttpa ktpa kt/a"),
    ("重量", 6, "mt+ mtpa mt/a"),
    ("重量", -3, "kg+ 公斤+ 千克+"),
    ("体积", 0, "m3+* 立方米+* 立方+ 立米+ 方 ㎥+ cbm"),
    ("体积", -3, "升 l"),
    ("视在功率", 0, "kva 千伏安 kv.a"),
    ("视在功率", 3, "mva 兆伏安"),
    ("视在功率", 4, "万千伏安 万kva"),
    ("视在功率", -3, "va 伏安"),
    ("功率", 0, "kw 千瓦"),
    ("功率", 3, "mw 兆瓦"),
    ("功率", 4, "万千瓦 万kw"),
    ("功率", -3, "w 瓦"),
    ("电量", 0, "kwh 千瓦时 度* 千瓦小时"),
    ("电量", 3, "mwh 兆瓦时"),
    ("电量", 4, "万千瓦时 万kwh 万千瓦小时"),
    ("电量", 8, "亿千瓦时 亿kwh"),
    ("长度", 0, "mm 毫米"),
    ("长度", 1, "cm 厘米"),
    ("长度", 3, "m 米"),
    ("面积", 0, "m2* 平方米* 平米 ㎡"),
    ("面积", 4, "公顷 ha"),
    ("重量箱", 0, "重量箱+* 重箱+*"),
    ("载重吨", 0, "载重吨+* dwt+*"),
    ("修正总吨", 0, "修正总吨+* cgt+*"),
    ("金额", 0, "元+* 元人民币"),
    ("温度", 0, "℃ °c 摄氏度"),
    ("频率", 0, "hz 赫兹"),
    ("频率", 3, "khz 千赫"),
)  # fmt: skip


def unit_key(text: str) -> str:
    """Return the spelling a unit is known by: half width, lower case, no brackets, ``m³`` as ``m3``; "" when too long."""
    if len(text) > 4 * LONGEST:
        return ""
    return _key(text)


@lru_cache(4096)
def _key(text: str) -> str:
    bare = squeeze(text).casefold().translate(_PLAIN).strip("()")
    return bare if len(bare) <= LONGEST else ""


_PLAIN = str.maketrans({"³": "3", "²": "2", "·": None, "•": None, "【": "(", "】": ")", "[": "(", "]": ")",
                        "〔": "(", "〕": ")", "﹝": "(", "﹞": ")", "∕": "/", "⁄": "/"})  # fmt: skip


def _spellings(word: str) -> Iterator[tuple[str, int]]:
    bare = word.rstrip("+*")
    endings = _YEARLY if "+" in word else ("",)
    scales = _SCALES if "*" in word else (("", 0),)
    for scale, power in scales:
        for ending in endings:
            yield scale + bare + ending, power


def _units(table: Iterable[tuple[str, int, str]]) -> dict[str, Unit]:
    found = {}
    for dimension, power, words in table:
        for word in words.split():
            for spelling, more in _spellings(word):
                found[_key(spelling)] = Unit(dimension, Decimal(1).scaleb(power + more))
    daily = {f"{name}{ending}": unit for name, unit in found.items() if unit.dimension == "重量" and "/" not in name
             for ending in _DAILY if not name.endswith("pa") and "每年" not in name}  # fmt: skip
    return found | {name: Unit("每日重量", unit.size) for name, unit in daily.items()}


UNITS: Mapping[str, Unit] = _units(_TABLE)


def find(text: str, units: Mapping[str, Unit] = UNITS) -> Unit | None:
    """Return the unit written, however it is spelt; None when it is none."""
    return units.get(unit_key(text))


def is_unit(text: str) -> bool:
    """Tell whether ``text`` is the spelling of a unit and nothing else."""
    return find(text) is not None


def factor(from_unit: str, to_unit: str, units: Mapping[str, Unit] = UNITS) -> Decimal | None:
    """Return by what an amount in ``from_unit`` is multiplied to be in ``to_unit``; None when that cannot be done.

    ``factor("ttpa", "万吨/年")`` is ``Decimal("0.1")``.
    """
    source, target = find(from_unit, units), find(to_unit, units)
    if source is None or target is None or source.dimension != target.dimension:
        return None
    return source.size / target.size
