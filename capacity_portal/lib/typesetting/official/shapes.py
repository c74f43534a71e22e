"""Reading plain JSON into frozen records, strictly: unknown keys, wrong types and sizes are named with their place.

A record's shape is a tuple of ``Key``s; ``read_record`` reads by it and ``write_record`` writes by it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from capacity_portal.lib.typed_text import excerpt

MISSING = object()
# What cannot be stored or printed: controls (line breaks too: a text is one paragraph), lone surrogates, non-characters.
_UNSTORABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")

Reader = Callable[[object, str], object]


@dataclass(frozen=True)
class Key:
    """One key of a JSON object: its name in the record, its Chinese name, how it is read and written, and its default."""

    name: str
    label: str
    read: Reader
    default: object = MISSING
    write: Callable[[object], object] = lambda value: value


def read_record(kind: Callable, keys: tuple[Key, ...], data: object, place: str):
    """``kind`` made of the JSON object ``data``. Raises ValueError with a sentence that names ``place``."""
    if not isinstance(data, dict):
        raise ValueError(f"{place or '公文'}应为一组带名称的值，现为{_kind_of(data)}；请重新录入。")
    unknown = data.keys() - {key.name for key in keys}
    if unknown:
        raise ValueError(
            f"{place or '公文'}含有不认识的项{excerpt(sorted(map(str, unknown))[0])}；请删去后重试。"
        )
    return kind(**{key.name: _read(key, data, place) for key in keys})


def write_record(record: object, keys: tuple[Key, ...]) -> dict:
    """The JSON object of ``record``: every key of its shape, in that order."""
    return {key.name: key.write(getattr(record, key.name)) for key in keys}


def text(limit: int, *, has_lines: bool = False) -> Reader:
    """Reads a text of at most ``limit`` characters, in one line unless ``has_lines``."""

    def read(data: object, place: str) -> str:
        if not isinstance(data, str):
            raise ValueError(f"{place}应为文字，现为{_kind_of(data)}；请重新录入。")
        if len(data) > limit:
            raise ValueError(f"{place}有{len(data)}个字，超过{limit}个字的上限；请分段或删减。")
        if found := _UNSTORABLE.search(data.replace("\n", " ") if has_lines else data):
            raise ValueError(f"{place}第{found.start() + 1}个字是{_name_of(found[0])}；请删去后重试。")
        return data

    return read


def switch(data: object, place: str) -> bool:
    """Reads true or false."""
    if not isinstance(data, bool):
        raise ValueError(f"{place}应为是或否，现为{_kind_of(data)}；请重新选择。")
    return data


def whole(least: int, most: int) -> Reader:
    """Reads a whole number from ``least`` to ``most``."""

    def read(data: object, place: str) -> int:
        if not isinstance(data, int) or isinstance(data, bool) or not least <= data <= most:
            raise ValueError(f"{place}应为{least}至{most}的整数，现为{excerpt(data)}；请改正。")
        return data

    return read


def width(data: object, place: str) -> float:
    """Reads the width of a column in characters, 0 to 100."""
    if not isinstance(data, int | float) or isinstance(data, bool) or not 0 <= data <= 100:
        raise ValueError(f"{place}应为0至100的数（字数），现为{excerpt(data)}；请改正。")
    return data


def choice(*options: str) -> Reader:
    """Reads one of the texts given."""

    def read(data: object, place: str) -> str:
        if data not in options:
            raise ValueError(f"{place}应为{'、'.join(options)}之一，现为{excerpt(data)}；请重新选择。")
        return data

    return read


def member(kind: type[StrEnum]) -> Reader:
    """Reads a member of ``kind`` by its value."""
    read_value = choice(*(option.value for option in kind))
    return lambda data, place: kind(read_value(data, place))


def day(data: object, place: str) -> date | None:
    """Reads a date as ``2018-02-08``, or null."""
    try:
        found = date.fromisoformat(data) if isinstance(data, str) and len(data) == 10 else data
    except ValueError:
        found = data
    if found is not None and not isinstance(found, date):
        raise ValueError(f"{place}应为2018-02-08这样的日期，现为{excerpt(data)}；请改正。")
    return found


def several(read_item: Reader, most: int, unit: str) -> Reader:
    """Reads a list of at most ``most`` items, each named 第1``unit`` and so on."""

    def read(data: object, place: str) -> tuple:
        if not isinstance(data, list | tuple):
            raise ValueError(f"{place}应为若干{unit}，现为{_kind_of(data)}；请重新录入。")
        if len(data) > most:
            raise ValueError(f"{place}有{len(data)}{unit}，超过{most}{unit}的上限；请分成几份。")
        return tuple(read_item(item, f"{place}第{number}{unit}") for number, item in enumerate(data, 1))

    return read


def _read(key: Key, data: dict, place: str) -> object:
    if key.name in data:
        return key.read(data[key.name], f"{place}{key.label}")
    if key.default is MISSING:
        raise ValueError(f"{place or '公文'}缺少{key.label.removeprefix('的') or '文字'}；请补上。")
    return key.default


def _kind_of(data: object) -> str:
    names = {
        str: "文字",
        bool: "是或否",
        int: "数字",
        float: "数字",
        list: "一串值",
        dict: "一组值",
        type(None): "空",
    }
    return names.get(type(data), "别的内容")


def _name_of(character: str) -> str:
    if character in "\n\r\u2028\u2029":
        return "换行"
    return "制表符" if character == "\t" else f"不能保存的字符U+{ord(character):04X}"
