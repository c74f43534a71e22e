"""The regular work on files of tips."""

from datetime import timedelta

from capacity_portal.jobs import schedule
from tipoffs.operations.file_sweep import sweep_files


def register() -> None:
    """Called from AppConfig.ready."""
    schedule.register("tipoffs.files", timedelta(hours=1), sweep_files, "清理没有用上的举报材料")
