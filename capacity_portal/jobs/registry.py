"""The kinds of background work. Apps register theirs in ``AppConfig.ready``."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from capacity_portal.organization.roles import Permission


class JobFailed(Exception):
    """The work cannot be done; the message is a Chinese sentence for the officer who waits."""


class Progress(Protocol):
    """Tells how far the work is: ``percent`` 0 to 100, ``message`` a short Chinese text. Raises nothing, never waits."""

    def __call__(self, percent: float, message: str = "") -> None: ...


@dataclass(frozen=True)
class JobResult:
    """What a job hands over: ``content`` (bytes, or the path of a file that is moved), the file's ``name`` for the officer.

    ``is_once``: the file holds secrets (one-time passwords); its owner downloads it once, then it is gone.
    ``message`` is shown on the page, ``report`` kept as JSON; its ``sentences`` are listed on the page. Without ``content`` there is nothing to download.
    """

    content: bytes | Path | None = None
    name: str = ""
    message: str = ""
    report: dict[str, Any] = field(default_factory=dict)
    is_once: bool = False


@dataclass(frozen=True)
class Kind:
    """``function(job, progress)`` does the work outside any transaction; ``permission`` is asked again before it runs."""

    name: str
    label: str
    function: Callable[[Any, Progress], JobResult | None]
    permission: Permission | None


_kinds: dict[str, Kind] = {}


def register(
    kind: str,
    label: str,
    function: Callable[[Any, Progress], JobResult | None],
    permission: Permission | None = None,
) -> None:
    """Make ``kind`` known. ``function`` must bear being run twice: a killed job can be repeated by its owner."""
    _kinds[kind] = Kind(kind, label, function, permission)


def find(kind: str) -> Kind | None:
    return _kinds.get(kind)


def labels() -> dict[str, str]:
    return {name: kind.label for name, kind in _kinds.items()}
