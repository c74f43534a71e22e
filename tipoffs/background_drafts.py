"""Regular work: what was typed and never submitted goes after a day."""

from datetime import timedelta

from capacity_portal.jobs import schedule
from tipoffs.operations.drafts import forget_expired_drafts


def register() -> None:
    """Called from AppConfig.ready."""
    schedule.register("tipoffs.drafts", timedelta(minutes=30), forget_expired_drafts, "清理过期的举报草稿")
