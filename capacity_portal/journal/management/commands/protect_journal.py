"""manage.py protect_journal: put back the append-only triggers of the journal."""

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from capacity_portal.journal import health, triggers


class Command(BaseCommand):
    help = "恢复留痕日志的只追加触发器（先用 verify_journal 核验日志是否完好）。"
    requires_system_checks: list[str] = []

    def handle(self, *args, **options):
        missing = health.missing_triggers()
        with transaction.atomic():
            triggers.remove(connection)
            triggers.install(connection)
        self.stdout.write(f"已恢复：{'、'.join(missing)}。" if missing else "触发器本来完好，已重新安装。")
