"""What keeps a document from being issued, each with its place and a sentence that says what to do.

Settled 33: text marked 秘密★, 机密★ or 绝密★ has no place here. Settled 34: a character that no font draws blocks issuing.
"""

import re
from collections.abc import Iterator

from capacity_portal.lib.secrecy_marks import secrecy_marks
from capacity_portal.lib.typesetting.glyphs import code_points, missing_characters
from capacity_portal.lib.typesetting.official import places
from capacity_portal.lib.typesetting.official.outline import Block, OfficialDocument, Problem, Section, Table

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def problems(document: OfficialDocument) -> list[Problem]:
    """Everything that keeps ``document`` from being issued, in the order of the page."""
    return [*_of_texts(document), *_of_fields(document), *_of_all_blocks(document)]


def _of_texts(document: OfficialDocument) -> Iterator[Problem]:
    for place, text in places.texts(document):
        if missing := [character for character in missing_characters(text) if not _CONTROL.match(character)]:
            named = "、".join(f"“{character}”（{code_points([character])}）" for character in missing)
            yield Problem(place, f"{place}有字体画不出的字：{named}；请换用规范字或请系统管理员补充字体。")
        if control := _CONTROL.search(text):
            yield Problem(
                place, f"{place}含有看不见的控制字符（{code_points([control[0]])}）；请删去后重新录入这一处。"
            )
        if secret := secrecy_marks(text):
            yield Problem(
                place,
                f"{place}有密级标志“{secret[0]}”：涉密文件不得在本系统办理；请删去并按保密规定另行办理。",
            )


def _of_fields(document: OfficialDocument) -> Iterator[Problem]:
    if not document.title.strip():
        yield Problem("标题", "标题没有填写；请填写公文标题。")
    if not any(issuer.strip() for issuer in document.issuers):
        yield Problem("发文机关标志", "发文机关没有填写；请至少填写一个发文机关。")
    if document.secrecy:
        yield Problem("密级", "本系统不办理涉密文件；请删去密级，按保密规定另行办理。")
    for name, marks, remedy in (
        ("addressees", "：:", "冒号由系统印出；请删去末尾的冒号。"),
        ("copies_to", "。.", "句号由系统印出；请删去末尾的句号。"),
    ):
        text = getattr(document, name).rstrip()
        if text and text[-1] in marks:
            yield Problem(
                places.FIELD_NAMES[name], f"{places.FIELD_NAMES[name]}末尾多了“{text[-1]}”：{remedy}"
            )


def _of_all_blocks(document: OfficialDocument) -> Iterator[Problem]:
    if not any(text.strip() for _, text in places.block_texts(document.blocks)):
        yield Problem(places.BODY, "正文没有内容；请至少写一段。")
    yield from _of_blocks(document.blocks, places.BODY)
    for number, attachment in enumerate(document.attachments, 1):
        if not attachment.title.strip():
            yield Problem(f"附件{number}标题", f"附件{number}没有标题；请填写附件名称。")
        yield from _of_blocks(attachment.blocks, f"附件{number}")


def _of_blocks(blocks: tuple[Block, ...], where: str) -> Iterator[Problem]:
    for number, block in enumerate(blocks, 1):
        place = f"{where}第{number}段"
        if isinstance(block, Table):
            yield from _of_table(block, place)
        elif isinstance(block, Section) and not block.heading.strip():
            yield Problem(place, f"{place}的标题是空的；请填写标题或删去这一段。")
        elif not isinstance(block, Section) and not block.text.strip():
            yield Problem(place, f"{place}是空的；请填写内容或删去这一段。")


def _of_table(table: Table, place: str) -> Iterator[Problem]:
    if not table.columns:
        yield Problem(place, f"{place}的表没有列；请至少留一列或删去这张表。")
    for number, row in enumerate(table.rows, 1):
        if len(row) != len(table.columns):
            sentence = (
                f"{place}表第{number}行有{len(row)}格，表头有{len(table.columns)}列；请补齐或删去多余的格。"
            )
            yield Problem(f"{place}表第{number}行", sentence)
