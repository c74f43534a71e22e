"""The register of incoming documents as a table for files and print."""

from collections.abc import Iterable

from capacity_portal.lib.tables import Cell, Head, Row, Table, words
from reports.models import IncomingDocument

_HEADS = (
    "年份",
    "顺序号",
    "收文日期",
    "来文单位",
    "来文字号",
    "标题",
    "成文日期",
    "紧急程度",
    "办理期限",
    "状态",
    "办理结果",
)


def register_table(rows: Iterable[IncomingDocument]) -> Table:
    return Table(
        "register",
        "收文登记",
        tuple(Head(title, title in {"年份", "顺序号"}) for title in _HEADS),
        tuple(map(_row, rows)),
    )


def _row(row: IncomingDocument) -> Row:
    days = [row.received_on, row.dated, row.due_on]
    received, dated, due = (words(day.isoformat() if day else "—") for day in days)
    return Row((
        Cell(row.year, str(row.year)), Cell(row.sequence, str(row.sequence)), received, words(row.sender), words(row.printed_number or "—"),
        words(row.title), dated, words(row.urgency or "—"), due, words(row.get_state_display()), words(row.result or "—"),
    ))  # fmt: skip
