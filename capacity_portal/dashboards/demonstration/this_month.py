"""This month, half done: what the grid officer of the demonstration finds on his list, a few photos, reasons, an excuse."""

from capacity_portal.dashboards.demonstration.months_told import Story


def fill(story: Story) -> None:
    """Tell the month as far as it has come, and its special cases."""
    story.tell_current()
