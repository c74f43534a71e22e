"""The list of findings as a spreadsheet: the columns and the rows as they are read."""

import io
from collections.abc import Iterable, Iterator
from datetime import date

from capacity_portal.lib import months
from capacity_portal.lib.exports import CODE, DATE, NUMBER, Column, write_xlsx
from capacity_portal.organization.models import Region
from inspections.models import Finding

COLUMNS = (
    Column("编号", CODE, 14),
    Column("月份", width=12),
    Column("县市区", width=14),
    Column("对象", width=30),
    Column("类别", width=16),
    Column("细类", width=16),
    Column("程度", width=8),
    Column("情况", width=40),
    Column("整改要求", width=30),
    Column("责任单位"),
    Column("责任人", width=12),
    Column("发现日期", DATE),
    Column("整改期限", DATE),
    Column("状态", width=10),
    Column("进度（%）", NUMBER, 10),
    Column("逾期天数", NUMBER, 10),
    Column("升级日期", DATE),
    Column("复查日期", DATE),
    Column("复查意见", width=24),
    Column("执法状态", width=10),
    Column("执法单位"),
    Column("执法日期", DATE),
    Column("执法情况", width=24),
)
READ_WITH = ("responsible_unit", "enforcement_unit")


def workbook(findings: Iterable[Finding], today: date) -> bytes:
    """The .xlsx of the findings in the order given."""
    target = io.BytesIO()
    write_xlsx(target, COLUMNS, lines(findings, today), title="问题整改")
    return target.getvalue()


def lines(findings: Iterable[Finding], today: date) -> Iterator[list[object]]:
    """The cells of each finding, as COLUMNS names them."""
    names = dict(Region.objects.values_list("code", "name").filter(kind__in=["county", "zone"]))
    for row in findings:
        yield [*_found(row, names), *_course(row, today), *_enforced(row)]


def _found(row: Finding, names: dict[str, str]) -> list[object]:
    return [
        row.number,
        months.label(row.period),
        names.get(row.county_code, row.county_code),
        row.title,
        row.get_kind_display(),
        row.get_sub_kind_display() if row.sub_kind else "",
        row.get_severity_display(),
        row.description,
        row.requirement,
        row.responsible_unit.name if row.responsible_unit else "",
        row.responsible_name,
        row.found_on,
    ]


def _course(row: Finding, today: date) -> list[object]:
    is_late = row.closed_at is None and row.deadline_on < today
    return [
        row.deadline_on,
        row.get_state_display(),
        row.percent,
        (today - row.deadline_on).days if is_late else None,
        row.escalated_at,
        row.recheck_on,
        row.recheck_note,
    ]


def _enforced(row: Finding) -> list[object]:
    return [
        row.get_enforcement_state_display(),
        row.enforcement_unit.name if row.enforcement_unit else "",
        row.enforcement_on,
        row.enforcement_note,
    ]
