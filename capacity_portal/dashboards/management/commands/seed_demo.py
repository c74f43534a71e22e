"""manage.py seed_demo [--scale N] [--months M]"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from time import monotonic

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from capacity_portal.dashboards.demonstration import documents, seeding, story, this_month, tips
from capacity_portal.dashboards.demonstration.months_told import Story
from capacity_portal.journal import operations as journal
from capacity_portal.organization import operations as organization


class Command(BaseCommand):
    help = (
        "建立演示地市：真实区划，虚构企业，每个角色一个账户，若干个月的排查、举报和公文。已有企业时不再生成。"
    )

    def add_arguments(self, parser):
        parser.add_argument("--scale", type=int, default=1_000, help="企业数，默认 1000")
        parser.add_argument(
            "--months",
            type=int,
            default=24,
            help="此前多少个月的排查，默认 24；0 为只建企业档案，没有排查和举报",
        )

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
        with collected_less_often():
            steps, hint = tell_all(now, months, seeding.Ledger(scale, timezone.localdate(now)))
        journal.seal(at=timezone.now())
        about = f"此前 {months} 个月和本月的排查" if months else "没有排查"
        self.stdout.write(
            f"已建立 {scale} 家演示企业、{steps} 步经过，{about}，用时 {monotonic() - started:.0f} 秒。{hint}"
        )


def tell_all(now: datetime, months: int, ledger: seeding.Ledger) -> tuple[int, str]:
    """Ledger, past months with their tip-offs and documents, what befell the enterprises, this month; returns the steps of the enterprises'
    story, and number and code of a tip to try the reporter's page with."""
    if not months:
        ledger.open_rest()
        return story.tell(now), ""
    told = Story(now, months, ledger)
    told.begin()
    course = tips.begin(told.agenda, told.cast, days=months * 30, size=ledger.size, at=told.opens_at)
    documents.begin(told.agenda, told.cast, days=months * 30, size=ledger.size, at=told.opens_at)
    told.tell_past()
    steps = story.tell(now)
    this_month.fill(told)
    ledger.open_rest()
    documents.make_copies(now)
    return steps, tips.example(course)


@contextmanager
def collected_less_often() -> Iterator[None]:
    """Millions of records are made and hardly any of them in circles: looking for these takes an eighth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)


MOST_MONTHS = 60
PREPARATIONS = [
    ("load_divisions", [seeding.PREFECTURE]),
    ("load_departments", [seeding.PREFECTURE]),
    ("load_thresholds", []),
    ("load_holidays", []),
    ("load_dictionaries", []),
    ("load_checklists", []),
    ("load_report_channels", []),
    ("load_reward_schemes", []),
    ("load_clock_rules", []),
    ("load_notice_templates", []),
]


class _Silent:
    """Swallows what the preparations print."""

    def write(self, text: str) -> None:
        pass
