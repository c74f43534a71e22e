"""manage.py verify_rounds [yyyy-mm]"""

from django.core.management.base import BaseCommand, CommandError

from capacity_portal.lib import months
from inspections.models import Round
from inspections.queries.rounds import rounds_listed
from inspections.queries.standings import verify_standings
from inspections.queries.verifying import verify_closing, verify_list


class Command(BaseCommand):
    help = "核对各月的清单、排查情况和关账数据与校验值、留痕日志、现有记录是否一致。不写月份时核对全部。"

    def add_arguments(self, parser):
        parser.add_argument("month", nargs="?", help="例如 2026-11")

    def handle(self, *, month, **options):
        rounds = list(self._asked(month))
        found = [sentence for round_ in rounds for sentence in _verified(round_)]
        for sentence in found:
            self.stderr.write(sentence)
        if found:
            raise CommandError(f"核对了{len(rounds)}个月，发现{len(found)}处不一致。")
        self.stdout.write(f"核对了{len(rounds)}个月，全部一致。")

    def _asked(self, month: str | None):
        if not month:
            return rounds_listed()
        try:
            return rounds_listed().filter(period=months.parse(month))
        except months.MonthError as refused:
            raise CommandError(str(refused)) from refused


def _verified(round_: Round) -> list[str]:
    found = verify_list(round_) + verify_standings(round_)
    for closing in round_.closings.order_by("number"):
        found += verify_closing(closing)
    return found
