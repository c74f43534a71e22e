"""manage.py load_notice_templates [--file FILE]"""

import json
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports.operations.templates import load_templates


class Command(BaseCommand):
    help = "载入公文模板，已有的不动，可重复运行；以后由系统管理员在后台维护。"

    def add_arguments(self, parser):
        parser.add_argument("--file", type=Path, default=settings.FIXTURES_DIR / "notice_templates.json")

    def handle(self, *, file, **options):
        try:
            rows = json.loads(file.read_text(encoding="utf-8"))
            count = load_templates(rows=rows, by=None, at=timezone.now())
        except (OSError, KeyError, TypeError, ValueError, ValidationError) as error:
            raise CommandError(f"{file} 不能载入，没有写入任何内容：{error}") from error
        self.stdout.write(f"新增公文模板 {count} 份。")
