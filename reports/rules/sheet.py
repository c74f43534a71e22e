"""The editor's sheet: what stands in its form as plain dicts, read from posted fields and turned into the words of a draft.

Fields: ``b.0.kind`` (section, paragraph, table), ``b.0.level``, ``b.0.heading``, ``b.0.text``, ``b.0.flush``; of a table ``b.0.title``,
``b.0.landscape``, ``b.0.c.1`` (heading of a column), ``b.0.w.1``, ``b.0.l.1`` (width, align), ``b.0.r.2.1`` (cell); of an attachment ``a.0.title``,
``a.0.landscape`` and its blocks ``a.0.b.1.…``. The order is that of the numbers. Total: whatever is posted makes a sheet.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from capacity_portal.lib.typed_text import squeeze, storable
from capacity_portal.lib.typesetting.official.storing import (
    MAX_ATTACHMENTS,
    MAX_BLOCKS,
    MAX_COLUMNS,
    MAX_ROWS,
)

Block = dict[str, Any]
KINDS = ("section", "paragraph", "table")
ALIGNS = ("left", "center", "right")
_FIELD = re.compile(
    r"(?:a\.(\d{1,3})\.)?(?:b\.(\d{1,3})\.)?(kind|level|heading|text|flush|title|landscape|lines|c|w|l|r)((?:\.\d{1,4}){0,2})",
    re.ASCII,
)


def blocks_and_attachments(posted: Mapping[str, str]) -> tuple[list[Block], list[dict]]:
    """The body's blocks and the attachments (``title``, ``is_landscape``, ``blocks``) of a posted form."""
    body: dict[int, dict] = {}
    attached: dict[int, dict] = {}
    for name, value in posted.items():
        found = _FIELD.fullmatch(name)
        if found:
            attachment, block, field, place = found.groups()
            target = body
            if attachment is not None:
                own = attached.setdefault(int(attachment), {"b": {}})
                target = own["b"]
                if block is None:
                    own[field] = value
            if block is not None:
                target.setdefault(int(block), {})[field + place] = value
    return _blocks(body), [_attachment(values) for _, values in sorted(attached.items())][:MAX_ATTACHMENTS]


def _attachment(values: dict) -> dict:
    return {
        "title": line(values.get("title", "")),
        "is_landscape": "landscape" in values,
        "blocks": _blocks(values["b"]),
    }


def _blocks(rows: dict[int, dict]) -> list[Block]:
    found = [_block(values) for _, values in sorted(rows.items()) if values.get("kind") in KINDS]
    return found[:MAX_BLOCKS]


def _block(values: dict[str, str]) -> Block:
    if values["kind"] == "section":
        level = values.get("level", "")
        return {"kind": "section", "level": int(level) if level in {"1", "2", "3", "4"} else 1,
                "heading": line(values.get("heading", "")), "text": line(values.get("text", ""))}  # fmt: skip
    if values["kind"] == "paragraph":
        return {"kind": "paragraph", "text": lines(values.get("text", "")), "is_flush": "flush" in values}
    return _table(values)


def _table(values: dict[str, str]) -> Block:
    count = min(
        1 + max((int(key[2:]) for key in values if re.fullmatch(r"c\.\d+", key)), default=-1), MAX_COLUMNS
    )
    columns = [
        {"title": line(values.get(f"c.{n}", "")), "width": _width(values.get(f"w.{n}", "")), "align": _align(values.get(f"l.{n}", ""))}
        for n in range(count)
    ]  # fmt: skip
    rows = _typed_rows(values["lines"], count) if "lines" in values else _cells(values, count)
    return {"kind": "table", "title": line(values.get("title", "")), "columns": columns, "rows": rows[:MAX_ROWS],
            "is_landscape": "landscape" in values}  # fmt: skip


def _cells(values: dict[str, str], columns: int) -> list[list[str]]:
    numbers = sorted({int(key.split(".")[1]) for key in values if re.fullmatch(r"r\.\d+\.\d+", key)})
    return [[line(values.get(f"r.{number}.{n}", "")) for n in range(columns)] for number in numbers]


def _typed_rows(text: str, columns: int) -> list[list[str]]:
    """Rows typed or pasted as lines, their cells parted by tabs or ｜; too few cells are filled up, too many joined."""
    found = []
    for row in storable(text).splitlines():
        if row.strip():
            cells = [line(cell) for cell in re.split(r"\t|\||｜", row, maxsplit=max(columns - 1, 0))]
            found.append(cells + [""] * (columns - len(cells)))
    return found


def as_lines(rows: list[list[str]]) -> str:
    """The rows of a large table as ``_typed_rows`` reads them."""
    return "\n".join("｜".join(cell.replace("｜", "|").replace("|", "／") for cell in row) for row in rows)


def _width(text: str) -> float:
    typed = squeeze(text[:20])
    if not re.fullmatch(r"\d{1,2}(\.\d)?", typed):
        return 0
    number = float(typed)
    return int(number) if number.is_integer() else number


def _align(text: str) -> str:
    return text if text in ALIGNS else "left"


def line(text: str) -> str:
    """One line: line breaks and tabs become nothing between Chinese characters, else a space; inner spaces stay."""
    parts = [part.strip() for part in storable(text).replace("\t", " ").splitlines()]
    return _unstorable("".join(_joined(parts)))


def lines(text: str) -> str:
    """Several paragraphs, one a line; ``words_of`` makes blocks of them."""
    return _unstorable(
        "\n".join(
            filter(None, (part.strip(" \t\r") for part in storable(text).replace("\t", " ").splitlines()))
        )
    )


def _joined(parts: list[str]) -> Iterator[str]:
    for number, part in enumerate(parts):
        before = parts[number - 1] if number else ""
        yield " " + part if before and part and before[-1].isascii() and part[0].isascii() else part


def _unstorable(text: str) -> str:
    return re.sub(r"[\x7f-\x9f\u2028\u2029]", "", text)


def words_of(blocks: list[Block]) -> list[Block]:
    """The blocks as they are stored: a paragraph of several lines is several paragraphs."""
    return [
        {**block, "text": part} if block["kind"] == "paragraph" else block
        for block in blocks
        for part in (block["text"].split("\n") if block["kind"] == "paragraph" else [""])
    ]
