"""Regular work of the units' side: files of a verification that was never filed do not stay."""

from datetime import timedelta

from capacity_portal.jobs import schedule
from tipoffs.operations.verification_files import forget_waiting_files


def register() -> None:
    """Called from AppConfig.ready."""
    schedule.register(
        "tipoffs.verification-files", timedelta(hours=6), forget_waiting_files, "清理未用的核查材料"
    )
