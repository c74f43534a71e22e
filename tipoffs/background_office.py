"""Regular work of the office's side: what is overdue goes up to the leader."""

from datetime import timedelta

from capacity_portal.jobs import schedule
from tipoffs.operations.pressing import escalate_overdue


def register() -> None:
    """Called from AppConfig.ready."""
    schedule.register("tipoffs.escalate", timedelta(hours=1), escalate_overdue, "逾期举报上报")
