"""manage.py seed_demo [--scale N] [--months M]"""

from time import monotonic

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from capacity_portal.dashboards.demonstration import seeding, story, this_month
from capacity_portal.dashboards.demonstration.months_told import Story
from capacity_portal.journal import operations as journal
from capacity_portal.organization import operations as organization


class Command(BaseCommand):
    help = "建立演示地市：真实区划，虚构企业，每个角色一个账户，若干个月的排查。已有企业时不再生成。"

    def add_arguments(self, parser):
        parser.add_argument("--scale", type=int, default=1_000, help="企业数，默认 1000")
        parser.add_argument("--months", type=int, default=24, help="此前多少个月的排查，默认 24")

    def handle(self, *, scale, months, verbosity, **options):
        if not (settings.DEMO or settings.TESTING):
            raise CommandError("只能在演示环境（DEMO=1）中生成演示数据。")
        if not 1 <= scale <= 200_000:
            raise CommandError(f"--scale 应在 1 至 200000 之间，现为 {scale}。")
        if not 0 <= months <= MOST_MONTHS:
            raise CommandError(f"--months 应在 0 至 {MOST_MONTHS} 之间，现为 {months}。")
        started, now = monotonic(), timezone.now()
        for command, arguments in PREPARATIONS:
            call_command(command, *arguments, verbosity=0, stdout=self.stdout if verbosity > 1 else _Silent())
        seeding.open_office(now)
        organization.create_demo_accounts(region=seeding.PREFECTURE, at=now)
        if seeding.has_enterprises():
            self.stdout.write("已有企业，保留现有数据。")
            return
        story_of_months = Story(now, months, seeding.Ledger(scale, timezone.localdate(now)))
        story_of_months.begin()
        story_of_months.tell_past()
        steps = story.tell(now)
        this_month.fill(story_of_months)
        journal.seal(at=timezone.now())
        self.stdout.write(
            f"已建立 {scale} 家演示企业、{steps} 步经过、{months + 1} 个月的排查，用时 {monotonic() - started:.0f} 秒。"
        )


MOST_MONTHS = 60
PREPARATIONS = [
    ("load_divisions", [seeding.PREFECTURE]),
    ("load_departments", [seeding.PREFECTURE]),
    ("load_thresholds", []),
    ("load_holidays", []),
    ("load_dictionaries", []),
    ("load_checklists", []),
]


class _Silent:
    """Swallows what the preparations print."""

    def write(self, text: str) -> None:
        pass
