"""manage.py load_clock_rules [--file FILE]"""

import csv
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tipoffs.operations.clock_rules import load_clock_rules


class Command(BaseCommand):
    help = "载入各类举报的办理时限，已有的不动，可重复运行；以后由系统管理员在后台维护。"

    def add_arguments(self, parser):
        parser.add_argument("--file", type=Path, default=settings.FIXTURES_DIR / "clock_rules.csv")

    def handle(self, *, file, **options):
        try:
            rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines(), restval=""))
            count = load_clock_rules(rows=rows, by=None, at=timezone.now())
        except (OSError, KeyError, ValueError, ValidationError) as error:
            raise CommandError(f"{file} 不能载入，没有写入任何内容：{error}") from error
        self.stdout.write(f"新增举报时限 {count} 条。")
