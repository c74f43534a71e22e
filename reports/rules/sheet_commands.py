"""What the buttons of the editor do with a sheet, as pure functions: ``add.b.3.paragraph``, ``up.a.0.b.2``, ``col.b.4``."""

import re
from collections.abc import Callable

from capacity_portal.lib.typesetting.official.storing import (
    MAX_ATTACHMENTS,
    MAX_BLOCKS,
    MAX_COLUMNS,
    MAX_ROWS,
)
from reports.rules.sheet import Block

_COMMAND = re.compile(
    r"(add|up|down|remove|row|unrow|col|uncol)\.(?:a\.(\d{1,3})(?:\.|$))?(?:b(?:\.(\d{1,3}))?)?(?:\.([a-z0-9]{1,10}))?",
    re.ASCII,
)
_NEW: dict[str, Callable[[], Block]] = {
    "section": lambda: {"kind": "section", "level": 1, "heading": "", "text": ""},
    "paragraph": lambda: {"kind": "paragraph", "text": "", "is_flush": False},
    "table": lambda: {
        "kind": "table",
        "title": "",
        "columns": [{"title": "", "width": 0, "align": "left"} for _ in range(3)],
        "rows": [[""] * 3 for _ in range(2)],
        "is_landscape": False,
    },
}


def carried_out(command: str, blocks: list[Block], attachments: list[dict]) -> str | None:
    """Change the lists as the button says; the id of the piece to look at next ("" : none), None for what is no command.

    ``add.b.3.table``: behind block 3 (``add.b.table``: at the end); ``add.a``: an attachment more; ``up.a.0``: an attachment;
    ``row.b.4`` and ``unrow.b.4.2``, ``col.b.4`` and ``uncol.b.4.1``: of a table.
    """
    found = _COMMAND.fullmatch(command)
    if command == "add.a":
        return _add_attachment(attachments)
    if not found:
        return None
    verb, attachment, block, more = found.groups()
    if attachment is None:
        return _on_blocks(verb, blocks, block, more or "", "b")
    number = int(attachment)
    if number >= len(attachments):
        return None
    if ".b" not in command:
        return _moved(verb, attachments, number, "a")
    return _on_blocks(verb, attachments[number]["blocks"], block, more or "", f"a.{number}.b")


def _add_attachment(attachments: list[dict]) -> str | None:
    if len(attachments) >= MAX_ATTACHMENTS:
        return None
    attachments.append({"title": "", "is_landscape": False, "blocks": [_NEW["paragraph"]()]})
    return f"a.{len(attachments) - 1}"


def _on_blocks(verb: str, blocks: list[Block], block: str | None, more: str, where: str) -> str | None:
    if verb == "add":
        return _added(blocks, len(blocks) if block is None else int(block) + 1, more, where)
    if block is None or int(block) >= len(blocks):
        return None
    if verb in {"up", "down", "remove"}:
        return _moved(verb, blocks, int(block), where)
    return _on_table(verb, blocks[int(block)], more, f"{where}.{block}")


def _added(blocks: list[Block], place: int, kind: str, where: str) -> str | None:
    if kind not in _NEW or place > len(blocks) or len(blocks) >= MAX_BLOCKS:
        return None
    blocks.insert(place, _NEW[kind]())
    return f"{where}.{place}"


def _moved(verb: str, items: list, number: int, where: str) -> str | None:
    if verb == "remove":
        del items[number]
        return f"{where}.{min(number, len(items) - 1)}" if items else ""
    other = number + (-1 if verb == "up" else 1)
    if verb in {"up", "down"} and 0 <= other < len(items):
        items[number], items[other] = items[other], items[number]
        return f"{where}.{other}"
    return f"{where}.{number}" if verb in {"up", "down"} else None


def _on_table(verb: str, table: Block, more: str, where: str) -> str | None:
    if table["kind"] != "table" or verb not in _OF_TABLES:
        return None
    return where if _OF_TABLES[verb](table, int(more) if more.isdecimal() else -1) else None


def _row(table: Block, number: int) -> bool:
    if len(table["rows"]) >= MAX_ROWS:
        return False
    table["rows"].append([""] * len(table["columns"]))
    return True


def _unrow(table: Block, number: int) -> bool:
    if not 0 <= number < len(table["rows"]):
        return False
    del table["rows"][number]
    return True


def _col(table: Block, number: int) -> bool:
    if len(table["columns"]) >= MAX_COLUMNS:
        return False
    table["columns"].append({"title": "", "width": 0, "align": "left"})
    for row in table["rows"]:
        row.append("")
    return True


def _uncol(table: Block, number: int) -> bool:
    if not 0 <= number < len(table["columns"]) or len(table["columns"]) == 1:
        return False
    for cells in (table["columns"], *table["rows"]):
        del cells[number]
    return True


_OF_TABLES: dict[str, Callable[[Block, int], bool]] = {
    "row": _row,
    "unrow": _unrow,
    "col": _col,
    "uncol": _uncol,
}
