"""manage.py load_dictionaries [--folder FOLDER]"""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from enterprises import operations
from enterprises.operations import Outcome


class Command(BaseCommand):
    help = "载入设备种类、产品、行业代码和产能换算表，可重复运行；字典中没有列出的行不动。"

    def add_arguments(self, parser):
        parser.add_argument("--folder", type=Path, default=settings.FIXTURES_DIR / "dictionaries")

    def handle(self, *, folder, **options):
        try:
            results = operations.load_dictionaries(folder=folder, by=None, at=timezone.now())
        except (OSError, KeyError, ValueError, ObjectDoesNotExist, ValidationError) as error:
            raise CommandError(f"{folder} 不能载入，没有写入任何内容：{error}") from error
        for name, counts in results.items():
            self.stdout.write(
                f"{name}：新增 {counts[Outcome.CREATED]}，修改 {counts[Outcome.CHANGED]}，"
                f"未变 {counts[Outcome.UNCHANGED]}。"
            )
