"""A document as it is read: numbers, places, attachments."""

from capacity_portal.lib.typesetting.official.outline import (
    Attachment,
    OfficialDocument,
    Paragraph,
    Section,
    Table,
)
from reports.documents.reading import places_of, read_attachments, read_blocks

DOCUMENT = OfficialDocument(
    "标题", ("办公室",), (Paragraph("引言。"), Section(1, "提高认识"), Section(2, "落实。", "要落实。"), Table((), ())),
    attachments=(Attachment("任务表", (Paragraph("附。"),)),),
)  # fmt: skip


def test_blocks_have_their_numbers_and_places():
    blocks = list(read_blocks(DOCUMENT.blocks))
    assert [(block.place, block.mark, block.level) for block in blocks] == [
        ("正文第1段", "", 0), ("正文第2段", "一、", 1), ("正文第3段", "（一）", 2), ("正文第4段", "", 0),
    ]  # fmt: skip
    assert blocks[3].table is DOCUMENT.blocks[3]


def test_attachments_and_places():
    (attachment,) = read_attachments(DOCUMENT)
    assert (attachment.title, attachment.blocks[0].place) == ("任务表", "附件1第1段")
    assert places_of(DOCUMENT)[-4:] == ["正文第4段", "附件1", "落款", "版记"]
