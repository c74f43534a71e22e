"""Panels of a tip's page: each part of the app brings its own, so that the page knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from tipoffs.models import Tip


@dataclass(frozen=True)
class Panel:
    """A section of the page: ``template`` is included with ``context`` (and ``tip``, ``panel``, ``request``) beneath the heading ``title``.

    ``anchor``: its id, unique on the page. ``actions``: (label, address) of the buttons beside the heading. ``count``: shown beside
    the jump to it.
    """

    anchor: str
    title: str
    template: str
    context: dict = field(default_factory=dict)
    actions: tuple[tuple[str, str], ...] = ()
    count: int | None = None


Source = Callable[[Tip, object, date], Panel | None]
_sources: dict[Source, int] = {}


def register(source: Source, *, position: int = 50) -> None:
    """Ask ``source(tip, officer, today)`` for a panel on every page; None: none for this officer. Low positions stand first.

    Called from AppConfig.ready. Whatever a panel shows must be inside what the officer may see: the page only asks
    ``tips_visible_to``.
    """
    _sources[source] = position


def panels_for(tip: Tip, officer, today: date) -> list[Panel]:
    """The panels of this tip for this officer, in order."""
    ordered = sorted(_sources, key=_sources.__getitem__)
    return [panel for source in ordered if (panel := source(tip, officer, today)) is not None]
