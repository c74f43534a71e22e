"""What stands in the editor: read from the stored draft or from the posted form, drawn, and put together as words again."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from capacity_portal.lib.pages import int_param
from capacity_portal.lib.typesetting.official.numbering import numbered
from capacity_portal.lib.typesetting.official.outline import Paragraph, Section
from reports.forms.notices import HeadForm, groups_of, head_of
from reports.models import Notice
from reports.rules.sheet import Block, as_lines, blocks_and_attachments, words_of

MOST_CELLS = 120
"""A larger table is edited as lines: a form has a limited number of fields."""


@dataclass
class EditorState:
    """``version``: of the draft the sheet was opened with."""

    form: HeadForm
    blocks: list[Block]
    attachments: list[dict]
    version: int

    def content(self) -> dict[str, Any]:
        """The words as they are stored; the form must have been asked whether it is valid."""
        attachments = [
            {**attachment, "blocks": words_of(attachment["blocks"])} for attachment in self.attachments
        ]
        return {**self.form.words(), "blocks": words_of(self.blocks), "attachments": attachments}


def opened(notice: Notice) -> EditorState:
    """The stored draft."""
    form = HeadForm(initial=head_of(notice))
    content = notice.content
    attachments = [
        {"title": "", "is_landscape": False, "blocks": []} | row for row in content.get("attachments") or []
    ]
    return EditorState(form, list(content.get("blocks") or []), attachments, notice.version)


def typed(request: HttpRequest) -> EditorState:
    """What was posted; whatever it is."""
    form = HeadForm(request.POST)
    return EditorState(
        form, *blocks_and_attachments(request.POST), int_param(request.POST, "version", default=0)
    )


def drawn(state: EditorState) -> dict:
    """Context of the sheet."""
    return {
        "body": _drawn(state.blocks, "b"),
        "attachments": [
            {**attachment, "name": f"a.{number}", "body": _drawn(attachment["blocks"], f"a.{number}.b")}
            for number, attachment in enumerate(state.attachments)
        ],
        "groups": groups_of(state.form, state.form["form"].value()),
        "version": state.version,
        "levels": [(1, "一、"), (2, "（一）"), (3, "1."), (4, "（1）")],
    }


def _drawn(blocks: list[Block], where: str) -> list[dict]:
    outline = tuple(
        Section(block["level"], "") if block["kind"] == "section" else Paragraph("") for block in blocks
    )
    marks = [mark for mark, _ in numbered(outline)]
    return [
        {**block, "name": f"{where}.{number}", "mark": mark, "number": number + 1, "is_first": not number,
         "is_last": number == len(blocks) - 1, **_table(block)}
        for number, (block, mark) in enumerate(zip(blocks, marks, strict=True))
    ]  # fmt: skip


def _table(block: Block) -> dict:
    if block["kind"] != "table":
        return {}
    is_large = len(block["columns"]) * len(block["rows"]) > MOST_CELLS
    return {"lines": as_lines(block["rows"]) if is_large else "", "is_large": is_large}
