"""Regular work of the reports: copies of final reports that were left open."""

from datetime import timedelta

from capacity_portal.jobs import schedule
from reports.operations.assessment_freezing import freeze_left_over


def register() -> None:
    """Called from AppConfig.ready."""
    schedule.register("reports.assessments", timedelta(minutes=10), freeze_left_over, "生成年度报告定稿文件")
