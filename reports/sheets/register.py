"""The register of numbers as a table: .xlsx, .csv and, through ``documents``, on paper."""

from collections.abc import Iterable, Iterator
from io import BytesIO

from django.utils.timezone import localdate

from capacity_portal.lib.exports import DATE, NUMBER, Column, csv_lines, encode, write_xlsx
from reports.models import NumberEntry
from reports.queries.registers import title_of

COLUMNS = [
    Column("发文字号", width=26), Column("标题", width=60), Column("成文日期", DATE, 12), Column("编号日期", DATE, 12), Column("编号人", width=12),
    Column("页数", NUMBER, 8), Column("状态", width=12), Column("作废（废止）原因", width=40), Column("核验码", width=18), Column("电子件摘要", width=68),
    Column("扫描件摘要", width=68),
]  # fmt: skip
ON_PAPER = 8
"""So many columns fit on a sheet; the digests are in the files."""


def state_of(entry: NumberEntry) -> str:
    """What the line says of its number."""
    if entry.voided_at is not None:
        return "已作废"
    return entry.notice.get_state_display() if entry.notice else "纸质文件"


def rows_of(entries: Iterable[NumberEntry]) -> Iterator[tuple]:
    """One tuple a line, as COLUMNS; of a document the asker does not see, no words and no codes."""
    for entry in entries:
        notice = entry.notice if entry.is_seen else None
        reason = entry.void_reason or (notice.ended_reason if notice else "")
        yield (
            entry.label, title_of(entry), notice.dated if notice else None, localdate(entry.given_at), entry.given_by.name,
            notice.pages if notice else None, state_of(entry), reason, (notice.verify_code if notice else "") or "",
            notice.pdf_sha256 if notice else "", notice.scan_sha256 if notice else "",
        )  # fmt: skip


def xlsx_bytes(entries: Iterable[NumberEntry]) -> bytes:
    out = BytesIO()
    write_xlsx(out, COLUMNS, rows_of(entries), title="发文登记簿")
    return out.getvalue()


def csv_bytes(entries: Iterable[NumberEntry]) -> bytes:
    return b"".join(encode(csv_lines(COLUMNS, rows_of(entries))))
