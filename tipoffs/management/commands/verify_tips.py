"""manage.py verify_tips"""

from django.core.management.base import BaseCommand, CommandError

from tipoffs.models import Tip
from tipoffs.queries.verifying import faults_of, faults_of_numbers, faults_of_triggers


class Command(BaseCommand):
    help = "核对每件举报的内容、材料与收到时的校验值和留痕日志是否一致，编号是否连续，数据库是否仍拒绝删除。"

    def handle(self, **options):
        found, number = [*faults_of_triggers(), *faults_of_numbers()], 0
        for tip in Tip.objects.select_related("place").prefetch_related("files").order_by("id").iterator(500):
            number += 1
            found += faults_of(tip)
        for sentence in found:
            self.stderr.write(sentence)
        if found:
            raise CommandError(f"核对了{number}件举报，发现{len(found)}处不一致。")
        self.stdout.write(f"核对了{number}件举报，全部一致。")
