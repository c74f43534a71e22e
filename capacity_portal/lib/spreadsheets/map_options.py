"""What a person said a heading is: on the mapping page by place, on the command line as ``header=field``."""

from collections.abc import Iterable, Mapping, Sequence

from capacity_portal.lib.spreadsheets import units
from capacity_portal.lib.spreadsheets.findings import letters
from capacity_portal.lib.spreadsheets.headings import Heading
from capacity_portal.lib.spreadsheets.labels import normalise_heading
from capacity_portal.lib.typed_text import excerpt


class MapError(ValueError):
    """A choice of columns makes no sense; the message is a Chinese sentence."""


def parse_map_option(text: str) -> tuple[str, str]:
    """Return heading and field of ``header=field``; an empty field leaves the column out. Raises MapError."""
    header, sign, key = text.replace("＝", "=").rpartition("=")
    if not sign or not header.strip():
        raise MapError(
            f"--map {excerpt(text)}写法不对，应为“表头=字段”，例如：--map '产能=capacity:crude_steel@千吨/年'。"
        )
    split_choice(key)
    return header.strip(), key.strip()


def choices_from(options: Iterable[tuple[str, str]], headings: Sequence[Heading]) -> dict[int, str]:
    """Return what ``parse_map_option`` gave by place; a heading may also be named by its column (``C列``).

    Raises MapError for a heading that the file has not, has twice, or that is named twice.
    """
    choices: dict[int, str] = {}
    for header, key in options:
        place = _place(header, headings)
        if place in choices:
            raise MapError(f"表头{excerpt(header)}在 --map 里写了两次，请只保留一次。")
        choices[place] = key
    return choices


def remember(headings: Iterable[Heading], choices: Mapping[int, str]) -> dict[str, str]:
    """Return ``choices`` by normalised heading, to be kept for the office's next file."""
    return {
        normalise_heading(heading.label): choices[heading.place]
        for heading in headings
        if heading.place in choices
    }


def split_choice(choice: str) -> tuple[str, str]:
    """Return key and unit of a choice. Raises MapError when the unit is none."""
    key, _, unit = choice.strip().partition("@")
    if unit and not units.is_unit(unit):
        raise MapError(
            f"单位{excerpt(unit)}无法识别，请写“吨”“千吨”“万吨/年”“立方米”这样的单位，或去掉“@”和后面的内容。"
        )
    return key.strip(), unit.strip()


def _place(header: str, headings: Sequence[Heading]) -> int:
    name = normalise_heading(header)
    places = [heading.place for heading in headings if normalise_heading(heading.label) == name]
    places = places or [
        heading.place for heading in headings if f"{letters(heading.place)}列" == header.upper()
    ]
    if len(places) == 1:
        return places[0]
    if places:
        columns = "、".join(f"{letters(place)}列" for place in places)
        raise MapError(f"表格里有 {len(places)} 列都叫{excerpt(header)}，请用列号指明：{columns}。")
    labels = "、".join(heading.label for heading in headings[:20])
    raise MapError(f"表格里没有叫{excerpt(header)}的列。现有的列：{labels}。")
