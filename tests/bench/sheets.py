"""P7, P7j, P8 and the imports' share of P15 and P17: spreadsheets in and out, beside the bare tools and stock import-export."""

import resource
from contextlib import contextmanager
from io import BytesIO
from itertools import islice
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone
from import_export import fields, resources
from import_export.formats.base_formats import XLSX
from tablib import Dataset

from capacity_portal.imports import at_once, operations, registry, work
from capacity_portal.imports.models import SheetImport
from capacity_portal.lib import exports as writing
from capacity_portal.lib.exports import CODE, NUMBER
from enterprises import exports, sheets
from enterprises.models import Enterprise
from tests.bench.timing import once
from tests.makers import credit_code_number

HEADINGS = [
    ("企业名称", "text"), ("统一社会信用代码", CODE), ("所在地区", "text"), ("监管类别", "text"), ("行业", "text"),
    ("经营状态", "text"), ("法定代表人", "text"), ("联系电话", CODE), ("实际地址", "text"), ("职工人数", NUMBER),
    ("粗钢产能（万吨/年）", NUMBER), ("备注", "text"),
]  # fmt: skip
_FIRST = 500_000
# Stock import-export takes minutes for 100,000 rows; its time a row is the same at 1,000.
_STOCK_ROWS = 1_000


class Undone(Exception):
    """Takes back what was measured."""


@contextmanager
def taken_back():
    try:
        with transaction.atomic():
            yield
            raise Undone
    except Undone:
        pass


def rows(count: int):
    """New enterprises as people fill them in; one in fifty has a telephone number that is a doubt."""
    for number in range(count):
        yield [
            f"演示导入{number:06d}铸造有限公司", credit_code_number(_FIRST + number), "吉州区", "铸造", "钢铁", "在产",
            f"演示法人{number % 977}", "0796-8000000" if number % 50 else "见附件", f"演示工业园{number % 900}路{number}号",
            number % 300 + 5, (number % 40 + 1) * 1.5, "",
        ]  # fmt: skip


def workbook(count: int) -> bytes:
    target = BytesIO()
    columns = [writing.Column(title, kind) for title, kind in HEADINGS]
    writing.write_xlsx(target, columns, rows(count))
    return target.getvalue()


# --- in ---------------------------------------------------------------------------------------------------------------
def asked(content: bytes) -> at_once.Asked:
    kind = registry.find("ledger")
    return at_once.Asked(kind, content, "导入.xlsx", "3608", explanation="演示导入")


def read_and_stage(content: bytes, officer) -> None:
    """From bytes to staged rows with their findings."""
    record = operations.begin_import(
        kind=registry.find("ledger"), content=content, name="导入.xlsx", region_code="3608", by=officer,
        at=timezone.now(), reads_now=True,
    )  # fmt: skip
    understood = work.understand_file(record, content, lambda percent, message: None)
    operations.note_read(sheet_import=record, understood=understood)


def bare_read_and_store(content: bytes) -> None:
    """calamine, and the fastest upsert into a table with a key: COPY and one statement, or executemany. No checks at all."""
    from python_calamine import CalamineWorkbook

    lines = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()[1:]
    texts = ([str(cell) for cell in line] for line in lines)
    names = [f"c{number}" for number in range(len(HEADINGS))]
    columns = ", ".join(f"{name} text" for name in names)
    update = ", ".join(f"{name} = excluded.{name}" for name in names)
    upsert = f"ON CONFLICT (c1) DO UPDATE SET {update}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE bench_bare ({columns}, PRIMARY KEY (c1))")
        if connection.vendor == "postgresql":
            cursor.execute(f"CREATE TEMPORARY TABLE bench_copied ({columns})")
            with cursor.copy(f"COPY bench_copied ({', '.join(names)}) FROM STDIN") as copy:
                for line in texts:
                    copy.write_row(line)
            cursor.execute(f"INSERT INTO bench_bare SELECT * FROM bench_copied {upsert}")
            cursor.execute("DROP TABLE bench_copied")
        else:
            marks = ", ".join(["%s"] * len(names))
            while batch := list(islice(texts, 2_000)):
                cursor.executemany(f"INSERT INTO bench_bare VALUES ({marks}) {upsert}", batch)
        cursor.execute("DROP TABLE bench_bare")


