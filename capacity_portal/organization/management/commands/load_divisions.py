"""manage.py load_divisions 3608 [--file FILE] [--on YYYY-MM-DD] [--close-missing]"""

from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from capacity_portal.lib.territory import TerritoryCodeError, normalise
from capacity_portal.organization import operations, sheets
from capacity_portal.organization.rules.divisions import DivisionsError


class Command(BaseCommand):
    help = "载入一个地市的行政区划（地市、县、乡镇；村级用另外的清单），可重复运行。"

    def add_arguments(self, parser):
        parser.add_argument("prefecture", help="地市代码，例如 3608")
        parser.add_argument("--file", type=Path, default=settings.FIXTURES_DIR / "divisions_5.csv")
        parser.add_argument("--zones", type=Path, default=settings.FIXTURES_DIR / "zones.csv")
        parser.add_argument("--on", type=date.fromisoformat, help="清单自何日起施行")
        parser.add_argument("--close-missing", action="store_true", help="清单里没有的区划自施行日起停用")

    def handle(self, *, prefecture, file, zones, on, close_missing, **options):
        if close_missing and on is None:
            raise CommandError("--close-missing 需要同时用 --on 写明施行日期。")
        try:
            loaded = operations.load_divisions(
                prefecture=normalise(prefecture),
                rows=sheets.read_rows(file, sheets.DIVISIONS),
                zones=sheets.read_rows(zones, sheets.DIVISIONS),
                by=None,
                at=timezone.now(),
                on=on,
                close_missing=close_missing,
            )
        except (TerritoryCodeError, sheets.SheetError, DivisionsError) as error:
            raise CommandError(str(error)) from error
        if not loaded.new + loaded.changed + loaded.unchanged:
            raise CommandError(f"文件 {file.name} 里没有代码以 {prefecture} 开头的区划。")
        self.stdout.write(
            f"新增 {loaded.new}，更新 {loaded.changed}，停用 {loaded.closed}，未变 {loaded.unchanged}。"
        )
