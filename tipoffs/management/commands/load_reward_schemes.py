"""manage.py load_reward_schemes [--file FILE]"""

import csv
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tipoffs.operations.schemes import load_schemes
from tipoffs.sheets.reward_schemes import schemes_in


class Command(BaseCommand):
    help = "载入举报奖励办法，已有的不动，可重复运行；以后由系统管理员在后台维护。"

    def add_arguments(self, parser):
        parser.add_argument("--file", type=Path, default=settings.FIXTURES_DIR / "reward_schemes.csv")

    def handle(self, *, file, **options):
        try:
            lines = file.read_text(encoding="utf-8-sig").splitlines()
            schemes = schemes_in(list(csv.DictReader(lines, restval="")))
        except (OSError, ValueError) as error:
            raise CommandError(f"{file} 不能载入，没有写入任何内容：{error}") from error
        count = load_schemes(schemes=schemes, by=None, at=timezone.now())
        self.stdout.write(f"新增奖励办法 {count} 个。")
