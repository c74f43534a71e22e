"""The sheet in the unit's version, for whoever binds documents together (evidence packs): nothing of the reporter is on it."""

from enterprises import registries
from tipoffs.documents.sheet import sheet_html


def register() -> None:
    """Called from AppConfig.ready."""
    registries.register_paper("tip_sheet", sheet_html)
