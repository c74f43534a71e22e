"""The workbook to be filled in: a sheet to type in, a sheet that explains it, a hidden sheet behind the drop-downs."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import BinaryIO

from capacity_portal.lib.exports import CODE, DATE, NUMBER, TEXT, cell_text
from capacity_portal.lib.spreadsheets.columns import Column
from capacity_portal.lib.spreadsheets.findings import letters
from capacity_portal.lib.spreadsheets.row_heights import row_height

ENTRY_SHEET, NOTES_SHEET, WORDS_SHEET = "填报", "填表说明", "字典"
AUTHOR = "化解办门户"
REQUIRED_FILL = "#FFEB84"
ROWS_WITH_CHOICES = 1_000
_NUMBER_FORMATS = {TEXT: "General", NUMBER: "General", DATE: "yyyy-mm-dd", CODE: "@"}
_ALLOWED = {
    TEXT: "文字",
    NUMBER: "数字",
    DATE: "日期，如 2026-03-05",
    CODE: "代码，按文本填写，保留全部数字",
}
_NOTE_COLUMNS = (("列名", 24), ("必填", 7), ("单位", 12), ("可填内容", 44), ("说明", 44), ("示例", 24))
_LONGEST_LIST = 160
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": "宋体", "font_size": 11},
}


def write_template(
    target: str | Path | BinaryIO,
    columns: Sequence[Column],
    *,
    title: str,
    notes: Sequence[str],
    examples: bool = False,
    rows: Sequence[Mapping[str, str]] = (),
) -> None:
    """Write the template for ``columns`` (those with ``is_in_template``) to a path or binary file.

    The sheet 填报 has the headings in row 1, frozen, required ones yellow and bold; with ``examples`` row 2 shows the
    columns' examples. ``rows``: texts by column key that are filled in already, from row 2 on (not together with ``examples``). 填表说明 begins with ``title``, tells ``notes`` and describes each column; 字典 is hidden.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 - slow import

    shown = [column for column in columns if column.is_in_template]
    with Workbook(target, deepcopy(_OPTIONS)) as book:  # the writer changes what it is given
        book.set_properties({"title": cell_text(title), "author": AUTHOR})
        entry, explained, words = map(book.add_worksheet, (ENTRY_SHEET, NOTES_SHEET, WORDS_SHEET))
        _write_headings(book, entry, shown)
        _write_choices(entry, words, shown)
        if examples:
            _write_examples(book, entry, shown)
        _write_rows(entry, rows, shown)
        _write_notes(book, explained, shown, title, notes)


def heading(column: Column) -> str:
    """``炼钢产能（万吨/年）``: the title, with the unit unless the title names it."""
    named = not column.unit or f"（{column.unit}）" in column.title
    return cell_text(column.title if named else f"{column.title}（{column.unit}）")


def _write_headings(book, sheet, columns: Sequence[Column]) -> None:
    look = {"border": 1, "text_wrap": True, "align": "center", "valign": "vcenter", "bg_color": "#F2F2F2"}
    optional = book.add_format(look)
    required = book.add_format(look | {"bold": True, "bg_color": REQUIRED_FILL})
    kinds = {kind: book.add_format({"num_format": form}) for kind, form in _NUMBER_FORMATS.items()}
    sheet.set_row(0, 36)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_paper(9)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width, kinds[column.kind])
        sheet.write_string(0, place, heading(column), required if column.is_required else optional)
        if text := _comment(column):
            size = {"x_scale": 1.8, "y_scale": 0.6 + len(text) / 60, "author": AUTHOR}
            sheet.write_comment(0, place, text, size | {"font_name": "宋体", "font_size": 9})


def _comment(column: Column) -> str:
    required = "必填。" if column.is_required else ""
    return cell_text(required + column.note)


