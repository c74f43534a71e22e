"""manage.py load_departments 3608 [--file FILE]"""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from capacity_portal.lib.territory import TerritoryCodeError, normalise
from capacity_portal.organization import operations, sheets


class Command(BaseCommand):
    help = "为一个地市及其县、功能区建立成员单位，已有的不动，可重复运行。"

    def add_arguments(self, parser):
        parser.add_argument("prefecture", help="地市代码，例如 3608")
        parser.add_argument("--file", type=Path, default=settings.FIXTURES_DIR / "departments.csv")

    def handle(self, *, prefecture, file, **options):
        try:
            code, patterns = normalise(prefecture), sheets.read_rows(file, sheets.DEPARTMENTS)
        except (TerritoryCodeError, sheets.SheetError) as error:
            raise CommandError(str(error)) from error
        count = operations.load_departments(region=code, patterns=patterns, by=None, at=timezone.now())
        self.stdout.write(f"新增成员单位 {count} 个。")
