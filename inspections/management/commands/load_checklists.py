"""manage.py load_checklists [--folder FOLDER]"""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from inspections.choices import ChecklistCode
from inspections.operations.checklists import Outcome, load_checklists

_WORDS = {
    Outcome.CREATED: "已发布新版本",
    Outcome.UNCHANGED: "未变",
    Outcome.KEPT: "保留本单位自己的版本或草稿，没有改动",
}


class Command(BaseCommand):
    help = "载入检查表模板并发布，可重复运行；本单位自己发布的版本和草稿不动。"

    def add_arguments(self, parser):
        parser.add_argument("--folder", type=Path, default=settings.FIXTURES_DIR / "checklists")

    def handle(self, *, folder, **options):
        try:
            results = load_checklists(folder=folder, by=None, at=timezone.now())
        except (OSError, KeyError, ValueError, ValidationError) as error:
            raise CommandError(f"{folder} 不能载入，没有写入任何内容：{error}") from error
        for code, outcome in results.items():
            self.stdout.write(f"{ChecklistCode(code).label}：{_WORDS[outcome]}。")
