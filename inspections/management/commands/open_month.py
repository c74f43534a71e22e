"""manage.py open_month [yyyy-mm]"""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from capacity_portal.lib import months
from capacity_portal.lib.workflow import StepRefused
from inspections.operations.opening import open_round
from inspections.queries.tallies import totals


class Command(BaseCommand):
    help = "开启一个月的排查，冻结清单；已开启的不变。不写月份时为本月。"

    def add_arguments(self, parser):
        parser.add_argument("month", nargs="?", help="例如 2026-11")

    def handle(self, *, month, **options):
        now = timezone.now()
        try:
            period = months.parse(month) if month else months.month_of(timezone.localdate(now))
            round_ = open_round(period=period, by=None, at=now)
        except (months.MonthError, StepRefused) as refused:
            raise CommandError(str(refused)) from refused
        total = totals(round_)["total"]
        self.stdout.write(
            f"{months.label(period)}在册{total['in_force']}项，清单校验值 {round_.list_digest}。"
        )
