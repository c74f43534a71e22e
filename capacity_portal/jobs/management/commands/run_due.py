"""manage.py run_due: the loop of regular work; part of run_worker, alone for those who start processes themselves."""

import logging
import signal
import threading

from django.core.management.base import BaseCommand
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils import timezone

from capacity_portal.jobs import schedule

logger = logging.getLogger(__name__)
LOOK_EVERY = 5.0


def run_loop(stop: threading.Event, every: float = LOOK_EVERY) -> None:
    """Run what is due until ``stop`` is set; an absent database is waited for."""
    while not stop.is_set():
        close_old_connections()
        try:
            schedule.run_due(timezone.now())
        except (DatabaseError, InterfaceError):
            logger.exception("regular work waits for the database")
            connection.close()
        stop.wait(every)


def stop_on_signals() -> threading.Event:
    """An event that SIGTERM and SIGINT set, so that the work at hand is finished first."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


class Command(BaseCommand):
    help = "运行到期的定时工作：封存日志、清理过期结果和会话等。"

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="只运行一遍，然后退出")

    def handle(self, *args, once, **options):
        if once:
            done = schedule.run_due(timezone.now())
            self.stdout.write("、".join(map(schedule.label_of, done)) or "没有到期的工作。")
        else:
            run_loop(stop_on_signals())
