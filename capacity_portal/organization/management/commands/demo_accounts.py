"""manage.py demo_accounts"""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from capacity_portal.organization.queries import demo_accounts


class Command(BaseCommand):
    help = "列出演示账户（只在演示环境中）。"

    def handle(self, **options):
        if not (settings.DEMO or settings.TESTING):
            raise CommandError("这不是演示环境，没有演示账户。")
        accounts = demo_accounts()
        if not accounts:
            raise CommandError("还没有演示账户，请先运行 manage.py seed_demo。")
        self.stdout.write(f"演示账户（密码都是 {settings.DEMO_PASSWORD}）：")
        for officer in accounts:
            self.stdout.write(f"  {officer.username:<16}{officer.role_entry.label}　{officer.region.name}")
