"""manage.py run_worker: background jobs and regular work in one command, until SIGTERM or Ctrl-C."""

import sys

from django.core import checks
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections

from capacity_portal.jobs.management.commands.run_due import run_loop, stop_on_signals
from capacity_portal.jobs.supervision import Child, supervise

_TASKS_UNTIL_RENEWED = 200
"""After so many jobs a worker process is replaced, which gives its memory back."""


def work_off_jobs() -> None:
    """The queue's own worker; the first SIGTERM lets it finish its job, the second interrupts it."""
    call_command(
        "db_worker",
        interval=1,
        startup_delay=False,
        reload=False,
        max_tasks=_TASKS_UNTIL_RENEWED,
        verbosity=0,
    )


def run_regular_work() -> None:
    run_loop(stop_on_signals())


class Command(BaseCommand):
    help = "运行后台任务和定时工作，直到 SIGTERM 或 Ctrl-C；意外退出的子进程自动重启。"
    requires_system_checks = [checks.Tags.database]

    def get_check_kwargs(self, options):
        return {**super().get_check_kwargs(options), "databases": ["default"]}

    def add_arguments(self, parser):
        parser.add_argument("--workers", type=int, default=1, help="同时处理任务的进程数（默认 1）")
        parser.add_argument("--grace", type=float, default=20, help="停止时等待当前任务完成的秒数（默认 20）")

    def handle(self, *args, workers, grace, **options):
        stop = stop_on_signals()
        connections.close_all()
        children = [
            Child("regular work", run_regular_work),
            *(Child(f"jobs {number}", work_off_jobs) for number in range(1, max(1, workers) + 1)),
        ]
        self.stdout.write("后台任务和定时工作已开始，按 Ctrl-C 停止。")
        self.stdout.flush()
        sys.stderr.flush()
        supervise(children, stop, grace)
        self.stdout.write("后台任务和定时工作已停止。")
