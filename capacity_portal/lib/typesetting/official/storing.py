"""A document as plain JSON and back. Strict: what it does not know or cannot hold is refused by name, nothing is dropped.

``{"kind": "section", "level": 1, "heading": "…", "text": "…"}``, ``{"kind": "paragraph", "text": "…", "is_flush": false}``,
``{"kind": "table", "title": "…", "columns": [{"title", "width", "align"}], "rows": [["…"]], "is_landscape": false}``;
a document has the fields of ``OfficialDocument`` by name, dates as ``2018-02-08``. Left out, because they belong to the moment of
printing: pictures of seals and signatures, and ``draft``. A title may have line breaks (they are kept in print) and a cell too.
"""

from collections.abc import Iterable

from capacity_portal.lib.typesetting.official import places, shapes
from capacity_portal.lib.typesetting.official.outline import (
    Attachment,
    Attendance,
    Block,
    Column,
    Form,
    OfficialDocument,
    Paragraph,
    Section,
    Signatory,
    Signing,
    Table,
)
from capacity_portal.lib.typesetting.official.shapes import Key, choice, member, several, switch, text

MAX_BLOCKS = 400
MAX_TEXT = 20_000
MAX_HEADING = 1_000
MAX_COLUMNS = 60
MAX_ROWS = 2_000
MAX_ATTACHMENTS = 50
MAX_LIST = 50
MAX_CHARACTERS = 1_000_000

_SECTION = (
    Key("level", "的级别", shapes.whole(1, 4)),
    Key("heading", "的标题", text(MAX_HEADING)),
    Key("text", "", text(MAX_TEXT), ""),
)
_PARAGRAPH = (Key("text", "", text(MAX_TEXT)), Key("is_flush", "的顶格", switch, False))
_COLUMN = (
    Key("title", "的名称", text(MAX_HEADING)),
    Key("width", "的宽度", shapes.width, 0),
    Key("align", "的对齐方式", choice("left", "center", "right"), "left"),
)


def _column(data: object, place: str) -> Column:
    return shapes.read_record(Column, _COLUMN, data, place)


_TABLE = (
    Key(
        "columns",
        "表",
        several(_column, MAX_COLUMNS, "列"),
        write=lambda columns: [shapes.write_record(column, _COLUMN) for column in columns],
    ),
    Key(
        "rows",
        "表",
        several(several(text(MAX_TEXT, has_lines=True), MAX_COLUMNS, "格"), MAX_ROWS, "行"),
        (),
        write=lambda rows: [list(row) for row in rows],
    ),
    Key("title", "表题", text(MAX_HEADING), ""),
    Key("is_landscape", "的横排", switch, False),
)
_BLOCKS = {"section": (Section, _SECTION), "paragraph": (Paragraph, _PARAGRAPH), "table": (Table, _TABLE)}
_KINDS = {kind: name for name, (kind, _) in _BLOCKS.items()}


def blocks_from_json(data: object, place: str = places.BODY) -> tuple[Block, ...]:
    """Blocks from a list of JSON objects. Raises ValueError with a Chinese sentence that names the place."""
    blocks = several(_block, MAX_BLOCKS, "段")(data, place)
    _check_size(sum(len(words) for _, words in places.block_texts(blocks)))
    return blocks


def blocks_to_json(blocks: Iterable[Block]) -> list[dict]:
    """The list that ``blocks_from_json`` reads."""
    return [
        {"kind": _KINDS[type(block)], **shapes.write_record(block, _BLOCKS[_KINDS[type(block)]][1])}
        for block in blocks
    ]


def from_json(data: object) -> OfficialDocument:
    """A document from the JSON of ``to_json``; keys with a default may be missing. Raises ValueError as above."""
    document = shapes.read_record(OfficialDocument, _DOCUMENT, data, "")
    _check_size(sum(len(words) for _, words in places.texts(document)))
    return document


def to_json(document: OfficialDocument) -> dict:
    """Plain JSON of everything but pictures and ``draft``."""
    return shapes.write_record(document, _DOCUMENT)


