"""The regular work on findings, and the journal's words for what leaves the portal about them."""

from datetime import timedelta

from capacity_portal.jobs import schedule
from capacity_portal.journal import registry as journal
from inspections.operations.finding_escalation import escalate_overdue


def register() -> None:
    """Called from AppConfig.ready."""
    journal.name_events("finding_list", label="问题整改", steps={"export": "导出", "remind": "催办"})
    schedule.register("inspections.escalate", timedelta(hours=1), escalate_overdue, "逾期问题升级")
