"""manage.py load_cases [--region CODE] [--file FILE]"""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from capacity_portal.lib.territory import normalise
from capacity_portal.organization.models import Region
from enterprises import operations


class Command(BaseCommand):
    help = "载入真实的压减任务实例（张掖 2016 年煤矿、石家庄钢铁压减方案），可重复运行。"

    def add_arguments(self, parser):
        parser.add_argument("--file", type=Path, default=settings.FIXTURES_DIR / "cases/reduction_tasks.json")
        parser.add_argument("--region", help="放在这个地区下作为示例；不写则放在各自的地区（须先载入区划）")

    def handle(self, *, file, region, **options):
        try:
            place = Region.objects.get(code=normalise(region)) if region else None
            tasks = operations.load_cases(path=file, region=place, by=None, at=timezone.now())
        except Region.DoesNotExist as error:
            raise CommandError(
                "实例所在的地区还没有载入，请先运行 load_divisions，或写明 --region。"
            ) from error
        except (OSError, KeyError, ValueError, ObjectDoesNotExist, ValidationError) as error:
            raise CommandError(f"{file} 不能载入，没有写入任何内容：{error}") from error
        self.stdout.write(f"新增压减任务 {len(tasks)} 项。")
