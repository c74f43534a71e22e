"""What other apps put on the public page /published/ beside the outcomes of tips. Filled in AppConfig.ready."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class PublishedLine:
    """One line everybody may read: ``url`` of a page that needs no account."""

    title: str
    url: str
    on: date


@dataclass(frozen=True)
class PublishedList:
    """``title`` of the section; ``lines`` the newest first, no more than a page shows."""

    title: str
    lines: Sequence[PublishedLine]


Source = Callable[[], PublishedList]
_sources: list[Source] = []


def register_published(source: Source) -> None:
    """Ask ``source`` for its list on every showing of the first page."""
    if source not in _sources:
        _sources.append(source)


def published_lists() -> list[PublishedList]:
    """The lists that have anything."""
    return [found for source in _sources if (found := source()).lines]
