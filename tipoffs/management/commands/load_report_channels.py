"""manage.py load_report_channels [--file FILE]"""

import csv
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tipoffs.operations.channels import load_channels


class Command(BaseCommand):
    help = "载入对外公布的举报电话和地址；已有的单位不动，可重复运行。随附的清单是演示用的，正式运行请换成本地的。"

    def add_arguments(self, parser):
        parser.add_argument("--file", type=Path, default=settings.FIXTURES_DIR / "report_channels.csv")

    def handle(self, *, file, **options):
        try:
            rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines(), restval=""))
            count = load_channels(rows=rows, by=None, at=timezone.now())
        except (OSError, KeyError, ValueError, ValidationError) as error:
            raise CommandError(f"{file} 不能载入，没有写入任何内容：{error}") from error
        self.stdout.write(f"新增举报渠道 {count} 个。")
