"""Marks of an earlier round, taken out of a workbook that is marked again; only what we ourselves put in is touched."""

from collections.abc import Iterator

from capacity_portal.lib.spreadsheets.explained import AUTHOR, LOOKS, NOTE_SHEET, NOTE_TITLE
from capacity_portal.lib.spreadsheets.findings import LEVEL_LABELS

# Between our comment and the one that stood there before.
SEPARATOR = "\n———— 原有批注 ————\n"
_NOBODY = "未署名"
_BEGINNINGS = tuple(f"【{label}】" for label in LEVEL_LABELS.values())
_OURS = {(look.pattern, f"FF{look.colour}") for look in LOOKS.values()}


def existing_cells(sheet) -> Iterator:
    """The cells that are there; ``iter_rows`` would make new ones all the way to a far corner."""
    return iter(list(sheet._cells.values()))


def remove_marks(workbook) -> None:
    """Take our fills, our comments and our sheet out of an openpyxl ``workbook``; comments people wrote themselves stay."""
    for sheet in workbook.worksheets:
        if sheet.title.startswith(NOTE_SHEET) and str(sheet["A1"].value) == NOTE_TITLE:
            workbook.remove(sheet)
    looks: dict[int, bool] = {}
    for sheet in workbook.worksheets:
        for cell in existing_cells(sheet):
            if cell.has_style and _is_ours(cell, looks):
                _unfill(cell)
            if cell.comment is not None:
                _restore_comment(cell)


def own_comment(comment) -> str:
    """The text of ``comment`` that is not ours, the name of its author in front; "" when there is none."""
    if comment is None:
        return ""
    if is_mark(comment):
        return comment.text.partition(SEPARATOR)[2]
    author = comment.author if comment.author not in (None, "", "None") else _NOBODY
    return f"{author}：{comment.text}"


def is_mark(comment) -> bool:
    """Whether the comment is one of ours; some office suites forget the author."""
    return comment.author == AUTHOR or comment.text.startswith(_BEGINNINGS)


def _is_ours(cell, looks: dict[int, bool]) -> bool:
    # Cells share their styles, and looking at a fill is slow.
    if cell.style_id not in looks:
        fill = cell.fill
        looks[cell.style_id] = (fill.fill_type, fill.fgColor.rgb) in _OURS
    return looks[cell.style_id]


def _unfill(cell) -> None:
    from openpyxl.styles import PatternFill  # noqa: PLC0415 - slow import

    cell.fill = PatternFill()


def _restore_comment(cell) -> None:
    from openpyxl.comments import Comment  # noqa: PLC0415 - slow import

    if not is_mark(cell.comment):
        return
    author, _, text = own_comment(cell.comment).partition("：")
    cell.comment = Comment(text, "" if author == _NOBODY else author) if text else None
