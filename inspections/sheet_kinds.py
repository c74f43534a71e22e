"""The kinds of spreadsheets that this app takes in."""

from capacity_portal.imports import registry
from inspections.sheets import visits


def register() -> None:
    """Called from AppConfig.ready."""
    registry.register(visits.KIND)
