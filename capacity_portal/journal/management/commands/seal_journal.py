"""manage.py seal_journal: seal what is unsealed now, and print the head."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from capacity_portal.journal import queries
from capacity_portal.journal.operations import seal


class Command(BaseCommand):
    help = "立即封存尚未封存的日志条目，并输出封存头。"

    def handle(self, *args, **options):
        made = seal(at=timezone.now())
        head = queries.head()
        self.stdout.write(f"新封存 {made} 块。" + (f"当前封存头：{head.short}" if head else "日志为空。"))
