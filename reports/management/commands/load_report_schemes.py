"""manage.py load_report_schemes --year YEAR [--file FILE]"""

import json
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from capacity_portal.organization.models import Office
from reports.operations.scheme_loading import load_schemes


class Command(BaseCommand):
    help = "载入年度报告方案（自评、工作报告、自查），已有的不动，新方案须由办公室启用；可重复运行。"

    def add_arguments(self, parser):
        parser.add_argument("--year", type=int, default=None)
        parser.add_argument("--file", type=Path, default=settings.FIXTURES_DIR / "report_schemes.json")

    def handle(self, *, year, file, **options):
        office = Office.objects.select_related("region").order_by("id").first()
        if office is None:
            raise CommandError("还没有设立办公室，请先运行 bootstrap_office。")
        now = timezone.now()
        try:
            entries = json.loads(file.read_text(encoding="utf-8"))
            made = load_schemes(
                entries=entries,
                year=year or timezone.localdate(now).year,
                region_code=office.region.code,
                by=None,
                at=now,
            )
        except (OSError, ValueError, KeyError, TypeError, ValidationError) as error:
            raise CommandError(f"{file} 不能载入，没有写入任何内容：{error}") from error
        self.stdout.write(f"新增报告方案 {len(made)} 个。")
