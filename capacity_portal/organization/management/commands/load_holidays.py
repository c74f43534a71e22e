"""manage.py load_holidays"""

from django.core.management.base import BaseCommand
from django.utils import timezone

from capacity_portal.organization import operations, queries
from capacity_portal.organization.holidays import SOURCE, published_days


class Command(BaseCommand):
    help = "载入已公布的节假日和调休上班日，办公室录入的不动，可重复运行。"

    def handle(self, **options):
        now = timezone.now()
        count = operations.load_holidays(days=published_days(), source=SOURCE, by=None, at=now)
        self.stdout.write(f"新增 {count} 天。")
        for year in queries.uncovered_years(timezone.localdate(now)):
            self.stderr.write(f"{year} 年的节假日安排尚未收录，期限按周一至周五推算，请在后台录入。")
