"""A document as plain text with its numbers: for copying, comparing two versions and searching in full text."""

from collections.abc import Iterable, Iterator
from datetime import date

from capacity_portal.lib.typesetting.official.numbering import numbered
from capacity_portal.lib.typesetting.official.outline import (
    Block,
    OfficialDocument,
    Paragraph,
    Section,
    Signatory,
    Table,
)


def to_text(document: OfficialDocument) -> str:
    """One line a paragraph, heading or table row (cells parted by tabs), in the order of the page, without indents."""
    return "\n".join(line for line in lines(document) if line)


def blocks_text(blocks: Iterable[Block]) -> str:
    """The same for blocks alone."""
    return "\n".join(line for line in block_lines(blocks) if line)


def lines(document: OfficialDocument) -> Iterator[str]:
    """The lines of ``to_text``; "" for what the document does not have."""
    yield from _head(document)
    yield from block_lines(document.blocks)
    yield document.contact
    yield from attachment_list(document)
    yield from (f"{attendance.label}：{attendance.names}" for attendance in document.attendance)
    yield from map(signature, document.signatories)
    yield chinese_date(document.dated)
    yield f"（{document.note}）" if document.note else ""
    yield from _attachments(document)
    yield f"抄送：{document.copies_to}。" if document.copies_to else ""
    printed_on = f"{chinese_date(document.printed_on)}印发" if document.printed_on else ""
    yield " ".join(filter(None, (document.printed_by, printed_on)))


def block_lines(blocks: Iterable[Block]) -> Iterator[str]:
    """The lines of the blocks, headings with their numbers."""
    for mark, block in numbered(blocks):
        match block:
            case Section():
                yield mark + block.heading + block.text
            case Paragraph():
                yield block.text
            case Table():
                yield block.title
                yield "\t".join(column.title for column in block.columns)
                yield from ("\t".join(row).replace("\n", " ") for row in block.rows)


def attachment_list(document: OfficialDocument) -> list[str]:
    """The lines of the 附件说明 (7.3.4): ``附件：名称`` for one, numbered for several, without marks at the end."""
    titles = [attachment.title.replace("\n", "") for attachment in document.attachments]
    if len(titles) < 2:
        return [f"附件：{title}" for title in titles]
    return [f"{'' if number > 1 else '附件：'}{number}.{title}" for number, title in enumerate(titles, 1)]


def signature(signatory: Signatory) -> str:
    """The name of a signatory, with （代章） behind it where another's seal is used."""
    return signatory.name + ("（代章）" if signatory.is_for_another else "")


def chinese_date(day: date | None) -> str:
    """``2018年2月8日``, no noughts before (7.3.5.4); "" for None."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _head(document: OfficialDocument) -> Iterator[str]:
    yield from (document.serial, document.secrecy, document.urgency)
    if document.issuers:
        yield "、".join(document.issuers) + document.mark_suffix
    yield document.number
    yield f"签发人：{'　'.join(document.signers)}" if document.signers else ""
    yield document.title.replace("\n", "")
    yield f"{document.addressees}：" if document.addressees else ""


def _attachments(document: OfficialDocument) -> Iterator[str]:
    is_alone = len(document.attachments) == 1
    for number, attachment in enumerate(document.attachments, 1):
        yield "附件" if is_alone else f"附件{number}"
        yield attachment.title
        yield from block_lines(attachment.blocks)
