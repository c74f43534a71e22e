"""Checklist templates as files: one CSV of templates, one CSV of items for each; and what a template must be before it is published."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from inspections.choices import AnswerKind
from inspections.rules.answers import YES_NO

COPIED = (
    "position", "code", "group", "text", "hint", "kind", "choices", "unit", "good_answer", "is_required", "needs_photo",
    "for_marks", "for_equipment", "parent_code",
)  # fmt: skip
"""What an item takes along into the next version."""


def read_folder(folder: Path) -> list[tuple[dict[str, str], list[dict[str, Any]]]]:
    """(template with code, title, source; its items by the columns of ChecklistItem) of ``checklists.csv`` and its neighbours.

    Several values in one cell stand between bars. Raises OSError, KeyError, ValueError.
    """
    return [(head, _items(folder / f"{head['code']}.csv")) for head in _rows(folder / "checklists.csv")]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _items(path: Path) -> list[dict[str, Any]]:
    return [_item(number, row) for number, row in enumerate(_rows(path), start=1)]


def _item(number: int, row: Mapping[str, str]) -> dict[str, Any]:
    texts = ("code", "group", "text", "hint", "kind", "unit", "good_answer", "parent_code")
    lists = {name: [part for part in row[name].split("|") if part] for name in ("choices", "for_marks")}
    flags = {name: row[name] == "1" for name in ("is_required", "needs_photo", "for_equipment")}
    return {"position": number, **{name: row[name] for name in texts}, **lists, **flags}


def faults(items: Sequence) -> list[str]:
    """Why a template cannot be published yet; ``items`` have the attributes of ChecklistItem."""
    if not items:
        return ["模板没有检查项，不能发布，请先添加检查项。"]
    codes = {item.code for item in items}
    return [sentence for item in items for sentence in _faults(item, codes)]


def _faults(item, codes: set[str]) -> list[str]:
    found, allowed = (
        [],
        {AnswerKind.YES_NO: list(YES_NO), AnswerKind.CHOICE: list(item.choices)}.get(item.kind),
    )
    if item.kind == AnswerKind.CHOICE and len(item.choices) < 2:
        found.append(f"“{item.text}”是单选，请至少写两个选项，一行一个。")
    if item.good_answer and allowed is not None and item.good_answer not in allowed:
        words = "、".join(allowed)
        found.append(f"“{item.text}”的正常答复“{item.good_answer}”不是选项，请从“{words}”中选，或留空。")
    if item.parent_code and item.parent_code not in codes:
        found.append(f"“{item.text}”的上级编码“{item.parent_code}”不在本模板中，请改正或留空。")
    return found
