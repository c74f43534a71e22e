"""Regular work of the rewards: what nobody fetched lapses when its last day is over."""

from datetime import timedelta

from capacity_portal.jobs import schedule
from tipoffs.operations.rewards import lapse_rewards


def register() -> None:
    """Called from AppConfig.ready."""
    schedule.register("tipoffs.rewards", timedelta(hours=6), lapse_rewards, "举报奖励逾期")
