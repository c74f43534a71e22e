"""manage.py rebuild_search"""

from django.core.management.base import BaseCommand

from enterprises import operations


class Command(BaseCommand):
    help = "重建查找索引（升级后、或查找结果不全时运行；运行期间门户可以照常使用）。"

    def handle(self, **options):
        self.stdout.write(f"已重建 {operations.rebuild_search()} 家企业的查找索引。")
