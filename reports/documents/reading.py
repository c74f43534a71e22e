"""A document as it is read on a page: numbered blocks with their places, for people and for comparing."""

from collections.abc import Iterator
from dataclasses import dataclass

from capacity_portal.lib.typesetting.official.numbering import numbered
from capacity_portal.lib.typesetting.official.outline import Block, OfficialDocument, Section, Table
from capacity_portal.lib.typesetting.official.places import BODY


@dataclass(frozen=True)
class ReadBlock:
    """``place`` (正文第3段); ``level`` 0 for what is no heading; ``table`` or ``text``."""

    place: str
    mark: str = ""
    level: int = 0
    heading: str = ""
    text: str = ""
    table: Table | None = None


@dataclass(frozen=True)
class ReadAttachment:
    title: str
    blocks: list[ReadBlock]


def read_blocks(blocks: tuple[Block, ...], where: str = BODY) -> Iterator[ReadBlock]:
    """The blocks with their numbers and places."""
    for number, (mark, block) in enumerate(numbered(blocks), 1):
        place = f"{where}第{number}段"
        if isinstance(block, Section):
            yield ReadBlock(place, mark, block.level, block.heading, block.text)
        elif isinstance(block, Table):
            yield ReadBlock(place, table=block)
        else:
            yield ReadBlock(place, text=block.text)


def read_attachments(document: OfficialDocument) -> list[ReadAttachment]:
    return [
        ReadAttachment(attachment.title, list(read_blocks(attachment.blocks, f"附件{number}")))
        for number, attachment in enumerate(document.attachments, 1)
    ]


def places_of(document: OfficialDocument) -> list[str]:
    """Where a remark may be about."""
    found = ["标题", "主送机关", *(block.place for block in read_blocks(document.blocks))]
    return [*found, *(f"附件{number}" for number in range(1, len(document.attachments) + 1)), "落款", "版记"]
