"""Panels of a record's page: each part of an app brings its own, so that the page knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Panel:
    """A section of the page: ``template`` is included with ``context`` (and the record, ``panel``, ``request``) beneath ``title``.

    ``anchor``: its id, unique on the page. ``actions``: (label, address) of the buttons beside the heading. ``count``: shown beside
    the jump to it.
    """

    anchor: str
    title: str
    template: str
    context: dict = field(default_factory=dict)
    actions: tuple[tuple[str, str], ...] = ()
    count: int | None = None


Source = Callable[[Any, Any, date], Panel | None]


class PanelRegistry:
    """The sources of one kind of page, filled in AppConfig.ready."""

    def __init__(self):
        self._sources: dict[Source, int] = {}

    def register(self, source: Source, *, position: int = 50) -> None:
        """Ask ``source(record, officer, today)`` for a panel on every page; None: none for this officer. Low positions stand first.

        Whatever a panel shows must be inside what the officer may see: the page only asks whether he sees the record.
        """
        self._sources[source] = position

    def panels_for(self, record, officer, today: date) -> list[Panel]:
        """The panels of this record for this officer, in order."""
        ordered = sorted(self._sources, key=self._sources.__getitem__)
        return [panel for source in ordered if (panel := source(record, officer, today)) is not None]