def whole_trip(content: bytes, officer) -> None:
    trip = at_once.take_in(asked(content), by=officer, at=timezone.now())
    assert trip.outcome is not None, trip.blockers


class StockResource(resources.ModelResource):
    """The enterprise as import-export takes it in when nothing is tuned."""

    name = fields.Field("name", "企业名称")
    credit_code = fields.Field("credit_code", "统一社会信用代码")
    legal_representative = fields.Field("legal_representative", "法定代表人")
    contact_phone = fields.Field("contact_phone", "联系电话")
    actual_address = fields.Field("actual_address", "实际地址")
    employees = fields.Field("employees", "职工人数")

    class Meta:
        model = Enterprise
        import_id_fields = ("credit_code",)
        fields = (
            "name",
            "credit_code",
            "legal_representative",
            "contact_phone",
            "actual_address",
            "employees",
        )
        use_transactions = True

    def before_save_instance(self, instance, row, **kwargs):
        now, region = timezone.now(), kwargs["region"]
        instance.region, instance.region_code, instance.county_code = region, region.code, region.code
        instance.status, instance.industry, instance.supervision_class = "in_production", "steel", "foundry"
        instance.confirmed_at = instance.created_at = instance.updated_at = now


def stock_import(content: bytes, region) -> None:
    """Preview and import, as its pages do."""
    dataset: Dataset = XLSX().create_dataset(content)
    resource = StockResource()
    resource.import_data(dataset, dry_run=True, raise_errors=True, region=region)
    resource.import_data(dataset, dry_run=False, raise_errors=True, region=region)


# --- out --------------------------------------------------------------------------------------------------------------
def our_export(officer, columns) -> Path:
    return exports.write_file(exports.Asked({}, [], columns, "xlsx"), officer)


def stock_export() -> bytes:
    return XLSX().export_data(StockResource().export(Enterprise.objects.all()))


def peak() -> float:
    """Megabytes this process has needed at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(officer, size: int, tell) -> None:
    """``size`` rows in and out."""
    from capacity_portal.organization.models import Region

    content, small = workbook(size), workbook(_STOCK_ROWS)
    region = Region.objects.get(code="360802")
    staged, bare, trip, stock = [], [], [], []
    for _ in range(3 if size <= 10_000 else 1):
        with taken_back():
            staged.append(once(lambda: read_and_stage(content, officer)))
        bare.append(once(lambda: bare_read_and_store(content)))
        with taken_back():
            trip.append(once(lambda: whole_trip(content, officer)))
        with taken_back():
            stock.append(once(lambda: stock_import(small, region)) * size / _STOCK_ROWS)
    SheetImport.objects.all().delete()
    tell("P7", "read, compared, staged / calamine and bare upsert", min(staged), min(bare), 2.5)
    tell("P7", "read, compared, staged / stock import-export", min(staged), min(stock), 1 / 25)
    tell("P7j", "whole trip with journal / stock preview and import", min(trip), min(stock), 1 / 10)
    tell("P7r", "whole trip, milliseconds for 1,000 rows", min(trip) / size * 1_000, min(trip), 9e9)
    out(officer, size, tell)


def out(officer, size: int, tell) -> None:
    columns = [*sheets.SHOWN_AT_FIRST, "actual_address", "employees"]
    before = peak()
    ours = min(once(lambda: our_export(officer, columns).unlink()) for _ in range(3))
    grown = peak() - before
    stock = once(stock_export)
    tell("P8", "export to .xlsx / stock import-export", ours, stock, 1 / 3)
    tell("P8m", "memory of the export above idle (MB, at most 40)", grown, 40, 1, "MB")