def _write_choices(entry, words, columns: Sequence[Column]) -> None:
    words.hide()
    with_choices = [(place, column) for place, column in enumerate(columns) if column.choices]
    for column_of_words, (place, column) in enumerate(with_choices):
        words.write_string(0, column_of_words, cell_text(column.title))
        for number, word in enumerate(column.choices, start=1):
            words.write_string(number, column_of_words, cell_text(word))
        name = letters(column_of_words + 1)
        rule = {
            "validate": "list",
            "source": f"={WORDS_SHEET}!${name}$2:${name}${len(column.choices) + 1}",
            "error_title": "请从列表中选择",
            "error_message": "这一列只能填下拉列表中的内容，全部内容见“填表说明”。",
        }
        entry.data_validation(1, place, ROWS_WITH_CHOICES, place, rule)


def _write_rows(sheet, rows: Sequence[Mapping[str, str]], columns: Sequence[Column]) -> None:
    for number, values in enumerate(rows, start=1):
        for place, column in enumerate(columns):
            if text := values.get(column.key):
                sheet.write_string(number, place, cell_text(text))


def _write_examples(book, sheet, columns: Sequence[Column]) -> None:
    looks = {
        kind: book.add_format({"num_format": form, "italic": True, "font_color": "#595959"})
        for kind, form in _NUMBER_FORMATS.items()
    }
    for place, column in enumerate(columns):
        if not column.example:
            continue
        value = _example(column)
        if isinstance(value, date):
            sheet.write_datetime(1, place, value, looks[DATE])
        elif isinstance(value, float):
            sheet.write_number(1, place, value, looks[NUMBER])
        else:
            sheet.write_string(1, place, value, looks[column.kind])


def _example(column: Column) -> str | float | date:
    try:
        if column.kind == NUMBER:
            return float(column.example)
        if column.kind == DATE:
            return date.fromisoformat(column.example)
    except ValueError:  # an example such as 450立方米, which shows how people may type it
        pass
    return cell_text(column.example)


def _write_notes(book, sheet, columns: Sequence[Column], title: str, notes: Sequence[str]) -> None:
    large = book.add_format({"bold": True, "font_size": 14})
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#F2F2F2", "valign": "vcenter"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    required = book.add_format({"border": 1, "text_wrap": True, "valign": "top", "bg_color": REQUIRED_FILL})
    for place, (_, width) in enumerate(_NOTE_COLUMNS):
        sheet.set_column(place, place, width)
    sheet.set_row(0, 24)
    sheet.write_string(0, 0, cell_text(title), large)
    lines = [f"请在“{ENTRY_SHEET}”表中填写，不要改动第一行的列名；黄色加粗的列必填。", *notes]
    for number, line in enumerate(lines, start=1):
        sheet.write_string(number, 0, cell_text(f"{number}．{line}"))
    top = len(lines) + 2
    for place, (name, _) in enumerate(_NOTE_COLUMNS):
        sheet.write_string(top, place, name, head)
    for row, column in enumerate(columns, start=top + 1):
        texts = _described(column)
        sheet.set_row(row, row_height((text, _NOTE_COLUMNS[place][1]) for place, text in enumerate(texts)))
        for place, text in enumerate(texts):
            is_marked = column.is_required and place == 0
            sheet.write_string(row, place, text, required if is_marked else cell)
    _print_on_one_width(sheet, top)


def _print_on_one_width(sheet, top: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)


def _described(column: Column) -> list[str]:
    texts = (
        column.title,
        "是" if column.is_required else "否",
        column.unit or "—",
        _allowed(column),
        column.note or "—",
        column.example or "—",
    )
    return [cell_text(text) for text in texts]


def _allowed(column: Column) -> str:
    if not column.choices:
        return _ALLOWED[column.kind]
    listed = "、".join(column.choices)
    if len(listed) <= _LONGEST_LIST:
        return listed
    return f"{listed[:_LONGEST_LIST].rpartition('、')[0]}等 {len(column.choices)} 项，见下拉列表"
