"""Uploaded spreadsheets of the browser tests: one for every page of an import, made by the project's own operations."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from django.utils import timezone
from openpyxl import Workbook

from capacity_portal.imports import operations, registry
from capacity_portal.imports.models import SheetImport
from capacity_portal.jobs import operations as jobs
from capacity_portal.jobs import running
from capacity_portal.organization.models import Officer, Region
from enterprises.models import Enterprise

HEADINGS = (
    "企业名称",
    "统一社会信用代码",
    "所在地区",
    "监管类别",
    "行业",
    "经营状态",
    "职工人数",
    "炼钢产能（万吨/年）",
)
Rows = Sequence[Sequence[object]]


def workbook(rows: Rows, **more: Rows) -> bytes:
    """An .xlsx with the sheet 台账, and further ones by name."""
    book = Workbook()
    book.active.title = "台账"
    sheets = [(book.active, rows), *((book.create_sheet(name), lines) for name, lines in more.items())]
    for sheet, lines in sheets:
        for line in lines:
            sheet.append(list(line))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def uploaded(by: Officer, name: str, content: bytes) -> SheetImport:
    return operations.begin_import(
        kind=registry.find("ledger"),
        content=content,
        name=name,
        region_code=by.region_code,
        by=by,
        at=timezone.now(),
    )


def worked(record: SheetImport) -> SheetImport:
    """Let the worker do what the import waits for."""
    record.refresh_from_db()
    running.run(record.job_id, record.job.attempt)
    return SheetImport.objects.select_related("job").get(pk=record.pk)


def new_rows(town: str, count: int, start: int = 1) -> list[tuple]:
    return [
        (f"演示导入第{number}铸造厂", None, town, "铸造", "钢铁", "在产", 20 + number, None)
        for number in range(start, start + count)
    ]


def build(staff: Officer, office: Officer, now: datetime) -> dict[str, int | str]:
    """The keys ``sheet_...`` of ``World``."""
    towns = Region.objects.within(staff.region_code).filter(kind="town").order_by("code")
    town = towns.values_list("name", flat=True)[0]
    made = {
        "reading": uploaded(staff, "等待读取.xlsx", workbook([HEADINGS, *new_rows(town, 2)])),
        "stuck": _stuck(staff, town, now),
        "columns": worked(uploaded(staff, "自己的表.xlsx", _unknown(town))),
        "faulty": worked(uploaded(staff, "拉网式排查汇总表.xlsx", _faulty(town))),
        "ready": _ready(staff, town, now),
        "refused": worked(uploaded(staff, "会议通知.csv", "各县市区：\n请于月底前报送。\n".encode())),
        "discarded": _discarded(staff, town, now),
        "stored": _stored(office, now),
    }
    return {f"sheet_{name}": record.pk for name, record in made.items()}


def _stuck(by: Officer, town: str, now: datetime) -> SheetImport:
    record = uploaded(by, "中断的表.xlsx", workbook([HEADINGS, *new_rows(town, 1)]))
    jobs.fail(job=record.job, message="后台进程中断，请重新生成", at=now)
    return record


def _unknown(town: str) -> bytes:
    headings = ("序号", "企业名称", "所在乡镇街道", "企业性质", "干活的人数", "炼钢产能", "职工总人数")
    rows = [
        (1, "演示甲铸造厂", town, "民营", 35, "12万吨", 35),
        (2, "演示乙铸造厂", town, "集体", 12, "3万吨", 12),
    ]
    return workbook([("某某区企业情况表",), headings, *rows], 上年=[headings, *rows])


def _faulty(town: str) -> bytes:
    """Errors, unclear cells, what wants an explanation, rows that are no records, a total that is not the sum."""
    rows = [
        ("演示新开铸造厂", "91360", town, "铸造", "钢铁", "在产", 35, 12),
        ("演示河东轧钢厂", None, town, "轧钢", "钢铁", "在产", "约33", "55万吨"),
        ("演示河西炼钢厂", None, town, "涉钢冶炼", "钢铁", "半停产", 80, "30-40"),
        (None, None, town, "铸造", "钢铁", "在产", 9, None),
        (None,) * 8,
        ("演示城北铸造厂", None, "别的地方", "铸造", "钢铁", "停产", 12, 3),
        ("合计", None, None, None, None, None, None, 100),
        ("注：本表由各乡镇填报。",),
    ]
    return workbook([("某某区拉网式排查汇总表",), HEADINGS, *rows])


def _ready(by: Officer, town: str, now: datetime) -> SheetImport:
    """Rows of files that exist, some as they are and some changed, and new ones."""
    files = Enterprise.objects.filter(region_code__startswith=by.region_code, merged_into=None).exclude(
        credit_code=None
    )
    known = files.select_related("region").order_by("id")[3:8]
    rows = [
        (
            one.name,
            one.credit_code,
            one.region.name,
            one.get_supervision_class_display(),
            one.get_industry_display(),
            None,
            (one.employees or 0) + (7 if number % 2 else 0),
            None,
        )
        for number, one in enumerate(known)
    ]
    record = worked(uploaded(by, "四月份台账.xlsx", workbook([HEADINGS, *rows, *new_rows(town, 3)])))
    return _explained(record, by, now)


def _explained(record: SheetImport, by: Officer, now: datetime) -> SheetImport:
    codes = record.findings.filter(level="explain").values_list("code", flat=True).distinct()
    texts = dict.fromkeys(codes, "已向乡镇核实，情况属实。")
    return operations.explain(sheet_import=record, explanations=texts, by=by, at=now)


def _discarded(by: Officer, town: str, now: datetime) -> SheetImport:
    record = worked(uploaded(by, "传错的表.xlsx", workbook([HEADINGS, *new_rows(town, 1)])))
    return operations.discard_import(sheet_import=record, by=by, at=now)


def _stored(by: Officer, now: datetime) -> SheetImport:
    """Stored by the office, in another county."""
    county = Region.objects.within(by.region_code).filter(kind="county").order_by("code")[1]
    rows = [HEADINGS, *new_rows(county.name, 2, start=51), ("合计", *[None] * 6, None)]
    record = _explained(worked(uploaded(by, "全市汇总.xlsx", workbook(rows))), by, now)
    return worked(operations.confirm_import(sheet_import=record, by=by, at=now))
