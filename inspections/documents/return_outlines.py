"""The monthly return as an official document: 监管月报 with its tables, or 零报告 as a statement with its denominators."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from capacity_portal.journal.queries import head
from capacity_portal.lib import months
from capacity_portal.lib.typesetting.glyphs import code_points
from capacity_portal.lib.typesetting.official.outline import (
    Block,
    Column,
    Draft,
    OfficialDocument,
    Paragraph,
    Section,
    Table,
)
from capacity_portal.organization.models import Office
from inspections.models import MonthlyReturn
from inspections.queries.compiling import figures_of
from inspections.rules import return_tables

_NO_HEAD: tuple[str, ...] = ()
_WIDE = 12


def return_outline(
    record: MonthlyReturn, officer, at: datetime, undrawn: Sequence[str] = ()
) -> OfficialDocument:
    """Frozen figures of a signed return, today's - with the look of a draft - of one that is not; ``undrawn`` is owned up to."""
    office = Office.objects.order_by("id").values_list("full_name", flat=True).first()
    address = address_of(record)
    is_signed = record.submitted_at is not None
    draft = None if is_signed else Draft(officer.name, f"{timezone.localtime(at):%Y-%m-%d %H:%M}")
    return OfficialDocument(
        title=f"{record.county.name}{months.label(record.period)}{kind_of(record)}",
        issuers=_NO_HEAD,
        addressees=office or "化解过剩产能工作领导小组办公室",
        blocks=tuple(_blocks(record, officer, address, undrawn)),
        dated=timezone.localdate(record.submitted_at) if is_signed else None,
        draft=draft,
        verify_url=address if is_signed else "",
    )


def kind_of(record: MonthlyReturn) -> str:
    return "零报告" if record.is_zero_report else "监管月报"


def address_of(record: MonthlyReturn) -> str:
    """Where the return stands in the portal."""
    return settings.PORTAL_URL.rstrip("/") + reverse(
        "inspections:return", args=[record.period, record.region_code]
    )


def _blocks(record: MonthlyReturn, officer, address: str, undrawn: Sequence[str]) -> Iterator[Block]:
    figures = figures_of(record)
    yield Paragraph(f"状态：{record.get_state_display()}{'，逾期报送' if record.is_late else ''}。")
    if record.submitted_at is None:
        yield Paragraph("尚未签报，数据为打印时的现数。")
    if record.is_zero_report:
        yield from _statement(record, return_tables.denominators(figures))
    for heading, text in (("本月工作情况", record.text), ("存在问题和下步打算", record.problems)):
        if text:
            yield Section(1, heading)
            yield from (Paragraph(line.strip()) for line in text.splitlines() if line.strip())
    for table in return_tables.tables_of(figures):
        yield from _table(table)
    yield Section(1, "签报和审核")
    yield _signatures(record)
    yield from _foot(officer, address, undrawn)


def _statement(record: MonthlyReturn, denominators: Iterable[tuple[str, str]]) -> Iterator[Block]:
    month = months.label(record.period)
    yield Section(1, "零报告声明")
    yield Paragraph(
        f"经核查，{record.county.name}{month}未发现“地条钢”死灰复燃、已化解产能复产、落后产能未淘汰和违规新增产能等问题。"
        "本声明以下列排查为依据，签报人对其真实性负责。"
    )
    rows = tuple((label, str(text)) for label, text in denominators)
    yield Table((Column("依据"), Column("数量", 8, "right")), rows)
    yield from (Paragraph(f"须说明：{sentence}") for sentence in record.zero_flags)


def _table(table: return_tables.Table) -> Iterator[Block]:
    yield Section(1, table.title)
    if table.rows:
        columns = tuple(
            Column(title, 0, "right" if place >= table.words else "left")
            for place, title in enumerate(table.heads)
        )
        rows = tuple(tuple(cell.text for cell in row) for row in table.rows)
        yield Table(columns, rows, is_landscape=len(columns) > _WIDE)
    if table.note:
        yield Paragraph(table.note)


def _signatures(record: MonthlyReturn) -> Table:
    def moment(value: datetime | None) -> str:
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""

    columns = (Column("", 12), Column("姓名", 6), Column("时间"), Column("签字盖章"))
    signed = record.submitted_by.name if record.submitted_by else ""
    accepted = record.accepted_by.name if record.accepted_by else ""
    rows = (
        ("签报人（县市区负责人）", signed, moment(record.submitted_at), ""),
        ("审核人（市化解办）", accepted, moment(record.accepted_at), ""),
        ("单位盖章", "", "", ""),
    )
    return Table(columns, rows)


def _foot(officer, address: str, undrawn: Sequence[str]) -> Iterator[Block]:
    if undrawn:
        yield Paragraph(f"有的字没有字体可以打印，以〓代替：{code_points(undrawn)}。")
    yield Paragraph(f"数据由门户按排查记录汇总，签报时锁定。打印人：{officer.name}。")
    yield Paragraph("电子月报地址：")
    yield Paragraph(address, is_flush=True)
    if sealed := head():
        yield Paragraph(f"日志封存头：第{sealed.number}块{sealed.hash}")
