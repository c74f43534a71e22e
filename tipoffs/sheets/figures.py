"""The figures as one sheet: a row a number, with the table and the line it stands in."""

from collections.abc import Iterator, Sequence
from io import BytesIO

from capacity_portal.lib.exports import DATE, NUMBER, Column, csv_lines, write_xlsx
from tipoffs.models import Tip
from tipoffs.rules.figures import Table

COLUMNS = (
    Column("表", width=30),
    Column("项目", width=24),
    Column("指标", width=20),
    Column("数量", NUMBER),
    Column("说明", width=20),
)
TIP_COLUMNS = (
    Column("举报编号", width=22), Column("举报类型"), Column("状态"), Column("核查结论"), Column("当前期限", DATE), Column("办结日期", DATE),
)  # fmt: skip
ORIGIN_COLUMNS = (Column("收到日期", DATE), Column("来源"), Column("所在地区"))
"""How the tip came in: for the office alone, units learn nothing of it."""


def rows_of(tables: Sequence[Table]) -> Iterator[tuple]:
    """Numbers stand in the column of numbers, words (rates, averages) beside."""
    for table in tables:
        for first, *cells in table.rows:
            for head, cell in zip(table.heads[1:], cells, strict=True):
                is_number = isinstance(cell.value, int)
                yield (
                    table.title,
                    first.value,
                    head,
                    cell.value if is_number else None,
                    "" if is_number else cell.value,
                )


def tip_columns(*, with_origin: bool) -> tuple[Column, ...]:
    """The columns of ``tip_rows``; ``with_origin``: for the office, see ``ORIGIN_COLUMNS``."""
    return TIP_COLUMNS + ORIGIN_COLUMNS if with_origin else TIP_COLUMNS


def tip_rows(tips: Sequence[Tip], *, with_origin: bool) -> Iterator[tuple]:
    """A row a tip: nothing of the reporter, not a word of what he wrote."""
    for tip in tips:
        row = (
            tip.label, tip.get_kind_display(), tip.get_state_display(), tip.get_conclusion_display(), tip.due_on, tip.closed_at,
        )  # fmt: skip
        yield row + _origin(tip) if with_origin else row


def _origin(tip: Tip) -> tuple:
    return tip.received_on, tip.get_channel_display(), tip.place.name if tip.place else ""


def csv_bytes(columns: Sequence[Column], rows) -> bytes:
    return "".join(csv_lines(columns, rows)).encode()


def xlsx_bytes(columns: Sequence[Column], rows, title: str) -> bytes:
    target = BytesIO()
    write_xlsx(target, columns, rows, title=title)
    return target.getvalue()
