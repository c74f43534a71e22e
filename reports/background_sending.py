"""Regular work of the addressees' side: files of a form that nobody came back to do not stay."""

from datetime import timedelta

from capacity_portal.jobs import schedule
from reports.operations.recipient_files import forget_waiting_files


def register() -> None:
    """Called from AppConfig.ready."""
    schedule.register(
        "reports.recipient-files", timedelta(hours=6), forget_waiting_files, "清理未用的反馈材料"
    )
