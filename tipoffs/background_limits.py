"""The regular work on the limiter's counters: those of hours that are over go."""

from datetime import timedelta

from capacity_portal.jobs import schedule
from tipoffs.operations.limits import remove_old


def register() -> None:
    """Called from AppConfig.ready."""
    schedule.register("tipoffs.limits", timedelta(minutes=5), remove_old, "举报频次记录清理")