def _block(data: object, place: str) -> Block:
    kind = data.get("kind") if isinstance(data, dict) else None
    if not isinstance(kind, str) or kind not in _BLOCKS:
        raise ValueError(f"{place}的种类应为标题、段落或表格；请重新录入这一段。")
    record, keys = _BLOCKS[kind]
    block = shapes.read_record(
        record, keys, {key: value for key, value in data.items() if key != "kind"}, place
    )
    if isinstance(block, Table):
        _check_table(block, place)
    return block


def _check_table(table: Table, place: str) -> None:
    if not table.columns:
        raise ValueError(f"{place}表没有列；请至少留一列。")
    for number, row in enumerate(table.rows, 1):
        if len(row) != len(table.columns):
            raise ValueError(
                f"{place}表第{number}行有{len(row)}格，应与列数{len(table.columns)}相同；请补齐或删去多余的格。"
            )


def _check_size(characters: int) -> None:
    if characters > MAX_CHARACTERS:
        raise ValueError(f"全文有{characters}个字，超过{MAX_CHARACTERS}个字的上限；请分成几份公文。")


def _signatory(data: object, place: str) -> Signatory:
    return shapes.read_record(Signatory, _SIGNATORY, data, place)


def _attendance(data: object, place: str) -> Attendance:
    return shapes.read_record(Attendance, _ATTENDANCE, data, place)


def _attachment(data: object, place: str) -> Attachment:
    return shapes.read_record(Attachment, _ATTACHMENT, data, place)


_SIGNATORY = (Key("name", "的名称", text(200)), Key("is_for_another", "的代章", switch, False))
_ATTENDANCE = (Key("label", "的类别", text(20)), Key("names", "的名单", text(MAX_TEXT)))
_ATTACHMENT = (
    Key("title", "的标题", text(MAX_HEADING, has_lines=True)),
    Key("blocks", "", blocks_from_json, (), blocks_to_json),
    Key("is_landscape", "的横排", switch, False),
)


def _list(
    name: str,
    label: str,
    read: shapes.Reader,
    keys: tuple[Key, ...] = (),
    most: int = MAX_LIST,
    unit: str = "项",
) -> Key:
    def write(items: tuple) -> list:
        return [shapes.write_record(item, keys) if keys else item for item in items]

    return Key(name, label, several(read, most, unit), (), write)


def _line(name: str, limit: int, default: object = "") -> Key:
    return Key(name, places.FIELD_NAMES[name], text(limit), default)


def _day(name: str, label: str) -> Key:
    return Key(name, label, shapes.day, None, lambda value: value.isoformat() if value else None)


_DOCUMENT = (
    Key("form", "格式", member(Form), Form.ORDINARY, str),
    Key("title", "标题", text(300, has_lines=True)),
    Key("issuers", "发文机关标志", several(text(200), MAX_LIST, "个机关"), write=list),
    _line("mark_suffix", 20, "文件"),
    _line("number", 100),
    _line("serial", 20),
    _line("secrecy", 30),
    _line("urgency", 10),
    _list("signers", "签发人", text(50)),
    _line("addressees", 5_000),
    Key("blocks", places.BODY, lambda data, place: blocks_from_json(data), write=blocks_to_json),
    _line("contact", MAX_HEADING),
    _list("attachments", "附件", _attachment, _ATTACHMENT, MAX_ATTACHMENTS),
    _list("attendance", "出席名单", _attendance, _ATTENDANCE),
    Key("signing", "生效方式", member(Signing), Signing.SEALED, str),
    _list("signatories", "署名", _signatory, _SIGNATORY),
    _line("signer_title", 50),
    _day("dated", "成文日期"),
    _line("note", MAX_HEADING),
    _line("copies_to", 5_000),
    Key("has_addressees_at_end", "主送机关移至版记", switch, False),
    _line("printed_by", 200),
    _day("printed_on", "印发日期"),
    Key("is_single_sided", "单面印刷", switch, False),
    Key("is_preprinted", "套打", switch, False),
    _line("verify_code", 100),
    _line("verify_url", 500),
    Key("language", "语言", text(20), "zh-CN"),
    _list("keywords", "关键词", text(50)),
)
