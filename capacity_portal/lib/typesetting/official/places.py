"""Every text of a document with the words that say where it stands (正文第3段, 附件1第2段表第4行)."""

from collections.abc import Iterable, Iterator

from capacity_portal.lib.typesetting.official.outline import (
    Attachment,
    Block,
    OfficialDocument,
    Section,
    Table,
)

BODY = "正文"
# What stands in one field, in the order of the page. Those before and behind the body, its attachments and signatures.
HEAD = (
    ("serial", "份号"),
    ("secrecy", "密级"),
    ("urgency", "紧急程度"),
    ("issuers", "发文机关标志"),
    ("mark_suffix", "发文机关标志"),
    ("number", "发文字号"),
    ("signers", "签发人"),
    ("title", "标题"),
    ("addressees", "主送机关"),
)
FOOT = (
    ("signer_title", "签发人职务"),
    ("note", "附注"),
    ("contact", "联系方式"),
    ("copies_to", "抄送机关"),
    ("printed_by", "印发机关"),
    ("verify_code", "核验码"),
    ("verify_url", "核验网址"),
    ("keywords", "关键词"),
)
FIELD_NAMES = dict(HEAD + FOOT)


def texts(document: OfficialDocument) -> Iterator[tuple[str, str]]:
    """(place, text) of everything the document says, in the order of the page; empty texts too."""
    yield from _fields(document, HEAD)
    yield from block_texts(document.blocks)
    for number, attachment in enumerate(document.attachments, 1):
        yield from _attachment(f"附件{number}", attachment)
    for signatory in document.signatories:
        yield "署名", signatory.name
    for attendance in document.attendance:
        yield attendance.label or "出席名单", attendance.label
        yield attendance.label or "出席名单", attendance.names
    yield from _fields(document, FOOT)


def block_texts(blocks: Iterable[Block], where: str = BODY) -> Iterator[tuple[str, str]]:
    """(place, text) of the blocks; every block is counted as one 段, a heading and a table too."""
    for number, block in enumerate(blocks, 1):
        place = f"{where}第{number}段"
        if isinstance(block, Table):
            yield from _table(place, block)
            continue
        if isinstance(block, Section):
            yield f"{place}标题", block.heading
        yield place, block.text


def _attachment(place: str, attachment: Attachment) -> Iterator[tuple[str, str]]:
    yield f"{place}标题", attachment.title
    yield from block_texts(attachment.blocks, place)


def _table(place: str, table: Table) -> Iterator[tuple[str, str]]:
    yield f"{place}表题", table.title
    yield from ((f"{place}表头", column.title) for column in table.columns)
    for number, row in enumerate(table.rows, 1):
        yield from ((f"{place}表第{number}行", cell) for cell in row)


def _fields(document: OfficialDocument, names: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, str]]:
    for name, place in names:
        value = getattr(document, name)
        yield from ((place, text) for text in ((value,) if isinstance(value, str) else value))
