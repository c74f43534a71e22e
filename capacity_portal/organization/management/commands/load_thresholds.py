"""manage.py load_thresholds [--file FILE]"""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from capacity_portal.organization import operations, sheets


class Command(BaseCommand):
    help = "载入工作参数的默认值，办公室已经设定的不动，可重复运行。"

    def add_arguments(self, parser):
        parser.add_argument("--file", type=Path, default=settings.FIXTURES_DIR / "thresholds.csv")

    def handle(self, *, file, **options):
        try:
            rows = sheets.read_rows(file, sheets.THRESHOLDS)
        except sheets.SheetError as error:
            raise CommandError(str(error)) from error
        count = operations.load_thresholds(rows=rows, by=None, at=timezone.now())
        self.stdout.write(f"新增工作参数 {count} 个。")
