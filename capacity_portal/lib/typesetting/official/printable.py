"""Texts as they can be printed: what no font draws becomes a visible 〓, what has no shape is left out (settled 34)."""

import re
from dataclasses import fields, is_dataclass, replace
from functools import cache

from capacity_portal.lib.typesetting.glyphs import PLACEHOLDER, drawable, missing_characters
from capacity_portal.lib.typesetting.official.outline import OfficialDocument

_SHAPELESS = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]"
)


def cleaned(document: OfficialDocument) -> OfficialDocument:
    """The document with every text in it printable."""
    return _clean(document)


def missing_in(document: OfficialDocument) -> tuple[str, ...]:
    """The characters that ``cleaned`` replaces, each once, by code point."""
    return missing_characters("".join(_texts(document)))


def _clean(value):
    if isinstance(value, str):
        text = _SHAPELESS.sub("", value.replace("\t", " "))
        if _is_drawn(text):
            return text
        return "".join(char if char in drawable() else PLACEHOLDER for char in text)
    if type(value) is tuple:
        return tuple(map(_clean, value))
    if is_dataclass(value):
        return replace(value, **{name: _clean(getattr(value, name)) for name in _names(type(value))})
    return value


def _is_drawn(text: str) -> bool:
    return drawable().issuperset(text)


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.init)


def _texts(value):
    if isinstance(value, str):
        yield value
    elif type(value) is tuple:
        for part in value:
            yield from _texts(part)
    elif is_dataclass(value):
        for name in _names(type(value)):
            yield from _texts(getattr(value, name))
